package io.earshot.media.codec;

import io.netty.buffer.ByteBuf;

/**
 * Turns the payloads of one stream into linear samples. Never throws on a payload, whatever it holds, and never
 * allocates after construction. Confined to the call's loop.
 */
public interface AudioDecoder extends AutoCloseable {
    /** Longest packet any decoder accepts, in milliseconds (the limit of Opus, RFC 6716, section 3.2.5). */
    int MAX_PACKET_MILLIS = 120;

    /** Length of a sample array that holds the longest packet at 16 kHz, the highest rate on a trunk. */
    int MAX_SAMPLES = 16 * MAX_PACKET_MILLIS;

    /** Samples a second of the output: 8,000 for G.711, 16,000 for G.722 and, unless asked otherwise, Opus. */
    int sampleRate();

    /** Length of a sample array that holds the longest packet. */
    default int maxSamples() {
        return sampleRate() / 1_000 * MAX_PACKET_MILLIS;
    }

    /**
     * Decodes one payload; after concealed audio its beginning is blended with what was made up.
     *
     * @param payload the readable octets; its indexes stay as they are
     * @param pcm takes the samples; {@link #maxSamples()} always suffice
     * @return samples written; 0 when the payload is empty, malformed or longer than {@code pcm}: count it, drop it, and
     *     conceal in its place
     */
    int decode(ByteBuf payload, short[] pcm);

    /**
     * Makes up audio for a packet that did not come in time, fading to silence when the loss lasts.
     *
     * @param samples wanted, at most {@code pcm.length}
     * @return samples written: {@code samples}
     */
    int conceal(short[] pcm, int samples);

    /**
     * Makes up audio for a lost packet with the help of the packet that follows it, which is decoded afterwards as usual.
     * Opus may carry a coarse copy of the lost frame in it (RFC 6716, section 2.1.7); other codecs conceal.
     *
     * @param following payload of the packet after the lost one; its indexes stay as they are
     * @param samples length of the lost packet, at most {@code pcm.length}
     * @return samples written: {@code samples}
     */
    default int recover(ByteBuf following, short[] pcm, int samples) {
        return conceal(pcm, samples);
    }

    /** Frees what the decoder holds outside the heap. It must not be used afterwards. */
    @Override
    void close();
}
