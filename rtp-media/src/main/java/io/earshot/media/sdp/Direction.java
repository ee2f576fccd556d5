package io.earshot.media.sdp;

/** Direction of a stream, from the point of view of whoever says it (RFC 8866, section 6.7). */
public enum Direction {
    SENDRECV("sendrecv"),
    SENDONLY("sendonly"),
    RECVONLY("recvonly"),
    INACTIVE("inactive");

    private final String attribute;

    Direction(String attribute) {
        this.attribute = attribute;
    }

    /** The SDP attribute name. */
    public String attribute() {
        return attribute;
    }

    /** Whether the speaker of this direction sends. */
    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    /** Whether the speaker of this direction receives. */
    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }
}
