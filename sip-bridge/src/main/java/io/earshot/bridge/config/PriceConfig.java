package io.earshot.bridge.config;

/**
 * What a provider is paid for one unit. Immutable.
 *
 * @param provider its name, as in records
 * @param unit {@code audio_seconds}, {@code requests}, {@code prompt_tokens}, {@code completion_tokens} or {@code characters}
 * @param price for one unit, in whatever currency all prices are
 */
public record PriceConfig(String provider, String unit, double price) {
    public PriceConfig {
        if (!(price >= 0)) {
            throw new IllegalArgumentException("price must not be negative");
        }
    }
}
