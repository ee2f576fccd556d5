package io.earshot.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComfortNoiseTest {
    private final ComfortNoise noise = new ComfortNoise();
    private final short[] pcm = new short[16_000];

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 45, 60})
    void shouldMakeNoiseOfTheLevelInThePayload(int level) {
        ByteBuf payload = Unpooled.buffer();
        ComfortNoise.write(level, payload);
        assertThat(noise.accept(payload)).isTrue();
        noise.generate(pcm, pcm.length);
        assertThat(ComfortNoise.measure(pcm, pcm.length)).isCloseTo(level, within(1));
        assertThat(payload.readableBytes()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheLevelWhenASpectrumIsGiven() {
        noise.accept(Unpooled.wrappedBuffer(new byte[] {40, (byte) 230, 60, 100, (byte) 150}));
        noise.generate(pcm, pcm.length);
        assertThat(ComfortNoise.measure(pcm, pcm.length)).isCloseTo(40, within(1));
    }

    @Test
    void shouldColourTheNoiseByTheReflectionCoefficients() {
        assertThat(correlationOfNeighbours(127)).isCloseTo(0, within(0.03));
        assertThat(correlationOfNeighbours(27)).isCloseTo(0.787, within(0.03));
        assertThat(correlationOfNeighbours(227)).isCloseTo(-0.787, within(0.03));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 254, 255})
    void shouldStayStableWithExtremeCoefficientsOfAnyNumber(int octet) {
        byte[] payload = new byte[200];
        Arrays.fill(payload, (byte) octet);
        payload[0] = 30;
        noise.accept(Unpooled.wrappedBuffer(payload));
        noise.generate(pcm, pcm.length);
        noise.accept(Unpooled.wrappedBuffer(new byte[] {127}));
        noise.generate(pcm, pcm.length);
        noise.generate(pcm, pcm.length);
        assertThat(TestSignals.rms(pcm, 0, pcm.length)).isLessThan(1);
    }

    @Test
    void shouldBeSilentBeforeAnythingWasAcceptedAndIgnoreAnEmptyPayload() {
        assertThat(noise.accept(Unpooled.EMPTY_BUFFER)).isFalse();
        noise.generate(pcm, pcm.length);
        assertThat(pcm).containsOnly(0);
        noise.accept(Unpooled.wrappedBuffer(new byte[] {(byte) 0x80 | 33}));
        assertThat(noise.accept(Unpooled.EMPTY_BUFFER)).isFalse();
        assertThat(noise.level()).isEqualTo(33);
    }

    @Test
    void shouldMeasureLevelsBelowOverload() {
        short[] square = new short[160];
        Arrays.fill(square, Short.MIN_VALUE);
        assertThat(ComfortNoise.measure(square, 160)).isZero();
        assertThat(ComfortNoise.measure(TestSignals.tone(1_000, 3_277, 8_000, 160), 160))
                .isEqualTo(23);
        assertThat(ComfortNoise.measure(new short[160], 160)).isEqualTo(ComfortNoise.QUIETEST);
        assertThat(ComfortNoise.measure(square, 0)).isEqualTo(ComfortNoise.QUIETEST);
    }

    private double correlationOfNeighbours(int octet) {
        noise.accept(Unpooled.wrappedBuffer(new byte[] {20, (byte) octet}));
        noise.generate(pcm, pcm.length);
        double product = 0;
        double energy = 0;
        for (int i = 1; i < pcm.length; i++) {
            product += (double) pcm[i] * pcm[i - 1];
            energy += (double) pcm[i] * pcm[i];
        }
        return product / energy;
    }
}
