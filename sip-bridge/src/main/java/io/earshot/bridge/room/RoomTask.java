package io.earshot.bridge.room;

import io.earshot.livekit.token.SignedToken;
import org.jspecify.annotations.Nullable;

/**
 * An agent to be brought into a room. Immutable.
 *
 * @param callId our id of the call
 * @param room the room's name
 * @param identity the agent's identity
 * @param caller identity of the participant to serve, or empty for the first that is a caller
 * @param jobId the job of LiveKit's dispatch that asks for it, or empty
 * @param token token that came with the job, for the first join; null for one of our own
 */
record RoomTask(
        String callId,
        String room,
        String identity,
        String caller,
        String jobId,
        @Nullable SignedToken token) {
    /** The same with the token that came with the job. */
    RoomTask with(SignedToken assigned) {
        return new RoomTask(callId, room, identity, caller, jobId, assigned);
    }
}
