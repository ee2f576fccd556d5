package io.earshot.ai.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ThinkFilterTest {
    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("Hello there.", "Hello there."),
                Arguments.of("<think>hm</think>Hello.", "Hello."),
                Arguments.of("<think>a < b</think>\n\n Hello. You.", "Hello. You."),
                Arguments.of("One <think>x</think> two", "One two"),
                Arguments.of("2 < 3 and <b>", "2 < 3 and <b>"),
                Arguments.of("<thin", "<thin"),
                Arguments.of("<think>never ends", ""),
                Arguments.of("<think>a</think><think>b</think>c", "c"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void shouldSayOnlyWhatIsMeantForTheCallerHoweverItIsCut(String said, String spoken) {
        for (int size = 1; size <= said.length(); size++) {
            ThinkFilter filter = new ThinkFilter();
            StringBuilder out = new StringBuilder();
            for (int at = 0; at < said.length(); at += size) {
                out.append(filter.feed(said.substring(at, Math.min(said.length(), at + size))));
            }
            assertThat(out.append(filter.end())).as("cut every %d", size).hasToString(spoken);
        }
    }
}
