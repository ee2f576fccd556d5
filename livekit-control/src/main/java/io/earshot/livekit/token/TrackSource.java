package io.earshot.livekit.token;

import java.util.Locale;

/** Kinds of track that a token may limit publishing to. */
public enum TrackSource {
    CAMERA,
    MICROPHONE,
    SCREEN_SHARE,
    SCREEN_SHARE_AUDIO;

    /** Name within the claim. */
    String claim() {
        return name().toLowerCase(Locale.ROOT);
    }
}
