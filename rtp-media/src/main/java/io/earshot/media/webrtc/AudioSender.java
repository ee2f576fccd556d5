package io.earshot.media.webrtc;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.session.SessionQuality;

/** A track that we send. Confined to the loop of its {@link PeerConnection}. */
public final class AudioSender {
    private final SendStream stream;
    private final PeerMedia media;

    AudioSender(SendStream stream, PeerMedia media) {
        this.stream = stream;
        this.media = media;
    }

    /** Our own name of the track. */
    public String trackCid() {
        return stream.options().trackCid();
    }

    /** The codec it is sent in. */
    public AudioCodec codec() {
        return stream.options().codec();
    }

    /** Synchronization source. */
    public int ssrc() {
        return stream.ssrc();
    }

    /** Whether the other side takes it. */
    public boolean agreed() {
        return stream.agreed();
    }

    /** Sends nothing while {@code on}; the source is not asked, the track stays agreed. */
    public void mute(boolean on) {
        stream.mute(on);
    }

    /** Whether it is muted. */
    public boolean muted() {
        return stream.muted();
    }

    /** How it is sent, and how the other side says it hears it. */
    public SessionQuality.Sent quality() {
        return stream.quality(media.roundTripMs());
    }

    /** Ends the track for good; the next offer gives its section free. The source is not asked again. */
    public void stop() {
        media.remove(stream);
    }

    SendStream stream() {
        return stream;
    }
}
