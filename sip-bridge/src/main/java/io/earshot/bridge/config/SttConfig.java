package io.earshot.bridge.config;

import io.earshot.ai.provider.deepgram.DeepgramFluxConfig;
import io.earshot.ai.provider.deepgram.DeepgramV1Config;
import java.util.List;

/**
 * Recognisers. Immutable.
 *
 * @param order which are used: the first, and the others when it fails
 * @param deepgram Deepgram v1
 * @param flux Deepgram Flux
 */
public record SttConfig(List<Provider> order, DeepgramV1Config deepgram, DeepgramFluxConfig flux) {
    /** The recognisers there are. */
    public enum Provider {
        /** Deepgram v1 ({@code /v1/listen}). */
        DEEPGRAM,
        /** Deepgram Flux ({@code /v2/listen}), which judges turns itself. */
        FLUX
    }

    public SttConfig {
        order = Orders.checked(order);
    }

    /** Flux, and v1 when it fails. */
    public static SttConfig defaults() {
        return new SttConfig(
                List.of(Provider.FLUX, Provider.DEEPGRAM), DeepgramV1Config.defaults(), DeepgramFluxConfig.defaults());
    }
}
