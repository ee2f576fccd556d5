package io.earshot.bridge;

import io.earshot.ai.vad.EnergyVad;
import io.earshot.ai.vad.SileroVad;
import io.earshot.ai.vad.VoiceActivityDetector;
import io.earshot.bridge.config.VadConfig;

/** Makes the configured kind of voice activity detector. */
final class Detectors {
    private Detectors() {}

    static VoiceActivityDetector.Factory of(VadConfig config) {
        return switch (config.kind()) {
            case ENERGY -> format -> new EnergyVad(format, config.energy());
            case SILERO -> SileroVad.factory(config.silero());
        };
    }
}
