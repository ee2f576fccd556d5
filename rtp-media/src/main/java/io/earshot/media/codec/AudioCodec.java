package io.earshot.media.codec;

import io.earshot.media.audio.AudioFormat;

/** The codecs spoken on a trunk, with the figures that RTP and SDP need (RFC 3551, RFC 7587). */
public enum AudioCodec {
    /** G.711 mu-law; crosses the bridge without being decoded. */
    PCMU("PCMU", 0, 8_000, 1, AudioFormat.PCMU_8K),
    /** G.711 A-law; crosses the bridge without being decoded. */
    PCMA("PCMA", 8, 8_000, 1, AudioFormat.PCMA_8K),
    /** G.722 at 64 kbit/s: samples at 16 kHz, but an RTP clock of 8 kHz (RFC 3551, section 4.5.2). */
    G722("G722", 9, 8_000, 1, AudioFormat.LINEAR16_16K),
    /** Opus (RFC 7587): RTP clock 48 kHz and two channels in SDP whatever is coded; mono here. */
    OPUS("opus", -1, 48_000, 2, AudioFormat.LINEAR16_16K);

    private final String encodingName;
    private final int staticPayloadType;
    private final int clockRate;
    private final int sdpChannels;
    private final AudioFormat format;

    AudioCodec(String encodingName, int staticPayloadType, int clockRate, int sdpChannels, AudioFormat format) {
        this.encodingName = encodingName;
        this.staticPayloadType = staticPayloadType;
        this.clockRate = clockRate;
        this.sdpChannels = sdpChannels;
        this.format = format;
    }

    /** Encoding name of the rtpmap attribute; compared without case. */
    public String encodingName() {
        return encodingName;
    }

    /** Payload type of RFC 3551, or -1 for a dynamic one. */
    public int staticPayloadType() {
        return staticPayloadType;
    }

    /** RTP timestamp units a second. */
    public int clockRate() {
        return clockRate;
    }

    /** Channels in rtpmap. */
    public int sdpChannels() {
        return sdpChannels;
    }

    /** Format in which a leg with this codec exchanges audio: the payload itself for G.711, else linear PCM. */
    public AudioFormat format() {
        return format;
    }

    /** RTP timestamp units in {@code millis} milliseconds. */
    public int timestampUnits(int millis) {
        return clockRate / 1_000 * millis;
    }
}
