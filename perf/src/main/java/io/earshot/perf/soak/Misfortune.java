package io.earshot.perf.soak;

import java.util.List;

/** What goes wrong, in turn. Those with faults last for {@link SoakPlan#LENGTH_MS}; the others say how long themselves. */
enum Misfortune {
    RECOGNISER_SILENT("deepgram:stall"),
    RECOGNISER_CUT("deepgram:disconnect"),
    MODEL_FAILS("groq:refuse,status=500"),
    MODEL_LIMITED("groq:limit,retry-after=5"),
    MODEL_STALLS("groq:stall"),
    VOICE_CUT("cartesia:disconnect"),
    VOICE_GARBAGE("cartesia:garbage"),
    VOICE_REFUSES("cartesia:refuse,status=401"),
    ALL_REFUSE("deepgram:refuse", "groq:refuse", "cartesia:refuse"),
    ALL_SLOW("deepgram:slow,delay=3s", "groq:slow,delay=3s", "cartesia:slow,delay=3s"),
    /** The vendors' process is stopped by a signal and goes on later. */
    VENDORS_FREEZE,
    /** The vendors' process is killed and started anew at the same port. */
    VENDORS_KILLED,
    /** The bridge itself is stopped for a second, as a host does that runs out of time. */
    BRIDGE_FREEZES,
    /** A changed configuration, then one with mistakes, then the first again. */
    CONFIGURATION_CHANGES,
    /** Datagrams to the SIP port that are no SIP, half SIP, or SIP with mistakes. */
    SIP_GARBAGE,
    /** Callers that send an INVITE and are never heard of again. */
    CALLERS_VANISH,
    /** Packets to every media port from a stranger. */
    STRANGERS_RTP,
    /** Connections to the HTTP port that say little, slowly. */
    SLOW_HTTP;

    private final List<String> faults;

    Misfortune(String... faults) {
        this.faults = List.of(faults);
    }

    /** Faults of the simulated vendors in the form of {@code earshot simulate --fault}. */
    List<String> faults() {
        return faults;
    }
}
