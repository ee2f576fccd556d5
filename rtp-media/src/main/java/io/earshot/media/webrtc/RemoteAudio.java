package io.earshot.media.webrtc;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.session.SessionQuality;

/** A track that the other side sends us. Confined to the loop of its {@link PeerConnection}. */
public final class RemoteAudio {
    private final String mid;
    private final String streamId;
    private final String trackId;
    private final AudioCodec codec;

    RemoteAudio(String mid, String streamId, String trackId, AudioCodec codec) {
        this.mid = mid;
        this.streamId = streamId;
        this.trackId = trackId;
        this.codec = codec;
    }

    /** Name of its section in the description. */
    public String mid() {
        return mid;
    }

    /** First part of its msid; in a LiveKit room the participant ({@code PA_…}), else whatever was written. */
    public String streamId() {
        return streamId;
    }

    /** Second part of its msid; in a LiveKit room the track ({@code TR_…}). */
    public String trackId() {
        return trackId;
    }

    /** The codec it is expected in. */
    public AudioCodec codec() {
        return codec;
    }

    /**
     * Hears the track from now on, instead of whoever heard it before.
     *
     * @param wanted what {@code ears} takes. The codec's own G.711 format: payloads pass through at arrival. Else the
     *     track goes through a jitter buffer and is decoded; Opus directly at the wanted rate (8, 16, 24 or 48 kHz)
     */
    public void listen(AudioFormat wanted, AudioSink ears) {}

    /** Hears it no more, until {@link #listen} is called again. */
    public void stop() {}

    /** How it has reached us so far. */
    public SessionQuality.Received quality() {
        return new SessionQuality.Received(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, SessionQuality.Score.UNKNOWN);
    }

    @Override
    public String toString() {
        return "RemoteAudio[" + mid + " " + streamId + " " + trackId + " " + codec + "]";
    }
}
