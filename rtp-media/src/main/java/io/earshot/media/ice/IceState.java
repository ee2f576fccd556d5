package io.earshot.media.ice;

/** Life of one generation of ICE, in order. */
public enum IceState {
    /** The peer's credentials are not known. */
    NEW,
    /** No pair works yet. */
    CHECKING,
    /** A pair is selected and its peer answers. */
    CONNECTED,
    /** The peer stopped answering; every other pair is tried again. */
    DISCONNECTED,
    /** Gave up. */
    FAILED
}
