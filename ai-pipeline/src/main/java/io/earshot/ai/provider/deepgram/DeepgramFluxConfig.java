package io.earshot.ai.provider.deepgram;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Deepgram Flux ({@code /v2/listen}). Empty texts and zeros mean the vendor's default. Immutable.
 *
 * @param url address without the parameters below; regional hosts exist
 * @param model flux-general-en or flux-general-multi
 * @param eotThreshold confidence that ends a turn, 0.5 to 1
 * @param eagerEotThreshold confidence from which a reply may be prepared, 0.3 to 0.9 and not above
 *     {@code eotThreshold}; 0: no eager ends
 * @param eotTimeout silence that ends a turn whatever the confidence, 0.5 to 60 s
 * @param keyterms words to expect
 * @param languageHints languages to expect (flux-general-multi)
 * @param numerals numbers as digits
 * @param profanityFilter whether profanity is removed
 * @param redact empty, numbers or aggressive_numbers
 * @param tags labels in the vendor's usage reports
 * @param mipOptOut whether the vendor may not train on the audio
 * @param extra further parameters
 * @param forceEndTimeout longest wait for the answer to ForceEndTurn
 * @param stream audio and reconnects
 */
public record DeepgramFluxConfig(
        URI url,
        String model,
        double eotThreshold,
        double eagerEotThreshold,
        Duration eotTimeout,
        List<String> keyterms,
        List<String> languageHints,
        boolean numerals,
        boolean profanityFilter,
        String redact,
        List<String> tags,
        boolean mipOptOut,
        Map<String, String> extra,
        Duration forceEndTimeout,
        StreamSettings stream) {
    private static final double DEFAULT_EOT = 0.7;

    public DeepgramFluxConfig {
        keyterms = List.copyOf(keyterms);
        languageHints = List.copyOf(languageHints);
        tags = List.copyOf(tags);
        extra = Map.copyOf(extra);
        require(!model.isBlank(), "model must be given");
        require(eotThreshold == 0 || (eotThreshold >= 0.5 && eotThreshold <= 1), "eot_threshold must be 0.5 to 1");
        double eot = eotThreshold == 0 ? DEFAULT_EOT : eotThreshold;
        require(
                eagerEotThreshold == 0
                        || (eagerEotThreshold >= 0.3 && eagerEotThreshold <= 0.9 && eagerEotThreshold <= eot),
                "eager_eot_threshold must be 0, or 0.3 to 0.9 and not above eot_threshold");
        require(
                eotTimeout.isZero() || (eotTimeout.toMillis() >= 500 && eotTimeout.toMillis() <= 60_000),
                "eot_timeout must be 0, or 500ms to 60s");
        require(forceEndTimeout.toMillis() >= 50, "force_end_timeout must be 50ms or more");
    }

    /** flux-general-en, turns end at 0.7, replies may be prepared at 0.5, 5 s of silence end any turn. */
    public static DeepgramFluxConfig defaults() {
        return new DeepgramFluxConfig(
                URI.create("wss://api.deepgram.com/v2/listen"),
                "flux-general-en",
                DEFAULT_EOT,
                0.5,
                Duration.ofSeconds(5),
                List.of(),
                List.of(),
                false,
                false,
                "",
                List.of(),
                false,
                Map.of(),
                Duration.ofSeconds(1),
                StreamSettings.defaults());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
