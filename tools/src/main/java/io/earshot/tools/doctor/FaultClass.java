package io.earshot.tools.doctor;

import java.util.Locale;

/** What part is at fault, and the exit code that says so (numbers of sysexits.h where one fits). */
enum FaultClass {
    /** Trunks and dispatch rules. */
    TELEPHONY(65),
    /** The webhook endpoint, and the way from LiveKit to it. */
    WEBHOOK(68),
    /** The LiveKit server: its address, its certificate, the server itself. */
    LIVEKIT(69),
    /** The Java platform, native libraries, the machine's limits. */
    MACHINE(71),
    /** Audio does not pass. */
    MEDIA(74),
    /** A vendor's key or service. */
    PROVIDER(75),
    /** Redis, and over it the bus between livekit-server and livekit-sip. */
    BUS(76),
    /** The API key or its secret; clocks. */
    KEY(77),
    /** The configuration, ours or LiveKit's. */
    CONFIGURATION(78);

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
