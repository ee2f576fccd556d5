package io.earshot.ai.provider.deepgram;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Deepgram v1 ({@code /v1/listen}). Empty texts and zeros mean the vendor's default. Immutable.
 *
 * @param url address without the parameters below; regional hosts exist
 * @param model for example nova-3, nova-3-medical, nova-2-phonecall
 * @param language BCP 47 tag, or multi
 * @param decidesTurns whether its endpoints (speech_final, UtteranceEnd) end turns; otherwise turns end only when asked
 * @param endpointing silence that ends an utterance, 10 ms or more; 0: endpointing=false
 * @param utteranceEnd word gap that ends an utterance where noise hides the silence, 1 s or more; 0: off. Used only
 *     when it decides turns
 * @param interimResults whether guesses are given while the caller speaks
 * @param punctuate punctuation and capitals
 * @param smartFormat dates, amounts and the like in writing; may delay results
 * @param numerals numbers as digits
 * @param fillerWords whether uh and um are kept
 * @param profanityFilter whether profanity is removed
 * @param vadEvents whether starts of speech are told (a barge-in signal)
 * @param noDelay results without waiting for formatting context
 * @param keyterms words to expect (nova-3)
 * @param keywords words to expect, {@code word:boost} (older models)
 * @param redact classes of text to remove, for example pci, ssn, numbers
 * @param replace {@code term:replacement}
 * @param tags labels in the vendor's usage reports, at most 128 characters each
 * @param mipOptOut whether the vendor may not train on the audio
 * @param version model version
 * @param extra further parameters
 * @param finalizeTimeout longest wait for the answer to Finalize, which does not always come
 * @param keepAlive silence after which KeepAlive is sent, 1 to 8 s (the vendor closes after 10 s)
 * @param stream audio and reconnects
 */
public record DeepgramV1Config(
        URI url,
        String model,
        String language,
        boolean decidesTurns,
        Duration endpointing,
        Duration utteranceEnd,
        boolean interimResults,
        boolean punctuate,
        boolean smartFormat,
        boolean numerals,
        boolean fillerWords,
        boolean profanityFilter,
        boolean vadEvents,
        boolean noDelay,
        List<String> keyterms,
        List<String> keywords,
        List<String> redact,
        List<String> replace,
        List<String> tags,
        boolean mipOptOut,
        String version,
        Map<String, String> extra,
        Duration finalizeTimeout,
        Duration keepAlive,
        StreamSettings stream) {
    public DeepgramV1Config {
        keyterms = List.copyOf(keyterms);
        keywords = List.copyOf(keywords);
        redact = List.copyOf(redact);
        replace = List.copyOf(replace);
        tags = List.copyOf(tags);
        extra = Map.copyOf(extra);
        require(!model.isBlank(), "model must be given");
        require(!endpointing.isNegative(), "endpointing must be 0 or longer");
        require(utteranceEnd.isZero() || utteranceEnd.toMillis() >= 1_000, "utterance_end must be 0 or 1s and longer");
        require(utteranceEnd.isZero() || interimResults, "utterance_end needs interim_results");
        require(
                !decidesTurns || endpointing.toMillis() >= 100 || !utteranceEnd.isZero(),
                "decides_turns needs endpointing of 100ms or more, or utterance_end");
        require(finalizeTimeout.toMillis() >= 50, "finalize_timeout must be 50ms or more");
        require(keepAlive.toMillis() >= 100 && keepAlive.toMillis() <= 8_000, "keep_alive must be 100ms to 8s");
    }

    /** nova-3 in English, endpoints of 25 ms that do not end turns, punctuation, interim results, starts of speech. */
    public static DeepgramV1Config defaults() {
        return new DeepgramV1Config(
                URI.create("wss://api.deepgram.com/v1/listen"),
                "nova-3",
                "en",
                false,
                Duration.ofMillis(25),
                Duration.ofSeconds(1),
                true,
                true,
                false,
                false,
                false,
                false,
                true,
                true,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                "",
                Map.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                StreamSettings.defaults());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
