package io.earshot.bridge.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.List;

/** Label values made harmless: of the right number, short, without control characters. Immutable. */
record LabelSet(List<String> values) {
    private static final int LONGEST = 64;

    /** What values are counted under that exceed the limit. */
    static final String OTHER = "other";

    /** Cleans the values of these labels. */
    static LabelSet of(List<String> labels, String... values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException("labels " + labels + " got " + values.length + " values");
        }
        return new LabelSet(Arrays.stream(values).map(LabelSet::clean).toList());
    }

    /** All values {@link #OTHER}. */
    static LabelSet other(List<String> labels) {
        return new LabelSet(labels.stream().map(_ -> OTHER).toList());
    }

    Labels of(List<String> labels) {
        return Labels.of(labels, values);
    }

    private static String clean(String value) {
        String cut = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
        for (int i = 0; i < cut.length(); i++) {
            if (unprintable(cut.charAt(i))) {
                return cut.replaceAll("[\\p{Cntrl}\\ud800-\\udfff]", "_");
            }
        }
        return cut;
    }

    private static boolean unprintable(char c) {
        return Character.isISOControl(c) || Character.isSurrogate(c);
    }
}
