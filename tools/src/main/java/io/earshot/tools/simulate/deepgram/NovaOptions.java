package io.earshot.tools.simulate.deepgram;

import io.earshot.tools.simulate.speech.AudioInput.Coding;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a v1 client asked for. Immutable.
 *
 * @param coding null: the stream is a WAVE file
 * @param endpointingMs silence that ends an utterance; 0: none does
 * @param utteranceEndMs gap after the last word that is reported; 0: none is
 */
record NovaOptions(
        String model,
        @Nullable Coding coding,
        int sampleRate,
        boolean interimResults,
        boolean punctuate,
        boolean vadEvents,
        int endpointingMs,
        int utteranceEndMs) {
    private static final Set<String> KEYS = Set.of(
            "model",
            "language",
            "encoding",
            "sample_rate",
            "channels",
            "multichannel",
            "interim_results",
            "punctuate",
            "smart_format",
            "numerals",
            "dictation",
            "filler_words",
            "profanity_filter",
            "redact",
            "replace",
            "search",
            "keywords",
            "keyterm",
            "diarize",
            "diarize_model",
            "detect_entities",
            "endpointing",
            "utterance_end_ms",
            "vad_events",
            "no_delay",
            "tag",
            "mip_opt_out",
            "version",
            "callback",
            "callback_method",
            "extra",
            "tier",
            "paragraphs",
            "utterances",
            "detect_language",
            "language_hint");
    private static final int DEFAULT_ENDPOINTING_MS = 10;

    static NovaOptions of(Parameters parameters) {
        parameters.only(KEYS);
        Coding coding = parameters.coding();
        if (parameters.number("channels", 1) != 1 || parameters.flag("multichannel")) {
            throw ListenRefusal.invalid("only one channel is simulated");
        }
        boolean interims = parameters.flag("interim_results");
        return new NovaOptions(
                parameters.model(List.of("nova", "enhanced", "base", "whisper")),
                coding,
                parameters.sampleRate(coding != null),
                interims,
                parameters.flag("punctuate") || parameters.flag("smart_format"),
                parameters.flag("vad_events"),
                endpointing(parameters),
                utteranceEnd(parameters, interims));
    }

    private static int endpointing(Parameters parameters) {
        String text = parameters.text("endpointing");
        if (text == null || text.equals("true")) {
            return DEFAULT_ENDPOINTING_MS;
        }
        int millis = text.equals("false") ? 0 : parameters.number("endpointing", 0);
        if (millis < 0) {
            throw ListenRefusal.invalid("query parameter endpointing must not be negative");
        }
        return millis;
    }

    private static int utteranceEnd(Parameters parameters, boolean interims) {
        int millis = parameters.number("utterance_end_ms", 0);
        if (millis != 0 && (millis < 1_000 || millis > 5_000)) {
            throw ListenRefusal.invalid("query parameter utterance_end_ms must be 1000 to 5000");
        }
        if (millis != 0 && !interims) {
            throw ListenRefusal.invalid("query parameter utterance_end_ms needs interim_results=true");
        }
        return millis;
    }
}
