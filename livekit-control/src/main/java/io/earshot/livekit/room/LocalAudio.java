package io.earshot.livekit.room;

import org.jspecify.annotations.Nullable;

/** An audio track that we publish. It outlives reconnects: the room publishes it again, under a new sid. Confined to the room's loop. */
public final class LocalAudio {
    private final PublishOptions options;
    private @Nullable String sid;
    private boolean muted;

    LocalAudio(PublishOptions options) {
        this.options = options;
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
        muted = on;
    }

    /** Takes the track out of the room; the source is not read any more. May be called again. */
    public void unpublish() {
        sid = null;
    }
}
