package io.earshot.bridge.call;

import io.earshot.media.net.MediaLoop;
import io.earshot.media.session.PacketTap;

/** Looks on while calls that came in by SIP run. Asked on the call's loop, so it never waits. Thread-safe. */
@FunctionalInterface
public interface CallWatch {
    /** Looks away. */
    CallWatch NOBODY = (_, _) -> PacketTap.NONE;

    /** A call begins: what sees its packets, on {@code loop}. */
    PacketTap tapOf(CallFacts facts, MediaLoop loop);
}
