package io.earshot.livekit.room;

import io.earshot.livekit.token.TrackSource;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.OpusSettings;

/**
 * How an audio track is published. Immutable.
 *
 * @param name the track's name, as others see it
 * @param source what it is; {@code MICROPHONE} for a voice
 * @param codec OPUS, or PCMU or PCMA (crosses the room without transcoding)
 * @param format format in which the source is read; for PCMU and PCMA the codec's own passes through as it is
 * @param red whether redundant packets (RFC 2198) are offered to the server; Opus only
 * @param dtx whether nothing is sent in silence
 * @param opus how Opus encodes; unused for other codecs
 * @param muted whether the track starts muted
 */
public record PublishOptions(
        String name,
        TrackSource source,
        AudioCodec codec,
        AudioFormat format,
        boolean red,
        boolean dtx,
        OpusSettings opus,
        boolean muted) {
    /** A voice called {@code name} in Opus, read as {@code format}: with redundancy, without DTX. */
    public static PublishOptions opus(String name, AudioFormat format) {
        return new PublishOptions(
                name, TrackSource.MICROPHONE, AudioCodec.OPUS, format, true, false, OpusSettings.DEFAULT, false);
    }

    /** A voice called {@code name} whose PCMU or PCMA octets pass through as they are. */
    public static PublishOptions g711(String name, AudioCodec codec) {
        return new PublishOptions(
                name, TrackSource.MICROPHONE, codec, codec.format(), false, false, OpusSettings.DEFAULT, false);
    }
}
