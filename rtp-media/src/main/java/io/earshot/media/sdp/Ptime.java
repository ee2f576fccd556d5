package io.earshot.media.sdp;

import io.earshot.media.codec.AudioCodec;
import org.jspecify.annotations.Nullable;

/** Packet time: what the peer asks for, within 10 to 60 ms and within what the codec can make. */
final class Ptime {
    private static final int[] OPUS_MS = {60, 40, 20, 10};

    private Ptime() {}

    /** Packet time to send to the author of {@code stream}, milliseconds; {@code ours} when it asks for nothing. */
    static int toSend(MediaDescription stream, AudioCodec codec, int ours) {
        int wanted = millis(stream.attribute("ptime"));
        int most = millis(stream.attribute("maxptime"));
        int ptime = wanted > 0 ? wanted : ours;
        return fit(most > 0 ? Math.min(ptime, most) : ptime, codec);
    }

    /** Rounds down, so that no packet is longer than asked for, but never below 10 ms. */
    static int fit(int millis, AudioCodec codec) {
        int bounded = Math.clamp(millis, 10, 60);
        if (codec != AudioCodec.OPUS) {
            return bounded / 10 * 10;
        }
        for (int frame : OPUS_MS) {
            if (frame <= bounded) {
                return frame;
            }
        }
        return 10;
    }

    /** Whole milliseconds at the start of {@code value}, or 0. */
    private static int millis(@Nullable String value) {
        int millis = 0;
        String text = value == null ? "" : value.strip();
        for (int i = 0; i < Math.min(4, text.length()) && Character.digit(text.charAt(i), 10) >= 0; i++) {
            millis = millis * 10 + Character.digit(text.charAt(i), 10);
        }
        return millis;
    }
}
