package io.earshot.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
    private final RtpPacket packet = new RtpPacket();

    private RtpStatus wrap(String hex) {
        return packet.wrap(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @Test
    void shouldReadTheFixedHeader() {
        assertThat(wrap("80 80 ffff 80000001 deadbeef d5d5d5")).isEqualTo(RtpStatus.OK);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isZero();
        assertThat(packet.sequenceNumber()).isEqualTo(0xFFFF);
        assertThat(packet.timestamp()).isEqualTo(0x8000_0001);
        assertThat(packet.ssrc()).isEqualTo(0xDEAD_BEEF);
        assertThat(packet.payloadOffset()).isEqualTo(12);
        assertThat(packet.payloadLength()).isEqualTo(3);
    }

    @Test
    void shouldSkipContributingSourcesExtensionAndPadding() {
        assertThat(wrap("b2 08 0001 00000001 00000002 00000003 00000004 bede0001 10ff0000 aabb 000003"))
                .isEqualTo(RtpStatus.OK);
        assertThat(packet.csrcCount()).isEqualTo(2);
        assertThat(packet.csrc(1)).isEqualTo(4);
        assertThatThrownBy(() -> packet.csrc(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(packet.extensionProfile()).isEqualTo(0xBEDE);
        assertThat(packet.extensionLength()).isEqualTo(4);
        assertThat(packet.extensionDataOffset()).isEqualTo(24);
        assertThat(packet.payloadOffset()).isEqualTo(28);
        assertThat(packet.payloadLength()).isEqualTo(2);
    }

    @Test
    void shouldAcceptAPacketWithoutPayload() {
        assertThat(wrap("80 00 0001 00000001 00000002")).isEqualTo(RtpStatus.OK);
        assertThat(packet.payloadLength()).isZero();
        assertThat(packet.extensionProfile()).isEqualTo(-1);
        assertThat(packet.extensionLength()).isZero();
    }

    @Test
    void shouldAcceptPaddingThatFillsThePacket() {
        assertThat(wrap("a0 00 0001 00000001 00000002 00000004")).isEqualTo(RtpStatus.OK);
        assertThat(packet.payloadLength()).isZero();
    }

    @Test
    void shouldNameWhatIsWrong() {
        assertThat(wrap("80 00 0001 00000001 000000")).isEqualTo(RtpStatus.TOO_SHORT);
        assertThat(wrap("40 00 0001 00000001 00000002")).isEqualTo(RtpStatus.BAD_VERSION);
        assertThat(wrap("81 00 0001 00000001 00000002 0000")).isEqualTo(RtpStatus.TRUNCATED_CSRC);
        assertThat(wrap("90 00 0001 00000001 00000002 bede")).isEqualTo(RtpStatus.TRUNCATED_EXTENSION);
        assertThat(wrap("90 00 0001 00000001 00000002 bede ffff")).isEqualTo(RtpStatus.TRUNCATED_EXTENSION);
        assertThat(wrap("a0 00 0001 00000001 00000002 0000")).isEqualTo(RtpStatus.BAD_PADDING);
        assertThat(wrap("a0 00 0001 00000001 00000002 0003")).isEqualTo(RtpStatus.BAD_PADDING);
        assertThat(wrap("a0 00 0001 00000001 00000002")).isEqualTo(RtpStatus.BAD_PADDING);
    }

    @Test
    void shouldReadBackWhatWasWritten() {
        ByteBuf out = Unpooled.buffer();
        RtpPacket.writeHeader(out, true, 101, 65_535, -2, -3);
        assertThat(packet.wrap(out)).isEqualTo(RtpStatus.OK);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(101);
        assertThat(packet.sequenceNumber()).isEqualTo(65_535);
        assertThat(packet.timestamp()).isEqualTo(-2);
        assertThat(packet.ssrc()).isEqualTo(-3);
    }

    @FuzzTest
    void shouldStayWithinAnyDatagram(byte[] data) {
        ByteBuf padded = Unpooled.wrappedBuffer(new byte[7], data).readerIndex(7);
        if (packet.wrap(padded) == RtpStatus.OK) {
            assertThat(packet.payloadOffset()).isBetween(7 + RtpPacket.HEADER_BYTES, 7 + data.length);
            assertThat(packet.payloadLength()).isBetween(0, 7 + data.length - packet.payloadOffset());
            for (int i = 0; i < packet.csrcCount(); i++) {
                packet.csrc(i);
            }
            assertThat(packet.extensionLength()).isBetween(0, data.length);
        }
        assertThat(padded.readerIndex()).isEqualTo(7);
    }
}
