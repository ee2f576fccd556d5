package io.earshot.tools.simulate.deepgram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.simulate.speech.AudioInput.Coding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a v2 client asked for. Immutable.
 *
 * @param coding null: the stream is a WAVE file
 * @param eotThreshold confidence that ends a turn
 * @param eagerThreshold confidence that announces the end of a turn; 0: nothing is announced
 * @param eotTimeoutMs silence that ends a turn whatever the confidence
 */
record FluxOptions(
        @Nullable Coding coding,
        int sampleRate,
        double eotThreshold,
        double eagerThreshold,
        int eotTimeoutMs,
        List<String> keyterms,
        List<String> languageHints) {
    private static final Set<String> KEYS = Set.of(
            "model",
            "encoding",
            "sample_rate",
            "eot_threshold",
            "eager_eot_threshold",
            "eot_timeout_ms",
            "keyterm",
            "language_hint",
            "numerals",
            "profanity_filter",
            "redact",
            "tag",
            "mip_opt_out",
            "diarize",
            "version");

    FluxOptions {
        keyterms = List.copyOf(keyterms);
        languageHints = List.copyOf(languageHints);
        if (eotThreshold < 0.5 || eotThreshold > 1) {
            throw ListenRefusal.invalid("eot_threshold must be 0.5 to 1.0");
        }
        if (eagerThreshold != 0 && (eagerThreshold < 0.3 || eagerThreshold > 0.9)) {
            throw ListenRefusal.invalid("eager_eot_threshold must be 0.3 to 0.9");
        }
        if (eagerThreshold > eotThreshold) {
            throw ListenRefusal.invalid("eager_eot_threshold must not be above eot_threshold");
        }
        if (eotTimeoutMs < 500 || eotTimeoutMs > 60_000) {
            throw ListenRefusal.invalid("eot_timeout_ms must be 500 to 60000");
        }
    }

    static FluxOptions of(Parameters parameters) {
        parameters.only(KEYS);
        parameters.model(List.of("flux-general-en", "flux-general-multi"));
        Coding coding = parameters.coding();
        return new FluxOptions(
                coding,
                parameters.sampleRate(coding != null),
                parameters.fraction("eot_threshold", 0.7, 0.5, 1),
                parameters.fraction("eager_eot_threshold", 0, 0.3, 0.9),
                parameters.number("eot_timeout_ms", 5_000),
                parameters.all("keyterm"),
                parameters.all("language_hint"));
    }

    /** With the fields that a Configure message changes; throws {@link ListenRefusal} when the result is not good. */
    FluxOptions changed(ObjectNode configure) {
        JsonNode thresholds = configure.path("thresholds");
        return new FluxOptions(
                coding,
                sampleRate,
                thresholds.path("eot_threshold").asDouble(eotThreshold),
                thresholds.path("eager_eot_threshold").asDouble(eagerThreshold),
                thresholds.path("eot_timeout_ms").asInt(eotTimeoutMs),
                texts(configure.path("keyterms"), keyterms),
                texts(configure.path("language_hints"), languageHints));
    }

    private static List<String> texts(JsonNode array, List<String> otherwise) {
        if (!array.isArray()) {
            return otherwise;
        }
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
