package io.earshot.livekit.room;

import io.earshot.livekit.signal.RefusedJoin;

/** Says in our words why a room is over. Stateless. */
final class Ends {
    private Ends() {}

    /** The server told us to go. */
    static RoomEnd told(DisconnectReason reason) {
        return switch (reason) {
            case CLIENT_INITIATED -> new RoomEnd.Left("we left");
            case DUPLICATE_IDENTITY -> new RoomEnd.DuplicateIdentity("another participant joined with our identity");
            case PARTICIPANT_REMOVED -> new RoomEnd.ParticipantRemoved("an administrator removed us from the room");
            case ROOM_DELETED -> new RoomEnd.RoomDeleted(reason, "the room was deleted");
            case ROOM_CLOSED -> new RoomEnd.RoomDeleted(reason, "the room closed because its last participant left");
            case SERVER_SHUTDOWN -> new RoomEnd.ServerShutdown("the server is shutting down");
            case UNKNOWN_REASON -> new RoomEnd.Disconnected(reason, "the server ended the session without a reason");
            case STATE_MISMATCH -> new RoomEnd.Disconnected(reason, "the server does not know our session");
            case JOIN_FAILURE -> new RoomEnd.Disconnected(reason, "the server saw us fail to connect fully");
            case MIGRATION -> new RoomEnd.Disconnected(reason, "the server moved the session elsewhere");
            case SIGNAL_CLOSE -> new RoomEnd.Disconnected(reason, "the server lost our signalling");
            case CONNECTION_TIMEOUT ->
                new RoomEnd.Disconnected(reason, "the server heard nothing from us for too long");
            case MEDIA_FAILURE -> new RoomEnd.Disconnected(reason, "the server lost our media");
            case USER_UNAVAILABLE, USER_REJECTED, SIP_TRUNK_FAILURE, AGENT_ERROR ->
                new RoomEnd.Disconnected(reason, "the server ended the session: " + reason);
        };
    }

    static RoomEnd refused(RefusedJoin refused) {
        return new RoomEnd.Refused(refused.status(), refused.refusal(), refused.cause());
    }
}
