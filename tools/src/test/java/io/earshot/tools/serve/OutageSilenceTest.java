package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.simulate.behaviour.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every kind of outage, of every stage, in the middle of a call, with the settings that come with the program: what the
 * caller hears, and after how long a silence on the wire. {@code target/outage.txt} has the figures. Among other tests, on machines
 * that are busy with them, time is told and not judged: there every caller must hear something at all. {@code perf/outage} judges it.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class OutageSilenceTest {
    /** What a caller may wait for the first sound. */
    private static final double PROMISED_MS = 3_000;

    private static final boolean JUDGED = Boolean.getBoolean("earshot.outage.judged");
    private static final double MOST_MS = JUDGED ? PROMISED_MS : OutageCall.PATIENCE_MS;
    private static final int AT_ONCE = JUDGED ? 2 : 6;
    private static final AtomicInteger NAMES = new AtomicInteger();

    private enum Stage {
        STT,
        LLM,
        TTS
    }

    private enum Kind {
        CONNECTION_REFUSED,
        RESET_MID_STREAM,
        HANGS_SILENT,
        STATUS_401,
        STATUS_429,
        STATUS_500,
        GARBAGE,
        SLOW_DRIP,
        DNS_FAILURE
    }

    private record Outage(String name, List<Stage> stages, Kind kind) {}

    private record Figure(String name, double silenceMs, List<String> steps, List<String> said) {}

    @Test
    void shouldLetNoCallerWaitInSilenceWhateverFails() throws Exception {
        List<Outage> all = outages();
        List<Figure> figures = new ArrayList<>();
        try (ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Figure>> tasks = all.stream()
                    .<Callable<Figure>>map(outage -> () -> run(outage))
                    .toList();
            for (Future<Figure> done : runs.invokeAll(tasks)) {
                figures.add(done.get());
            }
        }
        print(figures);
        assertThat(figures).filteredOn(figure -> figure.steps().isEmpty()).hasSizeLessThan(3);
        assertThat(figures).allSatisfy(figure -> {
            assertThat(figure.silenceMs()).as("%s", figure).isBetween(0.0, MOST_MS);
            assertThat(figure.said()).as("%s", figure).hasSizeGreaterThan(1);
        });
    }

    private static List<Outage> outages() {
        List<Outage> all = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            for (Kind kind : Kind.values()) {
                all.add(new Outage(stage + " " + kind, List.of(stage), kind));
            }
        }
        all.add(new Outage("all down", List.of(Stage.values()), Kind.CONNECTION_REFUSED));
        all.add(new Outage("internet dead", List.of(Stage.values()), null));
        return all;
    }

    private static Figure run(Outage outage) throws Exception {
        Map<Stage, String> names = new EnumMap<>(Stage.class);
        Map<Stage, FlakyWire> wires = new EnumMap<>(Stage.class);
        try (BridgeUnderTest plain = BridgeUnderTest.withVendors(vendor -> settings(vendor, names, wires));
                OutageCall call = new OutageCall(plain.sipPort())) {
            call.greet();
            for (Stage stage : outage.stages()) {
                strike(outage, stage, plain, wires.get(stage), names.get(stage));
            }
            double silenceMs = call.silenceAfterWords();
            call.hangUp(2_500);
            JsonNode record = plain.endedCall(call.callId());
            return new Figure(
                    outage.name(), silenceMs, OutageCall.steps(record), BridgeUnderTest.said(record, "agent"));
        } finally {
            for (FlakyWire wire : wires.values()) {
                wire.close();
            }
        }
    }

    private static String[] settings(int vendor, Map<Stage, String> names, Map<Stage, FlakyWire> wires)
            throws IOException {
        for (Stage stage : Stage.values()) {
            wires.put(stage, new FlakyWire(vendor));
            names.put(stage, (stage + "-" + NAMES.incrementAndGet()).toLowerCase(Locale.ROOT) + NamesUnderTest.SUFFIX);
        }
        String stt = names.get(Stage.STT) + ":" + wires.get(Stage.STT).port();
        String llm = names.get(Stage.LLM) + ":" + wires.get(Stage.LLM).port();
        String tts = names.get(Stage.TTS) + ":" + wires.get(Stage.TTS).port();
        return new String[] {
            "stt.flux.url=ws://" + stt + "/v2/listen",
            "stt.deepgram.url=ws://" + stt + "/v1/listen",
            "llm.groq.url=http://" + llm + "/openai/v1",
            "tts.cartesia.url=ws://" + tts + "/tts/websocket",
            "keys.deepgram=a",
            "keys.groq=b",
            "keys.cartesia=c",
        };
    }

    private static void strike(Outage outage, Stage stage, BridgeUnderTest bridge, FlakyWire wire, String name)
            throws IOException {
        if (outage.kind() == null) {
            wire.become(FlakyWire.Mode.DEAD);
            return;
        }
        switch (outage.kind()) {
            case CONNECTION_REFUSED -> wire.become(FlakyWire.Mode.REFUSED);
            case RESET_MID_STREAM -> wire.become(FlakyWire.Mode.RESET);
            case HANGS_SILENT -> wire.become(FlakyWire.Mode.SILENT);
            case STATUS_401 -> refuse(bridge, stage, wire, 401);
            case STATUS_429 -> refuse(bridge, stage, wire, 429);
            case STATUS_500 -> refuse(bridge, stage, wire, 500);
            case GARBAGE -> wire.become(FlakyWire.Mode.GARBAGE);
            case SLOW_DRIP -> wire.become(FlakyWire.Mode.DRIP);
            case DNS_FAILURE -> {
                NamesUnderTest.forget(name);
                wire.become(FlakyWire.Mode.CUT);
            }
        }
    }

    private static void refuse(BridgeUnderTest bridge, Stage stage, FlakyWire wire, int status) throws IOException {
        String service = switch (stage) {
            case STT -> "deepgram";
            case LLM -> "groq";
            case TTS -> "cartesia";
        };
        bridge.simulators.faults().replace(List.of(Fault.parse(service + ":refuse,status=" + status)));
        wire.become(FlakyWire.Mode.CUT);
    }

    private static void print(List<Figure> figures) throws IOException {
        StringBuilder table = new StringBuilder();
        for (Figure figure : figures) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-28s %6.0f ms  %s  %s%n",
                    figure.name(),
                    figure.silenceMs(),
                    figure.steps(),
                    figure.said().stream().skip(1).toList()));
        }
        double longest = figures.stream().mapToDouble(Figure::silenceMs).max().orElse(-1);
        boolean silent = figures.stream().anyMatch(figure -> figure.silenceMs() < 0);
        table.append(String.format(
                Locale.ROOT,
                "%d outages, longest silence %.0f ms; every caller heard something within 3 s: %s%n",
                figures.size(),
                longest,
                !silent && longest <= PROMISED_MS ? "yes" : "no"));
        Files.writeString(Path.of("target/outage.txt"), table);
        System.out.print(table);
    }
}
