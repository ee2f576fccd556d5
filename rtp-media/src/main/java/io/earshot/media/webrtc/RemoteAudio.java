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
    private final ReceiveStream stream;
    private final PeerMedia media;
    private boolean ended;

    RemoteAudio(String mid, String streamId, String trackId, ReceiveStream stream, PeerMedia media) {
        this.mid = mid;
        this.streamId = streamId;
        this.trackId = trackId;
        this.stream = stream;
        this.media = media;
    }

    /** Name of its section in the description. */
    public String mid() {
        return mid;
    }

    /** First part of its msid, up to a {@code |}; in a LiveKit room the participant ({@code PA_…}). */
    public String streamId() {
        return streamId;
    }

    /** Second part of its msid; in a LiveKit room the track ({@code TR_…}). */
    public String trackId() {
        return trackId;
    }

    /** The codec it comes in, or is expected in before anything came. */
    public AudioCodec codec() {
        return stream.codec();
    }

    /**
     * Signalling says in which codec it comes, which an answer that allows several does not: so its decoder is there before the
     * first packet. Of no effect once something came, or where the codec was not agreed.
     */
    public void expect(AudioCodec codec) {
        stream.expect(codec);
    }

    /** Synchronization source of what came last; 0 before anything came. */
    public int ssrc() {
        return stream.ssrc();
    }

    /**
     * Hears the track from now on, instead of whoever heard it before; does nothing once it has ended.
     *
     * @param wanted what {@code ears} takes. The codec's own G.711 format: payloads pass through at arrival. Else the
     *     track goes through a jitter buffer and is decoded; Opus directly at the wanted rate (8, 16, 24 or 48 kHz)
     * @throws IllegalStateException when Opus is needed and not available on this machine
     */
    public void listen(AudioFormat wanted, AudioSink ears) {
        if (!ended) {
            stream.listen(wanted, ears);
        }
    }

    /** Hears it no more, until {@link #listen} is called again. */
    public void stop() {
        stream.stop();
    }

    /** How it has reached us so far. */
    public SessionQuality.Received quality() {
        return stream.quality(media.roundTripMs());
    }

    /** Whether it was taken back. */
    public boolean ended() {
        return ended;
    }

    ReceiveStream stream() {
        return stream;
    }

    boolean is(String otherStreamId, String otherTrackId) {
        return streamId.equals(otherStreamId) && trackId.equals(otherTrackId);
    }

    void end() {
        ended = true;
        media.remove(stream);
    }

    @Override
    public String toString() {
        return "RemoteAudio[" + mid + " " + streamId + " " + trackId + " " + codec() + "]";
    }
}
