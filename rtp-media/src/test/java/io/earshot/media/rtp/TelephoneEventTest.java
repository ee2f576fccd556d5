package io.earshot.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelephoneEventTest {
    private static final long MS = 1_000_000;
    private final List<String> digits = new ArrayList<>();
    private final TelephoneEventReceiver receiver =
            new TelephoneEventReceiver(8_000, (digit, ms) -> digits.add(digit + ":" + ms));
    private long nowNs;

    private TelephoneEventReceiver.Status receive(int timestamp, char digit, boolean end, int duration) {
        ByteBuf payload = Unpooled.buffer();
        TelephoneEvent.write(payload, TelephoneEvent.code(digit), end, 10, duration);
        nowNs += 20 * MS;
        return receiver.onPacket(timestamp, payload, 0, payload.readableBytes(), nowNs);
    }

    @Test
    void shouldReportADigitOnceForAllItsPackets() {
        receive(1_000, '#', false, 160);
        receive(1_000, '#', false, 320);
        for (int i = 0; i < 3; i++) {
            receive(1_000, '#', true, 480);
        }
        assertThat(digits).containsExactly("#:60");
    }

    @Test
    void shouldReportADigitWhoseStartWasLost() {
        receive(1_000, '7', true, 800);
        assertThat(digits).containsExactly("7:100");
    }

    @Test
    void shouldReportADigitWhoseEndWasLostWhenTheNextBegins() {
        receive(1_000, '1', false, 160);
        receive(1_000, '1', false, 320);
        receive(3_000, '1', false, 160);
        receive(3_000, '1', true, 320);
        assertThat(digits).containsExactly("1:40", "1:40");
    }

    @Test
    void shouldReportADigitWhoseEndWasLostAfterAWhile() {
        receive(1_000, '9', false, 400);
        receiver.onTick(nowNs + TelephoneEventReceiver.LOST_END_NS - 1);
        assertThat(digits).isEmpty();
        receiver.onTick(nowNs + TelephoneEventReceiver.LOST_END_NS);
        receiver.onTick(nowNs + 2 * TelephoneEventReceiver.LOST_END_NS);
        assertThat(receive(1_000, '9', true, 480)).isEqualTo(TelephoneEventReceiver.Status.STALE);
        assertThat(digits).containsExactly("9:50");
    }

    @Test
    void shouldIgnoreAPacketOfAnEarlierEventThatComesLate() {
        receive(1_000, '1', true, 160);
        receive(3_000, '2', false, 160);
        assertThat(receive(1_000, '1', false, 80)).isEqualTo(TelephoneEventReceiver.Status.STALE);
        receive(3_000, '2', true, 320);
        assertThat(digits).containsExactly("1:20", "2:40");
    }

    @Test
    void shouldTakeSegmentsOfALongEventForOneDigit() {
        receive(0, '5', false, TelephoneEvent.MAX_DURATION);
        receive(TelephoneEvent.MAX_DURATION, '5', false, 160);
        receive(TelephoneEvent.MAX_DURATION, '5', true, 465);
        assertThat(digits).containsExactly("5:8250");
    }

    @Test
    void shouldRefuseWhatIsNoDigit() {
        ByteBuf flash = Unpooled.wrappedBuffer(new byte[] {16, 10, 0, 1});
        assertThat(receiver.onPacket(0, flash, 0, 4, 0)).isEqualTo(TelephoneEventReceiver.Status.NOT_A_DIGIT);
        assertThat(receiver.onPacket(0, flash, 0, 3, 0)).isEqualTo(TelephoneEventReceiver.Status.TOO_SHORT);
    }

    @Test
    void shouldAcceptOldTimestampsAgainFromANewSource() {
        receive(5_000, '1', true, 160);
        receiver.newSource();
        receive(1_000, '2', true, 160);
        assertThat(digits).containsExactly("1:20", "2:20");
    }

    @Test
    void shouldSendGrowingDurationsThenThreeEndsThenAPause() {
        TelephoneEventSender sender = new TelephoneEventSender();
        assertThat(sender.enqueue("4A")).isTrue();
        List<String> sent = new ArrayList<>();
        int timestamp = 10_000;
        for (; sender.active(); timestamp += 160) {
            sent.add(sender.step(timestamp, 160, 8) ? describe(sender) : "silence");
        }
        assertThat(sent.subList(0, 10))
                .containsExactly(
                        "M 10000 4 160",
                        "10000 4 320",
                        "10000 4 480",
                        "10000 4 640",
                        "10000 4 E 800",
                        "10000 4 E 800",
                        "10000 4 E 800",
                        "silence",
                        "silence",
                        "silence");
        assertThat(sent.get(10)).isEqualTo("M 11600 12 160");
        assertThat(sent).hasSize(20);
    }

    private static String describe(TelephoneEventSender sender) {
        ByteBuf out = Unpooled.buffer();
        String marker = sender.first(160) ? "M " : "";
        int timestamp = sender.timestamp();
        sender.write(out);
        int payload = out.getInt(0);
        return marker + timestamp + " " + TelephoneEvent.eventOf(payload)
                + (TelephoneEvent.endOf(payload) ? " E " : " ") + TelephoneEvent.durationOf(payload);
    }

    @Test
    void shouldUnderstandItsOwnDigitsAtAnyPacketTime() {
        for (int ptime = 10; ptime <= 60; ptime += 10) {
            digits.clear();
            receiver.newSource();
            TelephoneEventSender sender = new TelephoneEventSender();
            sender.enqueue("0123456789*#ABCD");
            for (int timestamp = 0; sender.active(); timestamp += ptime * 8) {
                nowNs += ptime * MS;
                if (sender.step(timestamp, ptime * 8, 8)) {
                    ByteBuf out = Unpooled.buffer();
                    sender.write(out);
                    receiver.onPacket(sender.timestamp(), out, 0, 4, nowNs);
                }
            }
            assertThat(digits).hasSize(16);
            assertThat(digits.getFirst()).isEqualTo("0:" + Math.ceilDiv(100, ptime) * ptime);
        }
    }

    @Test
    void shouldRefuseMoreDigitsThanItCanHold() {
        TelephoneEventSender sender = new TelephoneEventSender();
        assertThat(sender.enqueue("1".repeat(TelephoneEventSender.MAX_QUEUED))).isTrue();
        assertThat(sender.enqueue("1")).isFalse();
    }

    @FuzzTest
    void shouldReportOnlyDigitsWhateverComes(byte[] data) {
        TelephoneEventReceiver fuzzed = new TelephoneEventReceiver(8_000, (digit, ms) -> {
            assertThat("0123456789*#ABCD").contains(String.valueOf(digit));
            assertThat(ms).isNotNegative();
        });
        ByteBuf in = Unpooled.wrappedBuffer(data);
        for (int at = 0; at + 5 <= data.length; at += 5) {
            fuzzed.onPacket(data[at] * 400, in, at + 1, Math.min(4, data.length - at - 1), at * 10 * MS);
            fuzzed.onTick(at * 10 * MS);
        }
    }
}
