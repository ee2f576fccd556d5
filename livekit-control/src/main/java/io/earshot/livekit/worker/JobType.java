package io.earshot.livekit.worker;

import livekit.LivekitAgent;

/** Which event makes a job. */
public enum JobType {
    /** A room was made, or an agent was asked for by a dispatch. */
    ROOM(LivekitAgent.JobType.JT_ROOM),
    /** A participant began to publish. */
    PUBLISHER(LivekitAgent.JobType.JT_PUBLISHER),
    /** A participant joined. */
    PARTICIPANT(LivekitAgent.JobType.JT_PARTICIPANT);

    private final LivekitAgent.JobType wire;

    JobType(LivekitAgent.JobType wire) {
        this.wire = wire;
    }

    LivekitAgent.JobType wire() {
        return wire;
    }

    static JobType of(LivekitAgent.JobType wire) {
        return switch (wire) {
            case JT_PUBLISHER -> PUBLISHER;
            case JT_PARTICIPANT -> PARTICIPANT;
            case JT_ROOM, UNRECOGNIZED -> ROOM;
        };
    }
}
