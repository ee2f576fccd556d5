package io.earshot.livekit.worker;

import livekit.LivekitAgent;

/**
 * A job that a server offers or assigns. Immutable.
 *
 * @param id the server's name for it ({@code AJ_…})
 * @param dispatchId the dispatch that asked for it, or empty
 * @param type which event made it
 * @param room name of the room to join
 * @param roomSid the room's sid
 * @param participant identity of the participant that it is about, or empty
 * @param metadata text given with the dispatch, or empty
 * @param agentName name that was asked for, or empty
 */
public record Job(
        String id,
        String dispatchId,
        JobType type,
        String room,
        String roomSid,
        String participant,
        String metadata,
        String agentName) {
    static Job of(LivekitAgent.Job wire) {
        return new Job(
                wire.getId(),
                wire.getDispatchId(),
                JobType.of(wire.getType()),
                wire.getRoom().getName(),
                wire.getRoom().getSid(),
                wire.hasParticipant() ? wire.getParticipant().getIdentity() : "",
                wire.getMetadata(),
                wire.getAgentName());
    }

    /** Without the metadata, which is the customer's. */
    @Override
    public String toString() {
        return "Job[" + id + ", " + type + ", room " + room + "]";
    }
}
