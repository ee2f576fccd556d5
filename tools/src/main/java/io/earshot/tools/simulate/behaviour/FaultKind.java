package io.earshot.tools.simulate.behaviour;

import java.util.Locale;

/** What a simulated vendor can do wrong. */
public enum FaultKind {
    /** Nothing. */
    NONE,
    /** The request or handshake is refused with the fault's HTTP status. */
    REFUSE,
    /** The request or handshake is refused with HTTP 429 and retry-after. */
    LIMIT,
    /** Nothing more comes, the connection stays. */
    STALL,
    /** The connection breaks in the middle of the answer, without a goodbye. */
    DISCONNECT,
    /** The vendor's own error event in place of the rest of the answer. */
    ERROR,
    /** The answer starts late by the fault's delay. */
    SLOW,
    /** Bytes that are no message of the protocol. */
    GARBAGE;

    /** The name used in options and in JSON: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it strikes before a connection or answer exists. */
    public boolean atDoor() {
        return this == REFUSE || this == LIMIT;
    }

    /** The kind of a label; throws IllegalArgumentException naming the choices when there is none. */
    public static FaultKind of(String label) {
        for (FaultKind kind : values()) {
            if (kind != NONE && kind.label().equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "no such fault (refuse, limit, stall, disconnect, error, slow, garbage): " + label);
    }
}
