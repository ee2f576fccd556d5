package io.earshot.bridge.room;

/**
 * An agent to be brought into a room. Immutable.
 *
 * @param callId our id of the call
 * @param room the room's name
 * @param identity the agent's identity
 * @param caller identity of the participant to serve, or empty for the first that is a caller
 * @param jobId the job of LiveKit's dispatch that asks for it, or empty
 */
record RoomTask(String callId, String room, String identity, String caller, String jobId) {}
