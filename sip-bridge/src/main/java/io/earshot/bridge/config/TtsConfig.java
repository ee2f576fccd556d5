package io.earshot.bridge.config;

import io.earshot.ai.provider.cartesia.CartesiaConfig;
import java.util.List;

/**
 * Voices. Immutable.
 *
 * @param order which are used: the first, and the others when it fails
 * @param cartesia Cartesia
 */
public record TtsConfig(List<Provider> order, CartesiaConfig cartesia) {
    /** The voices there are. */
    public enum Provider {
        /** Cartesia. */
        CARTESIA
    }

    public TtsConfig {
        order = Orders.checked(order);
    }

    /** Cartesia. */
    public static TtsConfig defaults() {
        return new TtsConfig(List.of(Provider.CARTESIA), CartesiaConfig.defaults());
    }
}
