package io.earshot.bridge.config;

/** What becomes of a call that matches a route. */
public enum RouteMode {
    /** Earshot takes it and joins it to an agent; there is no room. */
    DIRECT,
    /** It is livekit-sip's: the INVITE is sent there (302), or refused (404) where no address is given. */
    ROOM,
    /** Earshot takes it and joins it to a LiveKit room. */
    GATEWAY
}
