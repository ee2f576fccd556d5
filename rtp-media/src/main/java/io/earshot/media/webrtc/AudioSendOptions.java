package io.earshot.media.webrtc;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.Encoding;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.OpusSettings;

/**
 * How a track of ours is sent. Immutable.
 *
 * @param trackCid our own name of the track, as signalling announces it; 1 to 64 letters, digits, {@code _} and {@code -}
 * @param codec OPUS, PCMU or PCMA
 * @param sourceFormat what the source gives: the payloads themselves for a source of the codec's own G.711, or anything
 *     of 8, 16, 24 or 48 kHz; Opus is encoded at this rate
 * @param red send each Opus packet a second time with the next one (RFC 2198), when the other side agrees
 * @param dtx send next to nothing while there is nothing to say (RFC 7587, section 3.1.3), instead of silence
 * @param opus how Opus is encoded; means nothing for G.711
 */
public record AudioSendOptions(
        String trackCid, AudioCodec codec, AudioFormat sourceFormat, boolean red, boolean dtx, OpusSettings opus) {

    public AudioSendOptions {
        if (!trackCid.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("track name must be 1 to 64 letters, digits, _ and -");
        }
        if (codec == AudioCodec.G722) {
            throw new IllegalArgumentException("a room takes OPUS, PCMU or PCMA, not " + codec);
        }
        if (codec != AudioCodec.OPUS
                && sourceFormat.encoding() != Encoding.LINEAR16
                && !codec.format().equals(sourceFormat)) {
            throw new IllegalArgumentException(codec + " cannot be made of " + sourceFormat);
        }
        switch (sourceFormat.sampleRate()) {
            case 8_000, 16_000, 24_000, 48_000 -> {}
            default -> throw new IllegalArgumentException("source must have 8, 16, 24 or 48 kHz: " + sourceFormat);
        }
        red = red && codec == AudioCodec.OPUS;
    }

    /** Speech as Opus, encoded at the rate of the source; silence is not sent, nothing is sent twice. */
    public static AudioSendOptions opus(String trackCid, AudioFormat sourceFormat) {
        return new AudioSendOptions(trackCid, AudioCodec.OPUS, sourceFormat, false, true, OpusSettings.DEFAULT);
    }

    /** G.711 mu-law as the source gives it, all the time. */
    public static AudioSendOptions pcmu(String trackCid) {
        return new AudioSendOptions(trackCid, AudioCodec.PCMU, AudioFormat.PCMU_8K, false, false, OpusSettings.DEFAULT);
    }
}
