package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Calls that fail at every point leave nothing behind: after each round of all of them, descriptors, threads, ports,
 * calls and buffers are where they were after the first, and Netty's leak detector, which watches every buffer here, has found none.
 */
@Timeout(value = 400, unit = TimeUnit.SECONDS)
@Isolated("counts what the whole process holds")
class CleanUpTest {
    private static final int ROUNDS = 3;
    private static final long PATIENCE_NS = 40_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void shouldLeaveNothingBehindWhereverACallFails() throws Exception {
        FailingSurroundings around = new FailingSurroundings(folder);
        List<FailingCalls.Way> ways =
                Stream.concat(FailingCalls.ALL.stream(), around.ways().stream()).toList();
        try (LeakWatch leaks = new LeakWatch();
                BridgeUnderTest bridge = BridgeUnderTest.start(settings(around))) {
            leaks.watchEverything();
            round(bridge, ways);
            Map<String, Long> first = settled(bridge, Map.of());
            for (int i = 1; i < ROUNDS; i++) {
                round(bridge, ways);
            }
            Map<String, Long> last = settled(bridge, first);

            System.out.println("clean-up: after 1 round " + first + ", after " + ROUNDS + " " + last);
            for (Map.Entry<String, Long> each : last.entrySet()) {
                assertThat(each.getValue())
                        .as("%s: %s then %s", each.getKey(), first, last)
                        .isLessThanOrEqualTo(first.get(each.getKey()) + allowance(each.getKey()));
            }
            assertThat(last.get("calls")).isZero();
            assertThat(leaks.found()).isEmpty();
        } finally {
            around.close();
        }
    }

    private static String[] settings(FailingSurroundings around) {
        List<String> all = new ArrayList<>(around.settings());
        all.addAll(List.of(
                "calls.maximum=50",
                "media.first_port=23000",
                "media.last_port=23015",
                "media.port_drain=5ms",
                "media.first_packet_timeout=1s",
                "media.timeout=1s",
                "sip.t1=20ms",
                "guard.dial.per_hour=0",
                "guard.dial.per_destination=0",
                "agent.timeouts.first_token_ms=500",
                "agent.timeouts.first_audio_ms=500"));
        return all.toArray(String[]::new);
    }

    @Test
    void shouldNoticeABufferThatIsNotReleased() throws Exception {
        try (LeakWatch leaks = new LeakWatch()) {
            leaks.watchEverything();
            loseABuffer();
            assertThat(leaks.found()).isNotEmpty();
        }
    }

    private static void loseABuffer() {
        PooledByteBufAllocator.DEFAULT.directBuffer(64).writeInt(1);
    }

    /** A place of {@code calls.maximum} is free when the call is over, not when the last timer of its transaction is (RFC 3261 timer H). */
    @Test
    void shouldGiveAPlaceToTheNextCallerWhileTransactionsOfEarlierOnesStillWait() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start("calls.maximum=1", "calls.maximum_ring=30s")) {
            for (int i = 0; i < 3; i++) {
                FailingCalls.cancelledAtOnce(bridge);
                FailingCalls.cancelled(bridge);
                bridge.simulators.faults().replace(List.of());
                FailingCalls.refusedAndNotAcknowledged(bridge);
                FailingCalls.goneBeforeItsByeIsAnswered(bridge);
            }
            FailingCalls.byeAtOnce(bridge);
        }
    }

    /** Pools of threads and pooled connections come and go by a few; a leak would grow with the rounds. */
    private static long allowance(String what) {
        return switch (what) {
            case "descriptors" -> 6;
            case "threads" -> 4;
            case "direct kB" -> 4_096;
            default -> 0;
        };
    }

    private static void round(BridgeUnderTest bridge, List<FailingCalls.Way> ways) throws Exception {
        for (FailingCalls.Way each : ways) {
            each.run(bridge);
            bridge.simulators.faults().replace(List.of());
            BridgeUnderTest.untilTrue("the end of all calls", () -> bridge.bridge.calls() == 0);
        }
    }

    private static Map<String, Long> settled(BridgeUnderTest bridge, Map<String, Long> goal) throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        Map<String, Long> now = figures(bridge);
        Map<String, Long> before = Map.of();
        while (!(goal.isEmpty() ? now.equals(before) : reached(now, goal)) && System.nanoTime() - deadlineNs < 0) {
            Thread.sleep(1_000);
            before = now;
            now = figures(bridge);
        }
        return now;
    }

    private static boolean reached(Map<String, Long> now, Map<String, Long> goal) {
        return now.entrySet().stream()
                .allMatch(each -> each.getValue() <= goal.get(each.getKey()) + allowance(each.getKey()));
    }

    private static Map<String, Long> figures(BridgeUnderTest bridge) throws IOException {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("calls", (long) bridge.bridge.calls());
        figures.put("descriptors", entries("/proc/self/fd"));
        figures.put("udp sockets", udpPorts(port -> port >= 23_000 && port <= 23_015 ? 1 : 0));
        figures.put("threads", (long) Thread.getAllStackTraces().size());
        figures.put("direct kB", PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() / 1_024);
        return figures;
    }

    private static long entries(String directory) throws IOException {
        try (Stream<Path> all = Files.list(Path.of(directory))) {
            return all.count();
        }
    }

    /** Ports that the bridge's media hold, as the system sees them. */
    private static long udpPorts(ToLongFunction<Integer> counted) throws IOException {
        return Files.readAllLines(Path.of("/proc/net/udp")).stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+")[1])
                .map(address -> Integer.parseInt(address.substring(address.indexOf(':') + 1), 16))
                .mapToLong(counted)
                .sum();
    }
}
