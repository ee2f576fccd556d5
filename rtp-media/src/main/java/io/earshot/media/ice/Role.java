package io.earshot.media.ice;

/** Who nominates (RFC 8445, section 7.3.1.1). Confined to its agent. */
final class Role {
    final long tieBreaker;
    boolean controlling;

    Role(long tieBreaker) {
        this.tieBreaker = tieBreaker;
    }

    boolean conflicts(StunReader request) {
        return controlling ? request.isControlling() : request.isControlled();
    }

    /** In a conflict the larger tie-breaker controls, both as unsigned numbers. */
    boolean insistsAgainst(long theirs) {
        boolean larger = Long.compareUnsigned(tieBreaker, theirs) >= 0;
        return controlling == larger;
    }

    void giveIn() {
        controlling = !controlling;
    }
}
