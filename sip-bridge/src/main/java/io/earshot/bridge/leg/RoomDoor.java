package io.earshot.bridge.leg;

import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.RoomListener;
import io.earshot.media.net.MediaLoop;

/** The way into rooms: LiveKit's, or a stage set in tests. */
@FunctionalInterface
public interface RoomDoor {
    /** Begins to join, on {@code loop}; events come later, never from within this call. */
    RoomLink join(MediaLoop loop, JoinOptions options, RoomListener listener);
}
