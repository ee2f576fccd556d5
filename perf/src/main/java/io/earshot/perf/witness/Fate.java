package io.earshot.perf.witness;

/** What the caller knows of how a call went. */
public enum Fate {
    /** INVITE was sent, and no final answer came yet. */
    INVITED,
    /** Answered; both sides talk. */
    UP,
    /** The caller sent BYE, which was not answered yet. */
    LEAVING,
    /** The caller's BYE was answered: this call ended in full. */
    FINISHED,
    /** The bridge sent BYE. */
    ENDED_BY_BRIDGE,
    /** The INVITE was refused. */
    REFUSED,
    /** The bridge died before it answered the INVITE. */
    CUT_UNANSWERED,
    /** The bridge died during the call. */
    CUT,
    /** The bridge died after the caller's BYE was sent and before its answer came: either may be true. */
    UNDECIDED,
    /** No answer came to INVITE or BYE although the bridge lived. */
    SILENCE;

    /** Whether nothing more is expected of the call. */
    public boolean over() {
        return switch (this) {
            case INVITED, UP, LEAVING -> false;
            default -> true;
        };
    }

    /** What a call is that the bridge's death meets like this. */
    Fate cut() {
        return switch (this) {
            case INVITED -> CUT_UNANSWERED;
            case UP -> CUT;
            case LEAVING -> UNDECIDED;
            default -> this;
        };
    }
}
