package io.earshot.tools.doctor;

import io.earshot.tools.console.Exit;
import java.util.Locale;

/** What part is at fault, and the exit code that says so. */
enum FaultClass {
    /** Trunks and dispatch rules. */
    TELEPHONY(Exit.DATA),
    /** The webhook endpoint, and the way from LiveKit to it. */
    WEBHOOK(Exit.NO_HOST),
    /** The LiveKit server: its address, its certificate, the server itself. */
    LIVEKIT(Exit.UNAVAILABLE),
    /** The Java platform, native libraries, the machine's limits. */
    MACHINE(Exit.MACHINE),
    /** Audio does not pass. */
    MEDIA(Exit.IO),
    /** A vendor's key or service. */
    PROVIDER(Exit.TEMPORARY),
    /** Redis, and over it the bus between livekit-server and livekit-sip. */
    BUS(Exit.PROTOCOL),
    /** The API key or its secret; clocks. */
    KEY(Exit.NOT_PERMITTED),
    /** The configuration, ours or LiveKit's. */
    CONFIGURATION(Exit.CONFIGURATION);

    private final int exitCode;

    FaultClass(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
