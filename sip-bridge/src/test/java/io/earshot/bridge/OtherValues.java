package io.earshot.bridge;

import io.earshot.bridge.config.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Other values for a key, as settings of the command line; the first that the configuration's checks take is used. */
final class OtherValues {
    /** Keys whose other values cannot be guessed from their present one, with what must change besides. */
    private static final Map<String, List<String>> KNOWN = Map.ofEntries(
            Map.entry("media.advertised_host", List.of("media.advertised_host=127.0.0.2")),
            Map.entry("llm.groq.url", List.of("llm.groq.url=http://127.0.0.1:2")),
            Map.entry("media.srtp_trunks", List.of("media.srtp_trunks={carrier: required}")),
            Map.entry("media.codecs", List.of("media.codecs=[pcma, pcmu]")),
            Map.entry(
                    "agent.transfer_targets",
                    List.of("agent.transfer_targets=[{name: desk, uri: 'sip:desk@127.0.0.1'}]")),
            Map.entry(
                    "stt.deepgram.interim_results",
                    List.of("stt.deepgram.interim_results=false", "stt.deepgram.utterance_end=0")),
            Map.entry("log.levels", List.of("log.levels={io.earshot.sip: debug}")),
            Map.entry("guard.trunks", List.of("guard.trunks=[{name: carrier, addresses: [192.0.2.0/28]}]")),
            Map.entry(
                    "outbound.trunks",
                    List.of("outbound.trunks=[{name: carrier, address: 192.0.2.1, numbers: ['+15550100']}]")),
            Map.entry("guard.dial.home_country", List.of("guard.dial.home_country='49'")),
            Map.entry("capture.rules", List.of("capture.rules=[{numbers: ['+49*']}]")),
            Map.entry("http.tokens.admin", List.of("http.tokens.admin=[another-token-of-enough-letters]")),
            Map.entry("http.tokens.metrics", List.of("http.tokens.metrics=[another-token-of-enough-letters]")),
            Map.entry("stt.order", List.of("stt.order=[deepgram, flux]")),
            Map.entry("llm.order", List.of("llm.order=[openai]")),
            Map.entry("livekit.older_keys", List.of("livekit.older_keys=['older:secret']")),
            Map.entry("livekit.room.callers", List.of("livekit.room.callers=[sip, standard]")),
            Map.entry("gateway.digest", List.of("gateway.digest=[md5]")),
            Map.entry("guard.digest", List.of("guard.digest=[md5]")),
            Map.entry("routing.routes", List.of("routing.routes=[{numbers: ['100'], mode: direct}]")),
            Map.entry("gateway.dispatch", List.of("gateway.dispatch=livekit")),
            Map.entry("gateway.room_name", List.of("gateway.room_name='other-{call_id}'")),
            Map.entry("livekit.room.codec", List.of("livekit.room.codec=pcmu")));

    private OtherValues() {}

    /** Settings to try, one list after another. */
    static List<List<String>> of(String key, @Nullable Object value) {
        List<List<String>> attempts = new ArrayList<>();
        if (KNOWN.containsKey(key)) {
            attempts.add(KNOWN.get(key));
        }
        texts(value).forEach(text -> attempts.add(List.of(key + "=" + text)));
        return attempts;
    }

    private static Stream<String> texts(@Nullable Object value) {
        return switch (value) {
            case Boolean on -> Stream.of(Boolean.toString(!on));
            case Integer number -> numbers(number);
            case Long number -> numbers(number);
            case Double number ->
                Stream.of(number * 0.9, number * 1.1 + 0.01, number + 1).map(String::valueOf);
            case Duration time ->
                Stream.of(time.toMillis() * 9 / 10, time.toMillis() * 11 / 10 + 100, time.toMillis() * 2, 1_000L)
                        .map(ms -> ms / 1_000 * 1_000 == ms ? ms / 1_000 + "s" : ms + "ms");
            case Enum<?> constant ->
                Stream.of(constant.getDeclaringClass().getEnumConstants())
                        .map(each -> ((Enum<?>) each).name().toLowerCase(java.util.Locale.ROOT));
            case List<?> list -> lists(list);
            case Set<?> set -> lists(set);
            case Map<?, ?> _ -> Stream.of("{a: b}");
            case Optional<?> maybe -> maybe.isPresent() ? texts(maybe.get()) : Stream.of("other", "1", "true");
            case Secret _ -> Stream.of("another-secret-of-32-characters-at-least", "a=b", "key:secret");
            case null -> Stream.of("other");
            default -> words(value.toString());
        };
    }

    private static Stream<String> numbers(long number) {
        return Stream.of(number + 1, number - 1, number * 2, number / 2, 10L, 30L, 1_024L)
                .map(String::valueOf);
    }

    private static Stream<String> lists(java.util.Collection<?> list) {
        return Stream.of("[other]", "['+4930*']", "['10.1.0.0/16']", "[md5]", "[]", "['a:b']");
    }

    private static Stream<String> words(String word) {
        return Stream.of(
                word + "x",
                "other",
                "127.0.0.2",
                "wss://other.example",
                "https://other.example/x",
                "/other",
                "127.0.0.1:1",
                word + ",other",
                "0.5");
    }
}
