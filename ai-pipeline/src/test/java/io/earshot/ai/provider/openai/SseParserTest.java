package io.earshot.ai.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {
    private final List<String> seen = new ArrayList<>();
    private final SseParser parser = new SseParser(
            1_000,
            (event, data, length) -> seen.add(event + "|" + new String(data, 0, length, StandardCharsets.UTF_8)));

    private boolean feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parser.feed(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void shouldReadEveryKindOfLineEndCutAnywhere(String end) {
        String stream = String.join(
                end,
                ": comment",
                "event: error",
                "data: one",
                "data:two",
                "id: 7",
                "",
                "data: é",
                "",
                "retry: 3",
                "",
                "");
        for (byte octet : stream.getBytes(StandardCharsets.UTF_8)) {
            parser.feed(new byte[] {octet}, 0, 1);
        }
        assertThat(seen).containsExactly("error|one\ntwo", "|é");
    }

    @Test
    void shouldTakeAwayOnlyOneBlankAndAllowNone() {
        feed("data:  x\n\ndata\n\ndata:\n\ndatabase: no\n\n");
        assertThat(seen).containsExactly("| x", "|", "|");
    }

    @Test
    void shouldNotDispatchWithoutAnEmptyLine() {
        feed("data: x\n");
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldForgetTheNameOfAnEventWithoutData() {
        feed("event: error\n\ndata: x\n\n");
        assertThat(seen).containsExactly("|x");
    }

    @Test
    void shouldRefuseALineThatIsTooLong() {
        assertThat(feed("data: " + "x".repeat(994))).isTrue();
        assertThat(feed("x")).isFalse();
        assertThat(feed("\n\ndata: y\n\n")).isFalse();
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldRefuseAnEventWhoseLinesAreTooLongTogether() {
        assertThat(feed(("data: " + "x".repeat(400) + "\n").repeat(3))).isFalse();
    }
}
