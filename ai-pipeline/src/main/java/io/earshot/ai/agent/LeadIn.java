package io.earshot.ai.agent;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;

/**
 * Finds where a voice begins to sound. Voices put 50 to 300 ms of near silence before the first word, which a caller
 * hears as a slower answer: it is left out, up to a limit, but for a moment before the sound. Stateless.
 */
final class LeadIn {
    /** Silence left out at most. */
    static final int MAX_MS = 500;
    /** What is kept before the first sound, for its attack. */
    private static final int KEPT_MS = 20;

    private static final int BLOCK_MS = 10;
    /** Samples beyond this are sound: -44 dB below full scale. */
    private static final int SOUND = 200;

    private LeadIn() {}

    /** Whether any sample of {@code audio} is sound. */
    static boolean audible(ByteBuf audio, AudioFormat format) {
        return silentBytes(audio, format) < audio.readableBytes();
    }

    /** Octets of {@code audio} that may be left out: what lies before its first sound, or all of it without any. */
    static int skippableBytes(ByteBuf audio, AudioFormat format) {
        int silent = silentBytes(audio, format);
        return silent == audio.readableBytes() ? silent : Math.max(0, silent - format.bytes(KEPT_MS));
    }

    private static int silentBytes(ByteBuf audio, AudioFormat format) {
        int block = format.bytes(BLOCK_MS);
        int bytes = audio.readableBytes();
        for (int from = 0; from < bytes; from += block) {
            if (sounds(audio, audio.readerIndex() + from, Math.min(block, bytes - from), format)) {
                return from;
            }
        }
        return bytes;
    }

    private static boolean sounds(ByteBuf audio, int from, int bytes, AudioFormat format) {
        int step = format.encoding().bytesPerSample();
        for (int i = from; i + step <= from + bytes; i += step) {
            int sample = switch (format.encoding()) {
                case PCMU -> G711.muToLinear(audio.getByte(i));
                case PCMA -> G711.aToLinear(audio.getByte(i));
                case LINEAR16 -> audio.getShortLE(i);
            };
            if (sample > SOUND || sample < -SOUND) {
                return true;
            }
        }
        return false;
    }
}
