package io.earshot.ai.latency;

/**
 * What a histogram is of. Immutable.
 *
 * @param scope which calls it covers
 * @param label name of the trunk or provider; empty for all calls
 * @param name a {@link Stage#label}, or {@code total}, {@code unexplained}, {@code barge-in}, {@code false-barge-in}
 * @param turnClass a {@link TurnClass#label}
 */
public record LatencySeries(Scope scope, String label, String name, String turnClass) {
    /** The whole turn. */
    public static final String TOTAL = "total";
    /** What no stage accounts for. */
    public static final String UNEXPLAINED = "unexplained";
    /** Caller's first sound until the agent's last packet, where the caller meant to interrupt. */
    public static final String BARGE_IN = "barge-in";
    /** The same, where the agent went on afterwards. */
    public static final String FALSE_BARGE_IN = "false-barge-in";

    /** Which calls a series covers. */
    public enum Scope {
        /** All calls. */
        ALL,
        /** The calls of one trunk. */
        TRUNK,
        /** The stages that one provider did. */
        PROVIDER
    }

    /** The tag in histogram logs: {@code name/class}, and for trunks and providers {@code trunk=label/name/class}. */
    public String tag() {
        String tag = name + "/" + turnClass;
        return switch (scope) {
            case ALL -> tag;
            case TRUNK -> "trunk=" + clean(label) + "/" + tag;
            case PROVIDER -> "provider=" + clean(label) + "/" + tag;
        };
    }

    /** Tags are separated by commas and lines: those may not be part of a label. */
    private static String clean(String label) {
        return label.replaceAll("[^A-Za-z0-9._:+-]", "_");
    }
}
