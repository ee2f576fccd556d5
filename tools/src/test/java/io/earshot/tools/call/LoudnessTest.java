package io.earshot.tools.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LoudnessTest {
    @Test
    void shouldHearNothingInTheSilenceOfBothLaws() {
        assertThat(Loudness.rms(packet(0xFF), AudioFormat.PCMU_8K)).isZero();
        assertThat(Loudness.rms(packet(0xD5), AudioFormat.PCMA_8K)).isZero();
        assertThat(Loudness.rms(packet(0x55), AudioFormat.PCMA_8K)).isZero();
    }

    @Test
    void shouldHearTheSoftestSoundOfALaw() {
        assertThat(Loudness.rms(packet(0xD4), AudioFormat.PCMA_8K)).isEqualTo(24);
    }

    private static ByteBuf packet(int octet) {
        byte[] octets = new byte[160];
        Arrays.fill(octets, (byte) octet);
        return Unpooled.wrappedBuffer(octets);
    }
}
