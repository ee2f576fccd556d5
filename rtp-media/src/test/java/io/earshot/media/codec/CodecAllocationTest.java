package io.earshot.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.earshot.media.audio.Linear16;
import io.earshot.media.audio.Resampler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packet path allocates nothing: what one frame may cost here is less than the smallest object. */
class CodecAllocationTest {
    private static final int FRAMES = 2_000;

    /** Leak detection, which the build turns on, allocates a record for each access. */
    private static final ByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(true, true);

    private final short[] pcm = new short[AudioDecoder.MAX_SAMPLES];
    private final ByteBuf payload = BUFFERS.directBuffer(4_096);

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void shouldNotAllocateToEncodeDecodeOrConceal(AudioCodec codec) {
        try (AudioEncoder encoder = Codecs.encoder(codec);
                AudioDecoder decoder = Codecs.decoder(codec)) {
            int frame = encoder.sampleRate() / 50;
            short[] voice = TestSignals.voice(130, encoder.sampleRate(), frame);
            assertAllocatesNothing(() -> {
                payload.clear();
                encoder.encode(voice, frame, payload);
                decoder.decode(payload, pcm);
                decoder.conceal(pcm, frame);
                decoder.recover(payload, pcm, frame);
            });
        }
    }

    @Test
    void shouldNotAllocateToResampleMakeNoiseOrCopySamples() {
        Resampler resampler = new Resampler(24_000, 8_000);
        ComfortNoise noise = new ComfortNoise();
        payload.writeBytes(new byte[] {50, 100, 120});
        short[] out = new short[resampler.maxOutput(480)];
        ByteBuf octets = BUFFERS.directBuffer(1_000);
        assertAllocatesNothing(() -> {
            noise.accept(payload);
            noise.generate(pcm, 480);
            resampler.process(pcm, 480, out);
            ComfortNoise.measure(out, 160);
            octets.clear();
            Linear16.write(pcm, 480, octets);
            Linear16.read(octets, pcm);
        });
    }

    private static void assertAllocatesNothing(Runnable frame) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 4; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < FRAMES; i++) {
                frame.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least / (double) FRAMES).as("bytes a frame").isLessThan(16);
    }
}
