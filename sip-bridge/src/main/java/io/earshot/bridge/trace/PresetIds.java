package io.earshot.bridge.trace;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Gives the call's own span the ids that were handed out while the call ran, and every other span a random one. Confined to the
 * exporting thread.
 */
final class PresetIds implements IdGenerator {
    private final IdGenerator random = IdGenerator.random();
    private String traceId = "";
    private String spanId = "";

    /** The next span has these ids. */
    void next(String trace, String span) {
        traceId = trace;
        spanId = span;
    }

    @Override
    public String generateTraceId() {
        return traceId.isEmpty() ? random.generateTraceId() : traceId;
    }

    @Override
    public String generateSpanId() {
        if (spanId.isEmpty()) {
            return random.generateSpanId();
        }
        String preset = spanId;
        spanId = "";
        return preset;
    }
}
