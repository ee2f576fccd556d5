package io.earshot.media.sctp;

/** Life of an association, in the order of RFC 9260, section 4. */
enum AssociationState {
    /** Not begun. */
    NEW,
    COOKIE_WAIT,
    COOKIE_ECHOED,
    ESTABLISHED,
    SHUTDOWN_PENDING,
    SHUTDOWN_SENT,
    SHUTDOWN_RECEIVED,
    SHUTDOWN_ACK_SENT,
    /** Over. */
    CLOSED;

    /** Whether both sides know each other's tags and numbers. */
    boolean established() {
        return this != NEW && this != COOKIE_WAIT && this != COOKIE_ECHOED && this != CLOSED;
    }

    /** Whether the peer may still send data. */
    boolean receives() {
        return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_SENT;
    }

    /** Whether data of ours may still leave. */
    boolean sends() {
        return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_RECEIVED;
    }
}
