package io.earshot.media.webrtc;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.session.SessionQuality;

/** A track that we send. Confined to the loop of its {@link PeerConnection}. */
public final class AudioSender {
    private final AudioSendOptions options;

    AudioSender(AudioSendOptions options) {
        this.options = options;
    }

    /** Our own name of the track. */
    public String trackCid() {
        return options.trackCid();
    }

    /** The codec it is sent in. */
    public AudioCodec codec() {
        return options.codec();
    }

    /** Sends nothing while {@code on}; the source is not asked, the track stays agreed. */
    public void mute(boolean on) {}

    /** Whether it is muted. */
    public boolean muted() {
        return false;
    }

    /** How it is sent, and how the other side says it hears it. */
    public SessionQuality.Sent quality() {
        return new SessionQuality.Sent(0, 0, 0, 0, Double.NaN, 0, Double.NaN, SessionQuality.Score.UNKNOWN);
    }

    /** Ends the track for good; the next offer gives its section free. The source is not asked again. */
    public void stop() {}
}
