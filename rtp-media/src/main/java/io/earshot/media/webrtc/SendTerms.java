package io.earshot.media.webrtc;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.jsep.AudioPayload;
import io.earshot.media.jsep.RemoteSection;
import org.jspecify.annotations.Nullable;

/**
 * What the other side agreed to take of one track. Immutable.
 *
 * @param payloadType of the codec itself
 * @param redType of the codec with redundancy, or -1
 * @param nack whether it may ask for packets again
 * @param introducing header extension until it knows our source
 * @param later header extension from then on
 */
record SendTerms(int payloadType, int redType, boolean nack, HeaderExtension introducing, HeaderExtension later) {

    /** What {@code section} allows a track of {@code options}, or null when nothing. */
    static @Nullable SendTerms of(RemoteSection section, AudioSendOptions options) {
        AudioCodec codec = options.codec();
        AudioPayload plain = AudioPayload.find(section.payloads(), codec, false);
        AudioPayload red = options.red() ? AudioPayload.find(section.payloads(), codec, true) : null;
        if (!section.receives() || plain == null) {
            return null;
        }
        int level = section.levelExtension();
        return new SendTerms(
                plain.type(),
                red == null ? -1 : red.type(),
                plain.nack() || (red != null && red.nack()),
                new HeaderExtension(level, section.midExtension(), section.mid()),
                new HeaderExtension(level, 0, ""));
    }
}
