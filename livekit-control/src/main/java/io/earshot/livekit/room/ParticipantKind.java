package io.earshot.livekit.room;

/** What a participant is, set by the token it joined with. */
public enum ParticipantKind {
    /** A person in a browser or an app. */
    STANDARD,
    /** A stream that LiveKit brings in. */
    INGRESS,
    /** A recorder or a stream going out. */
    EGRESS,
    /** A telephone caller. */
    SIP,
    /** An agent. */
    AGENT,
    /** A connection to another vendor's calls. */
    CONNECTOR,
    /** A bridge to other devices. */
    BRIDGE,
    /** A kind that this version does not know. */
    OTHER
}
