package io.earshot.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpTest {
    private static final ReportBlock BLOCK = new ReportBlock(7, 64, -3, 0x0001_0002, 123, 0x1122_3344, 65_536);
    private static final VoipMetrics METRICS = new VoipMetrics(
            7, 10, 20, new VoipMetrics.Bursts(30, 40, 500, 600), 70, 80, 90, 41, 40, 0xF0, 60, 100, 120);

    private final List<RtcpPacket> seen = new ArrayList<>();

    private RtcpStatus parse(String hex) {
        return RtcpParser.parse(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", ""))), seen::add);
    }

    @Test
    void shouldReadBackACompoundOfEachKind() {
        ByteBuf out = Unpooled.buffer();
        RtcpWriter.senderReport(out, 1, 0x0123_4567_89AB_CDEFL, 42, 1_000, 160_000, BLOCK);
        RtcpWriter.receiverReport(out, 2, null);
        RtcpWriter.sourceDescription(out, 1, "név");
        RtcpWriter.extendedReport(out, 1, METRICS);
        RtcpWriter.goodbye(out, 1);
        assertThat(RtcpParser.isRtcp(out)).isTrue();
        assertThat(RtcpParser.parse(out, seen::add)).isEqualTo(RtcpStatus.OK);
        assertThat(seen)
                .containsExactly(
                        new RtcpPacket.SenderReport(1, 0x0123_4567_89AB_CDEFL, 42, 1_000, 160_000, List.of(BLOCK)),
                        new RtcpPacket.ReceiverReport(2, List.of()),
                        new RtcpPacket.SourceDescription(1, "név"),
                        new RtcpPacket.ExtendedReport(1, List.of(METRICS), 0, List.of()),
                        new RtcpPacket.Goodbye(List.of(1)));
    }

    @Test
    void shouldReadBackWhatARoomParticipantSends() {
        ByteBuf out = Unpooled.buffer();
        var delay = new RtcpPacket.ReferenceDelay(9, 0x1122_3344, 65_536);
        RtcpWriter.senderReportOnAll(out, 1, 5, 42, 10, 1_600, List.of(BLOCK, BLOCK));
        RtcpWriter.receiverReportOnAll(out, 2, List.of(BLOCK, BLOCK, BLOCK));
        RtcpWriter.referenceTime(out, 1, 0x0123_4567_89AB_CDEFL);
        RtcpWriter.referenceDelay(out, 1, delay);
        RtcpWriter.nack(out, 1, 7, new int[] {65_530, 65_535, 0, 10, 11, 99}, 5);
        assertThat(RtcpParser.parse(out, seen::add)).isEqualTo(RtcpStatus.OK);
        assertThat(seen)
                .containsExactly(
                        new RtcpPacket.SenderReport(1, 5, 42, 10, 1_600, List.of(BLOCK, BLOCK)),
                        new RtcpPacket.ReceiverReport(2, List.of(BLOCK, BLOCK, BLOCK)),
                        new RtcpPacket.ExtendedReport(1, List.of(), 0x0123_4567_89AB_CDEFL, List.of()),
                        new RtcpPacket.ExtendedReport(1, List.of(), 0, List.of(delay)),
                        new RtcpPacket.Nack(1, 7, List.of(65_530, 65_535, 0, 10, 11)));
    }

    @Test
    void shouldPadSourceDescriptionsOfAnyLength() {
        for (int length = 0; length < 300; length++) {
            ByteBuf out = Unpooled.buffer();
            RtcpWriter.sourceDescription(out, 1, "x".repeat(length));
            assertThat(RtcpParser.parse(out, seen::add)).isEqualTo(RtcpStatus.OK);
            assertThat(seen.getLast())
                    .isEqualTo(new RtcpPacket.SourceDescription(1, "x".repeat(Math.min(255, length))));
        }
    }

    @Test
    void shouldAcceptReducedSizeUnknownTypesAndPadding() {
        assertThat(parse("80ce0000")).isEqualTo(RtcpStatus.OK);
        assertThat(parse("a0c90002 00000001 00000004")).isEqualTo(RtcpStatus.OK);
        assertThat(seen).containsExactly(new RtcpPacket.Other(206), new RtcpPacket.ReceiverReport(1, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "80c9, TOO_SHORT",
        "80c90001, BAD_LENGTH",
        "80c90000, BAD_LENGTH",
        "81c90001 00000001, BAD_LENGTH",
        "80c80001 00000001, BAD_LENGTH",
        "9fcb0001 00000001, BAD_LENGTH",
        "81ca0001 00000001, BAD_LENGTH",
        "40c90001 00000001, BAD_VERSION",
        "80c9ffff 00000001, BAD_LENGTH",
        "80c90001 00000001 ff, TOO_SHORT",
        "a0c90001 00000000, BAD_PADDING",
        "a0c90001 000000ff, BAD_PADDING",
        "a0c90002 00000001 00000004 80c90001 00000001, BAD_PADDING"
    })
    void shouldRefuseTheWholeCompoundWhenALengthLies(String hex, RtcpStatus expected) {
        assertThat(parse("80c90001 00000009" + hex)).isEqualTo(expected);
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldRefuseACompoundOfTooManyPackets() {
        assertThat(parse("80c90001 00000001".repeat(33))).isEqualTo(RtcpStatus.TOO_MANY);
    }

    @Test
    void shouldTellRtpFromRtcpOnASharedPort() {
        for (int payloadType : new int[] {0, 8, 9, 13, 63, 96, 111, 127}) {
            assertThat(RtcpParser.isRtcp(Unpooled.wrappedBuffer(new byte[] {(byte) 0x80, (byte) payloadType})))
                    .isFalse();
            assertThat(RtcpParser.isRtcp(Unpooled.wrappedBuffer(new byte[] {(byte) 0x80, (byte) (payloadType | 0x80)})))
                    .as("marker with payload type %d", payloadType)
                    .isEqualTo(payloadType >= 64 && payloadType < 96);
        }
    }

    @Test
    void shouldMatchTheRoundTripExampleOfTheRfc() {
        // RFC 3550, figure 2: A = b710:8000, LSR = b705:2000, DLSR = 5.250 s, delay 6.125 s
        ReportBlock block = new ReportBlock(1, 0, 0, 0, 0, 0xB705_2000, 0x0005_4000);
        assertThat(block.roundTripMs(0xB44D_B710_8000_0000L)).isEqualTo(6_125);
        assertThat(new ReportBlock(1, 0, 0, 0, 0, 0, 0).roundTripMs(1)).isNaN();
        assertThat(block.roundTripMs(0xB44D_B700_0000_0000L))
                .as("cannot be true")
                .isNaN();
    }

    @Test
    void shouldMapMonotonicTimeToNtp() {
        NtpTime ntp = NtpTime.of(500_000_000L, 7_000_000_000L);
        assertThat(ntp.at(7_000_000_000L)).isEqualTo(2_208_988_800L << 32 | 0x8000_0000L);
        assertThat(ntp.at(7_500_000_000L)).isEqualTo(2_208_988_801L << 32);
    }

    @Test
    void shouldSpreadReportsAroundTheInterval() {
        RtcpSchedule schedule = new RtcpSchedule(5_000, 0, new Random(1));
        List<Integer> reports = new ArrayList<>();
        for (int now = 0; now < 1_000_000; now++) {
            if (schedule.due(now)) {
                reports.add(now);
            }
        }
        assertThat(reports.getFirst()).isLessThan(3_100);
        assertThat(1_000_000.0 / reports.size()).isCloseTo(5_000 / 1.21828, within(300.0));
    }

    @Test
    void shouldTellBurstsFromScatteredLosses() {
        BurstCounter scattered = new BurstCounter();
        for (int i = 0; i < 1_000; i++) {
            if (i % 50 == 49) {
                scattered.lost();
            } else {
                scattered.received();
            }
        }
        assertThat(scattered.bursts(20)).isEqualTo(new VoipMetrics.Bursts(0, 256 * 20 / 1_000, 0, 20_000));
        BurstCounter bursty = new BurstCounter();
        for (int i = 0; i < 1_000; i++) {
            if (i % 100 >= 90) {
                bursty.lost();
            } else {
                bursty.received();
            }
        }
        VoipMetrics.Bursts bursts = bursty.bursts(20);
        assertThat(bursts.burstDensity()).isEqualTo(255);
        assertThat(bursts.burstMs()).isCloseTo(200, within(25));
        assertThat(bursts.gapMs()).isCloseTo(1_800, within(220));
        assertThat(bursty.burstRatio(10)).isGreaterThan(5);
        assertThat(scattered.burstRatio(2)).isCloseTo(1, within(0.05));
    }

    @FuzzTest
    void shouldSurviveAnyDatagram(byte[] data) {
        ByteBuf padded = Unpooled.wrappedBuffer(new byte[3], data).readerIndex(3);
        List<RtcpPacket> packets = new ArrayList<>();
        RtcpStatus status = RtcpParser.parse(padded, packets::add);
        assertThat(packets.isEmpty()).isEqualTo(status != RtcpStatus.OK);
        assertThat(packets).hasSizeLessThanOrEqualTo(32);
        RtcpParser.isRtcp(padded);
    }
}
