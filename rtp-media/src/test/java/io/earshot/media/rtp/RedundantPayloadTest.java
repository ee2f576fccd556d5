package io.earshot.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedundantPayloadTest {
    private final RedundantPayload payload = new RedundantPayload();

    private RedStatus wrap(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        return payload.wrap(Unpooled.wrappedBuffer(octets), 0, octets.length);
    }

    @Test
    void shouldReadBackTwoBlocksAndAPrimaryOne() {
        ByteBuf packet = Unpooled.buffer().writeZero(12);
        RedundantPayload.writeBlockHeader(packet, 111, 1_920, 3);
        RedundantPayload.writeBlockHeader(packet, 111, 960, 1_000);
        RedundantPayload.writePrimaryHeader(packet, 111);
        packet.writeBytes(new byte[] {1, 2, 3}).writeZero(1_000).writeBytes(new byte[] {9, 8});
        assertThat(payload.wrap(packet, 12, packet.writerIndex() - 12)).isEqualTo(RedStatus.OK);
        assertThat(payload.blocks()).isEqualTo(2);
        assertThat(payload.type(0)).isEqualTo(111);
        assertThat(payload.timestampOffset(0)).isEqualTo(1_920);
        assertThat(packet.getByte(payload.offset(0))).isEqualTo((byte) 1);
        assertThat(payload.length(0)).isEqualTo(3);
        assertThat(payload.timestampOffset(1)).isEqualTo(960);
        assertThat(payload.length(1)).isEqualTo(1_000);
        assertThat(payload.primaryType()).isEqualTo(111);
        assertThat(packet.getByte(payload.primaryOffset())).isEqualTo((byte) 9);
        assertThat(payload.primaryLength()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "6f, OK",
        "6f 01 02, OK",
        "ef 0f 00 01 6f 01, OK",
        "'', TRUNCATED",
        "ef, TRUNCATED",
        "ef 0f 00, TRUNCATED",
        "ef 0f 00 01, TRUNCATED",
        "ef 0f 00 01 6f, TRUNCATED",
        "ef 0f 03 ff 6f 00 00, TRUNCATED",
        "ef000000 ef000000 ef000000 ef000000 ef000000 ef000000 ef000000 ef000000 6f, OK",
        "ef000000 ef000000 ef000000 ef000000 ef000000 ef000000 ef000000 ef000000 ef000000 6f, TOO_MANY"
    })
    void shouldJudgeAPayloadByItsLengths(String hex, RedStatus status) {
        assertThat(wrap(hex)).isEqualTo(status);
    }

    @FuzzTest(maxDuration = "30s")
    void shouldStayWithinAnyPayload(byte[] octets) {
        ByteBuf packet = Unpooled.wrappedBuffer(octets);
        if (payload.wrap(packet, 0, octets.length) == RedStatus.OK) {
            int used = 1 + RedundantPayload.BLOCK_HEADER_BYTES * payload.blocks();
            for (int i = 0; i < payload.blocks(); i++) {
                packet.slice(payload.offset(i), payload.length(i));
                used += payload.length(i);
            }
            packet.slice(payload.primaryOffset(), payload.primaryLength());
            if (used + payload.primaryLength() != octets.length) {
                throw new AssertionError("blocks do not add up");
            }
        }
    }

    @Test
    void shouldStayWithinRandomPayloads() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(60)];
            random.nextBytes(octets);
            shouldStayWithinAnyPayload(octets);
        }
    }
}
