package io.earshot.media.ice;

/** What ICE ignored, shared by the generations of one transport. Confined to the transport's loop. */
public final class IceCounters {
    long malformed;
    long refused;
    long ignoredCandidates;
    long unmatched;
    long switches;
    long consentLost;
    long roleSwitches;

    /** Broken messages, and those whose fingerprint is wrong. */
    public long malformed() {
        return malformed;
    }

    /** Messages for another user name, or whose integrity is missing or wrong. */
    public long refused() {
        return refused;
    }

    /** Remote candidates of no use: another family or transport, a name, an address nobody has, or too many. */
    public long ignoredCandidates() {
        return ignoredCandidates;
    }

    /** A candidate line that could not be read. */
    public void ignoreCandidate() {
        ignoredCandidates++;
    }

    /** Responses that nobody waited for. */
    public long unmatched() {
        return unmatched;
    }

    /** Selections after the first. */
    public long switches() {
        return switches;
    }

    /** Times the peer stopped answering. */
    public long consentLost() {
        return consentLost;
    }

    /** Role conflicts that we gave in to. */
    public long roleSwitches() {
        return roleSwitches;
    }
}
