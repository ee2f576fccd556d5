package io.earshot.perf.soak;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** How steeply a figure rises over samples: the median of the rises between all pairs, which no single sample bends (Theil and Sen). */
final class Slope {
    private Slope() {}

    /** KiB an hour; 0 with fewer than two samples. */
    static double perHour(List<Sample> samples, ToLongFunction<Sample> figure) {
        double[] rises = new double[samples.size() * (samples.size() - 1) / 2];
        int at = 0;
        for (int i = 0; i < samples.size(); i++) {
            for (int j = i + 1; j < samples.size(); j++) {
                double hours = (samples.get(j).atS() - samples.get(i).atS()) / 3_600.0;
                double rise = figure.applyAsLong(samples.get(j)) - figure.applyAsLong(samples.get(i));
                rises[at++] = hours == 0 ? 0 : rise / hours;
            }
        }
        Arrays.sort(rises);
        return rises.length == 0 ? 0 : rises[rises.length / 2];
    }
}
