package io.earshot.bridge.room;

import io.earshot.bridge.config.RoomModeConfig;
import io.earshot.bridge.livekit.LiveKitDesk;

/** The configured room mode, as a call keeps it from its beginning on. Immutable. */
record RoomTerms(RoomModeConfig settings, RoomNames rooms, Callers callers, Joining joining) {
    /** What is configured now. */
    static RoomTerms of(LiveKitDesk livekit) {
        RoomModeConfig settings = livekit.config().room();
        return new RoomTerms(
                settings,
                new RoomNames(settings.rooms()),
                new Callers(settings.callers()),
                new Joining(livekit, settings));
    }
}
