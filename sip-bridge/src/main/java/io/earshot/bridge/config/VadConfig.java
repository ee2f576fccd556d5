package io.earshot.bridge.config;

import io.earshot.ai.vad.VadSettings;

/**
 * How the caller's voice is detected. Immutable.
 *
 * @param kind which detector
 * @param energy settings of the energy detector
 * @param silero settings of the Silero model
 */
public record VadConfig(Kind kind, VadSettings energy, VadSettings silero) {
    /** The detectors there are. */
    public enum Kind {
        /** Loudness above an adaptive noise floor: a few hundred nanoseconds a packet. */
        ENERGY,
        /** The Silero model through ONNX Runtime: better in noise, at about a hundred microseconds a packet. */
        SILERO
    }

    /** The energy detector. */
    public static VadConfig defaults() {
        return new VadConfig(Kind.ENERGY, VadSettings.energy(), VadSettings.silero());
    }
}
