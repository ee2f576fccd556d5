package io.earshot.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.console.Ink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody reads at three in the morning. */
class DoctorPageTest {
    private static final Finding KEY = Finding.fault(
            FaultClass.KEY,
            "the server knows the API key, but its secret is another one, which is a long story to tell",
            "Set LIVEKIT_API_SECRET to the secret of this key.");
    private static final Finding CARE = Finding.warning(FaultClass.MACHINE, "odd", "look");

    private static final List<CheckRun> RUNS = List.of(
            run("clock", Verdict.of("not synchronised", CARE), ""),
            run("livekit-key", Verdict.of("HTTP 401", KEY), ""),
            run("room", Verdict.skipped("not run because livekit-key failed"), "livekit-key"),
            run("bus", Verdict.skipped("not run because livekit-key failed"), "livekit-key"),
            run("livekit-log", Verdict.skipped("none given (--log)"), ""),
            run("limits", Verdict.ok("fine"), ""));

    @Test
    void shouldBeginWithWhatIsBrokenAndWhatToDo() {
        assertThat(page(Integer.MAX_VALUE).lines())
                .startsWith(
                        "fault    livekit-key: " + KEY.cause(),
                        "         fix: " + KEY.fix(),
                        "warning  clock: odd",
                        "         fix: look",
                        "")
                .endsWith("1 fault, 1 warning (0 s, exit code 77)");
    }

    @Test
    void shouldTellWhatFollowsFromAFaultInOneLine() {
        assertThat(page(Integer.MAX_VALUE).lines())
                .contains(
                        "skipped  not run because livekit-key failed: room, bus",
                        "skipped  livekit-log: none given (--log)",
                        "ok       limits               fine");
    }

    @Test
    void shouldBreakLinesBetweenWords() {
        for (int width : List.of(80, 120)) {
            assertThat(page(width).lines()).allMatch(it -> it.length() <= width);
        }
        assertThat(page(80)).contains("\n         one, which is a long story");
    }

    @Test
    void shouldColourNothingButTheStatus() {
        String text = new DoctorPage(Ink.COLOUR, 80).of(RUNS);

        assertThat(text).startsWith("\u001b[31mfault    \u001b[0mlivekit-key: ");
        assertThat(text.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(page(80));
    }

    @Test
    void shouldShowTheCheckThatRunsAndLeaveNothingBehind() {
        StringWriter out = new StringWriter();

        try (Progress progress = Progress.on(new PrintWriter(out), 2)) {
            progress.begin("java");
            progress.begin("room");
        }

        assertThat(out.toString()).contains("[1/2] java", "[2/2] room").endsWith("\r\u001b[K");
    }

    private static String page(int width) {
        return new DoctorPage(Ink.PLAIN, width).of(RUNS);
    }

    private static CheckRun run(String name, Verdict verdict, String because) {
        return new CheckRun(name, verdict, Duration.ofMillis(12), because);
    }
}
