package io.earshot.livekit.room;

import io.earshot.livekit.signal.Refusal;

/** Why a {@link Room} is over, for good. Each knows LiveKit's reason and a plain cause that may be logged. Immutable. */
public sealed interface RoomEnd {
    /** LiveKit's word for it. */
    DisconnectReason reason();

    /** What happened, in a sentence for operators; never a secret. */
    String cause();

    /** We left. */
    record Left(String cause) implements RoomEnd {
        @Override
        public DisconnectReason reason() {
            return DisconnectReason.CLIENT_INITIATED;
        }
    }

    /** The room was deleted by an administrator, or closed because nobody was left ({@code ROOM_CLOSED}). */
    record RoomDeleted(DisconnectReason reason, String cause) implements RoomEnd {}

    /** An administrator removed us. */
    record ParticipantRemoved(String cause) implements RoomEnd {
        @Override
        public DisconnectReason reason() {
            return DisconnectReason.PARTICIPANT_REMOVED;
        }
    }

    /** Another participant joined with our identity. */
    record DuplicateIdentity(String cause) implements RoomEnd {
        @Override
        public DisconnectReason reason() {
            return DisconnectReason.DUPLICATE_IDENTITY;
        }
    }

    /** The server shuts down and no other took us. */
    record ServerShutdown(String cause) implements RoomEnd {
        @Override
        public DisconnectReason reason() {
            return DisconnectReason.SERVER_SHUTDOWN;
        }
    }

    /** The server ended the session for another stated reason. */
    record Disconnected(DisconnectReason reason, String cause) implements RoomEnd {}

    /**
     * The server would not have us, on joining or on coming back.
     *
     * @param httpStatus its answer; 0 when it refused otherwise
     * @param refusal what is wrong
     * @param cause the same in a sentence
     */
    record Refused(int httpStatus, Refusal refusal, String cause) implements RoomEnd {
        @Override
        public DisconnectReason reason() {
            return DisconnectReason.JOIN_FAILURE;
        }
    }

    /** No server or no media path within the time allowed, and every attempt to come back failed. */
    record Lost(DisconnectReason reason, String cause) implements RoomEnd {}

    /** A fault of this program ended this room alone. */
    record Failed(String cause) implements RoomEnd {
        @Override
        public DisconnectReason reason() {
            return DisconnectReason.UNKNOWN_REASON;
        }
    }
}
