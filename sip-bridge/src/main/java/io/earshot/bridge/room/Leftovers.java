package io.earshot.bridge.room;

import io.earshot.bridge.leg.CallEnd;
import io.earshot.livekit.room.RoomEnd;

/** What an agent that leaves leaves behind, and has to see to. */
enum Leftovers {
    /** Nothing that is ours to decide about. */
    NONE,
    /** A room without its caller. */
    ROOM,
    /** A caller who would hear nobody: to be hung up. */
    CALLER;

    static Leftovers of(CallEnd why) {
        return switch (why) {
            case CallEnd.CallerHungUp _, CallEnd.CallerCancelled _, CallEnd.Transferred _ -> ROOM;
            case CallEnd.RoomEnded ended -> of(ended.end());
            case CallEnd.EndRequested _ -> NONE;
            default -> CALLER;
        };
    }

    private static Leftovers of(RoomEnd end) {
        return switch (end) {
            // Somebody decided that the agent goes; what becomes of the caller is theirs to decide.
            case RoomEnd.Left _, RoomEnd.RoomDeleted _, RoomEnd.ParticipantRemoved _, RoomEnd.DuplicateIdentity _ ->
                NONE;
            case RoomEnd.ServerShutdown _,
                    RoomEnd.Disconnected _,
                    RoomEnd.Refused _,
                    RoomEnd.Lost _,
                    RoomEnd.Failed _ -> CALLER;
        };
    }
}
