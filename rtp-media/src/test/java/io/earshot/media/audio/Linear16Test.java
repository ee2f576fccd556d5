package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.codec.TestSignals;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Linear16Test {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 160, 323})
    void shouldWriteLittleEndianSamplesAndReadThemBack(int samples) {
        short[] pcm = TestSignals.noise(32_767, samples, samples);
        ByteBuf out = Unpooled.buffer(1);
        Linear16.write(pcm, samples, out);
        assertThat(out.readableBytes()).isEqualTo(2 * samples);
        for (int i = 0; i < samples; i++) {
            assertThat(out.getShortLE(2 * i)).isEqualTo(pcm[i]);
        }
        short[] back = new short[samples];
        assertThat(Linear16.read(out, back)).isEqualTo(samples);
        assertThat(back).isEqualTo(pcm);
        assertThat(out.readableBytes()).isEqualTo(2 * samples);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9})
    void shouldReadNoMoreThanTheArrayHolds(int room) {
        ByteBuf in = Unpooled.buffer().writeZero(21);
        assertThat(Linear16.read(in, new short[room])).isEqualTo(room);
        assertThat(Linear16.read(in, new short[100])).isEqualTo(10);
    }
}
