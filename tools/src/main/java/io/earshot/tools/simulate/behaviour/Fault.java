package io.earshot.tools.simulate.behaviour;

import java.util.Locale;

/**
 * A fault and when it strikes. Immutable.
 *
 * @param probability chance of striking, 0 to 1, when {@code every} let it through
 * @param every strikes only at each n-th occasion; 1: at each
 * @param after occasions that are spared at first
 * @param times strikes at most; 0: without end
 * @param status HTTP status of {@link FaultKind#REFUSE}
 * @param delayNs delay of {@link FaultKind#SLOW}
 * @param retryAfterSeconds what {@link FaultKind#LIMIT} asks for
 */
public record Fault(
        Service service,
        FaultKind kind,
        double probability,
        int every,
        int after,
        int times,
        int status,
        long delayNs,
        int retryAfterSeconds) {

    public Fault {
        check(probability >= 0 && probability <= 1, "probability is 0 to 1");
        check(every >= 1 && after >= 0 && times >= 0, "every is at least 1, after and times at least 0");
        check(status >= 400 && status <= 599, "status is 400 to 599");
        check(retryAfterSeconds >= 0, "retry-after is not negative");
    }

    /** A fault that always strikes: status 503, 2 s late, retry after 2 s. */
    public static Fault always(Service service, FaultKind kind) {
        return new Fault(service, kind, 1, 1, 0, 0, 503, 2_000_000_000L, 2);
    }

    /**
     * Reads {@code SERVICE:KIND[,probability=0.1][,every=N][,after=N][,times=N][,status=503][,delay=2s][,retry-after=2]},
     * for example {@code groq:limit,every=3,retry-after=1}.
     *
     * @throws IllegalArgumentException when it is not that, saying what was expected
     */
    public static Fault parse(String text) {
        String[] parts = text.split(",");
        String[] names = parts[0].strip().split(":", -1);
        check(names.length == 2, "a fault is SERVICE:KIND[,option=value...], not: " + text);
        Fault fault = always(Service.of(names[0]), FaultKind.of(names[1]));
        for (int i = 1; i < parts.length; i++) {
            fault = fault.with(parts[i].strip());
        }
        return fault;
    }

    /** The option form of the service and kind, as in {@code groq:limit}. */
    public String label() {
        return service.label() + ":" + kind.label();
    }

    private Fault with(String option) {
        int equals = option.indexOf('=');
        check(equals > 0, "a fault's option is name=value, not: " + option);
        String value = option.substring(equals + 1);
        return switch (option.substring(0, equals).toLowerCase(Locale.ROOT)) {
            case "probability" -> changed(Double.parseDouble(value), every, after, times, status, delayNs);
            case "every" -> changed(probability, Integer.parseInt(value), after, times, status, delayNs);
            case "after" -> changed(probability, every, Integer.parseInt(value), times, status, delayNs);
            case "times" -> changed(probability, every, after, Integer.parseInt(value), status, delayNs);
            case "status" -> changed(probability, every, after, times, Integer.parseInt(value), delayNs);
            case "delay" -> changed(probability, every, after, times, status, LatencyText.delayNs(value));
            case "retry-after" ->
                new Fault(service, kind, probability, every, after, times, status, delayNs, Integer.parseInt(value));
            default ->
                throw new IllegalArgumentException(
                        "no such option (probability, every, after, times, status, delay, retry-after): " + option);
        };
    }

    private Fault changed(
            double newProbability, int newEvery, int newAfter, int newTimes, int newStatus, long newDelay) {
        return new Fault(
                service, kind, newProbability, newEvery, newAfter, newTimes, newStatus, newDelay, retryAfterSeconds);
    }

    private static void check(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
