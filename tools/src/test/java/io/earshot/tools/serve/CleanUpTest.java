package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.simulate.behaviour.Fault;
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
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Calls that fail at every point leave nothing behind: after each round of all of them, descriptors, threads, ports,
 * calls and buffers are where they were after the first. Netty's leak detector of the build watches every buffer.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
@Isolated("counts what the whole process holds")
class CleanUpTest {
    private static final int ROUNDS = 3;
    private static final long PATIENCE_NS = 40_000_000_000L;

    /** A way for a call to fail. */
    private interface Failing {
        void run(BridgeUnderTest bridge) throws Exception;
    }

    @Test
    void shouldLeaveNothingBehindWhereverACallFails() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start(
                "calls.maximum=50",
                "media.first_port=23000",
                "media.last_port=23015",
                "media.port_drain=5ms",
                "media.first_packet_timeout=1s",
                "media.timeout=1s",
                "sip.t1=20ms",
                "agent.timeouts.first_token_ms=500",
                "agent.timeouts.first_audio_ms=500")) {
            round(bridge);
            Map<String, Long> first = settled(bridge, Map.of());
            for (int i = 1; i < ROUNDS; i++) {
                round(bridge);
            }
            Map<String, Long> last = settled(bridge, first);

            System.out.println("clean-up: after 1 round " + first + ", after " + ROUNDS + " " + last);
            for (Map.Entry<String, Long> each : last.entrySet()) {
                assertThat(each.getValue())
                        .as("%s: %s then %s", each.getKey(), first, last)
                        .isLessThanOrEqualTo(first.get(each.getKey()) + allowance(each.getKey()));
            }
            assertThat(last.get("calls")).isZero();
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

    private static void round(BridgeUnderTest bridge) throws Exception {
        for (Failing each : List.<Failing>of(
                CleanUpTest::cancelled,
                CleanUpTest::byeAtOnce,
                CleanUpTest::ackLost,
                CleanUpTest::noCodec,
                CleanUpTest::nothingSent,
                CleanUpTest::portsUsedUp,
                b -> withFault(b, "deepgram:refuse"),
                b -> withFault(b, "deepgram:disconnect"),
                b -> withFault(b, "groq:refuse"),
                b -> withFault(b, "groq:stall"),
                b -> withFault(b, "cartesia:refuse"),
                b -> withFault(b, "cartesia:garbage"))) {
            each.run(bridge);
            bridge.simulators.faults().replace(List.of());
            BridgeUnderTest.untilTrue("the end of all calls", () -> bridge.bridge.calls() == 0);
        }
    }

    private static void cancelled(BridgeUnderTest bridge) throws Exception {
        bridge.simulators.faults().replace(List.of(Fault.parse("cartesia:stall")));
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.send(phone.text("INVITE", "", phone.sdp("a=sendrecv")));
            BridgeUnderTest.untilTrue("the call", () -> bridge.bridge.calls() == 1);
            phone.send(phone.text("CANCEL", "", ""));
        }
    }

    private static void byeAtOnce(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.call();
            phone.request("BYE", "", "");
        }
    }

    private static void ackLost(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.finalOf("INVITE", "", phone.sdp("a=sendrecv"));
            phone.expect("BYE", "200 OK");
        }
    }

    private static void noCodec(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            String[] media = {"m=audio 40000 RTP/AVP 18", "a=rtpmap:18 G729/8000"};
            assertThat(HandPhone.status(phone.finalOf("INVITE", "", phone.sdp(media))))
                    .isEqualTo(488);
            phone.ack();
        }
    }

    private static void nothingSent(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.call();
            phone.expect("BYE", "200 OK");
        }
    }

    private static void portsUsedUp(BridgeUnderTest bridge) throws Exception {
        List<HandPhone> phones = new ArrayList<>();
        try {
            int status = 200;
            for (int i = 0; i < 12 && status == 200; i++) {
                HandPhone phone = new HandPhone(bridge.sipPort(), "agent");
                String answer = phone.finalOf("INVITE", "", phone.sdp("a=sendrecv"));
                status = HandPhone.status(answer);
                if (status == 200) {
                    phones.add(phone);
                    phone.accepted(answer);
                } else {
                    phone.ack();
                    phone.close();
                }
            }
            assertThat(status).isGreaterThanOrEqualTo(480);
            for (HandPhone phone : phones) {
                phone.request("BYE", "", "");
            }
        } finally {
            phones.forEach(HandPhone::close);
        }
    }

    /** A caller speaks while a vendor fails, and hangs up. */
    private static void withFault(BridgeUnderTest bridge, String fault) throws Exception {
        bridge.simulators.faults().replace(List.of(Fault.parse(fault)));
        try (OutageCall call = new OutageCall(bridge.sipPort())) {
            call.connect();
            call.silenceAfterWords(1_000);
            call.hangUp(0);
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
