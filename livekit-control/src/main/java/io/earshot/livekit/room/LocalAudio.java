package io.earshot.livekit.room;

import io.earshot.media.audio.AudioSource;
import org.jspecify.annotations.Nullable;

/**
 * An audio track that we publish. It outlives reconnects: the room publishes it again, under a new sid. Confined to the room's loop.
 */
public final class LocalAudio {
    private final Publications owner;
    private final String cid;
    private final PublishOptions options;
    private final AudioSource source;
    private MediaPort.@Nullable Sender sender;
    private @Nullable String sid;
    private boolean muted;

    LocalAudio(Publications owner, String cid, PublishOptions options, AudioSource source) {
        this.owner = owner;
        this.cid = cid;
        this.options = options;
        this.source = source;
        this.muted = options.muted();
    }

    /** How it is published. */
    public PublishOptions options() {
        return options;
    }

    /** The server's name for it ({@code TR_…}), or null until the server has answered and while it is published anew. */
    public @Nullable String sid() {
        return sid;
    }

    /** Whether it is muted. */
    public boolean muted() {
        return muted;
    }

    /** Mutes or unmutes: others see it, and while muted nothing is read from the source. */
    public void mute(boolean on) {
        if (on != muted) {
            mutedByUs(on);
            owner.muted(this);
        }
    }

    /** Takes the track out of the room; the source is not read any more. May be called again. */
    public void unpublish() {
        owner.remove(this);
    }

    @Override
    public String toString() {
        return "LocalAudio[" + options.name() + " " + sid + (muted ? " muted]" : "]");
    }

    String cid() {
        return cid;
    }

    /** Sends over {@code media} from now on. */
    void attach(MediaPort media) {
        MediaPort.Sender fresh = media.addAudio(cid, options, source);
        fresh.mute(muted);
        sender = fresh;
    }

    /** The session is gone, and the connection with it. */
    void detach() {
        sender = null;
        sid = null;
    }

    void stop() {
        if (sender != null) {
            sender.stop();
        }
        detach();
    }

    void published(String newSid) {
        sid = newSid;
    }

    void mutedByUs(boolean on) {
        muted = on;
        if (sender != null) {
            sender.mute(on);
        }
    }
}
