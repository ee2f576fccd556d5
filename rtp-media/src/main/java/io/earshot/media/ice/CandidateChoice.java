package io.earshot.media.ice;

/** Which candidates of a connection are used. Asked on the connection's loop. */
public interface CandidateChoice {
    /** Every candidate there is. */
    CandidateChoice ALL = new CandidateChoice() {};

    /** Whether the peer is told of this candidate of ours. */
    default boolean ours(IceCandidate candidate) {
        return true;
    }

    /** Whether this candidate of the peer's is tried. */
    default boolean theirs(IceCandidate candidate) {
        return true;
    }
}
