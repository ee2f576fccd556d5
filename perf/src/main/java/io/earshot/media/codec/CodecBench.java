package io.earshot.media.codec;

import io.earshot.media.audio.Speech;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/** One codec with speech to encode and payloads to decode, served round and round in packets of 20 ms. */
final class CodecBench {
    private final AudioEncoder encoder;
    private final AudioDecoder decoder;
    private final short[][] speech;
    private final ByteBuf[] payloads;
    private final short[] pcm = new short[AudioDecoder.MAX_SAMPLES];
    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(2_048);
    private int next;

    CodecBench(AudioEncoder encoder, AudioDecoder decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
        speech = Speech.packets(encoder.sampleRate());
        payloads = new ByteBuf[speech.length];
        for (int i = 0; i < speech.length; i++) {
            payloads[i] = PooledByteBufAllocator.DEFAULT.directBuffer(512);
            encoder.encode(speech[i], speech[i].length, payloads[i]);
        }
    }

    static CodecBench of(AudioCodec codec) {
        return new CodecBench(Codecs.encoder(codec), Codecs.decoder(codec));
    }

    ByteBuf encode() {
        short[] frame = speech[advance()];
        encoder.encode(frame, frame.length, out.clear());
        return out;
    }

    short[] decode() {
        decoder.decode(payloads[advance()], pcm);
        return pcm;
    }

    short[] conceal() {
        decoder.decode(payloads[advance()], pcm);
        decoder.conceal(pcm, pcm.length / 6);
        return pcm;
    }

    private int advance() {
        next = next + 1 == speech.length ? 0 : next + 1;
        return next;
    }

    void close() {
        encoder.close();
        decoder.close();
    }
}
