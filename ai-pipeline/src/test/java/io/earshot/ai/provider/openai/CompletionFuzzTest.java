package io.earshot.ai.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.earshot.ai.provider.ProviderCounters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Hostile streams for the reader of answers. */
class CompletionFuzzTest {
    @FuzzTest
    void shouldSurviveAnyStreamAndEndExactlyOnce(byte[] input) {
        List<Signal> signals = new ArrayList<>();
        Completion completion = new Completion("groq", new ProviderCounters(), signals::add);
        completion.feed(input, input.length);
        completion.end();

        assertThat(signals.stream().filter(CompletionFuzzTest::isEnd)).hasSize(1);
        assertThat(isEnd(signals.getLast())).isTrue();
    }

    @FuzzTest
    void shouldReadTheSameEventsHoweverTheyAreCut(byte[] input) {
        assertThat(events(input, 1)).isEqualTo(events(input, Math.max(1, input.length)));
    }

    private static List<String> events(byte[] input, int size) {
        List<String> seen = new ArrayList<>();
        SseParser parser = new SseParser(
                4_096,
                (event, data, length) -> seen.add(event + "|" + new String(data, 0, length, StandardCharsets.UTF_8)));
        for (int at = 0; at < input.length; at += size) {
            parser.feed(input, at, Math.min(size, input.length - at));
        }
        return seen;
    }

    private static boolean isEnd(Signal signal) {
        return signal instanceof Signal.Finished || signal instanceof Signal.Failed;
    }
}
