package io.earshot.media.jsep;

import io.earshot.media.codec.AudioCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payload type of an audio section that we understand. Immutable.
 *
 * @param type 0 to 127
 * @param codec what it carries; within RED too
 * @param red whether it is that codec with redundancy (RFC 2198)
 * @param nack whether losses are reported for retransmission (RFC 4585)
 */
public record AudioPayload(int type, AudioCodec codec, boolean red, boolean nack) {
    /** Our own choice of dynamic payload types, that of most peers. */
    private static final int OPUS = 111;

    private static final int RED = 63;

    /** How we offer {@code codec}. */
    public static AudioPayload offered(AudioCodec codec) {
        return new AudioPayload(codec == AudioCodec.OPUS ? OPUS : codec.staticPayloadType(), codec, false, true);
    }

    /** How we offer Opus with redundancy. */
    public static AudioPayload offeredRed() {
        return new AudioPayload(RED, AudioCodec.OPUS, true, true);
    }

    /** The first payload of {@code payloads} with this codec, or null. */
    public static @Nullable AudioPayload find(List<AudioPayload> payloads, AudioCodec codec, boolean red) {
        for (AudioPayload payload : payloads) {
            if (payload.codec == codec && payload.red == red) {
                return payload;
            }
        }
        return null;
    }
}
