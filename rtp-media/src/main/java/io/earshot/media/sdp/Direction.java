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

    /** The direction of one who sends and receives as said. */
    public static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    /** The same stream as its other end sees it. */
    public Direction reversed() {
        return of(receives(), sends());
    }

    /** What both this direction and {@code other} allow, both from the same point of view. */
    public Direction and(Direction other) {
        return of(sends() && other.sends(), receives() && other.receives());
    }
}
