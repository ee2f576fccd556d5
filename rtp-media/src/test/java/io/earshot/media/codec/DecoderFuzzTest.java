package io.earshot.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Hostile payloads for each decoder. The input is a list of packets: two octets of length, then so many octets (or what
 * is left); a length with the top bit set is a lost packet, with the next bit recovered from the packet that follows.
 */
class DecoderFuzzTest {
    private static final int GUARD = 64;

    @FuzzTest
    void shouldSurviveAnyOpusStream(byte[] input) {
        decode(AudioCodec.OPUS, input);
    }

    @FuzzTest
    void shouldSurviveAnyG722Stream(byte[] input) {
        decode(AudioCodec.G722, input);
    }

    @FuzzTest
    void shouldSurviveAnyG711Stream(byte[] input) {
        decode(AudioCodec.PCMU, input);
        decode(AudioCodec.PCMA, input);
    }

    @FuzzTest
    void shouldSurviveAnyComfortNoise(byte[] input) {
        ComfortNoise noise = new ComfortNoise();
        short[] pcm = new short[320];
        ByteBuf packets = Unpooled.wrappedBuffer(input);
        while (packets.readableBytes() >= 2) {
            noise.accept(packet(packets, packets.readUnsignedShort()));
            noise.generate(pcm, pcm.length);
        }
    }

    private static void decode(AudioCodec codec, byte[] input) {
        short[] pcm = new short[AudioDecoder.MAX_SAMPLES];
        ByteBuf packets = Unpooled.wrappedBuffer(input);
        try (AudioDecoder decoder = Codecs.decoder(codec)) {
            while (packets.readableBytes() >= 2) {
                int length = packets.readUnsignedShort();
                int wanted = length % AudioDecoder.MAX_SAMPLES;
                if ((length & 0x8000) == 0) {
                    shouldStayWithinBounds(decoder, packet(packets, length), pcm);
                } else if ((length & 0x4000) == 0) {
                    assertThat(decoder.conceal(pcm, wanted)).isEqualTo(wanted);
                } else {
                    assertThat(decoder.recover(packet(packets, length & 0x3FFF), pcm, wanted))
                            .isEqualTo(wanted);
                }
            }
        }
    }

    /** The payload stands between guard octets that must neither be read (by index) nor written. */
    private static void shouldStayWithinBounds(AudioDecoder decoder, ByteBuf packet, short[] pcm) {
        byte[] guarded = new byte[packet.readableBytes() + 2 * GUARD];
        packet.getBytes(packet.readerIndex(), guarded, GUARD, packet.readableBytes());
        ByteBuf payload = Unpooled.wrappedBuffer(guarded, GUARD, packet.readableBytes());
        byte[] before = guarded.clone();
        int samples = decoder.decode(payload, pcm);
        assertThat(samples).isBetween(0, pcm.length);
        assertThat(guarded).isEqualTo(before);
        assertThat(payload.readerIndex()).isZero();
    }

    private static ByteBuf packet(ByteBuf packets, int length) {
        return packets.readSlice(Math.min(length, packets.readableBytes()));
    }
}
