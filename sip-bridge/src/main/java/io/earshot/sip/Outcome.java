package io.earshot.sip;

import gov.nist.javax.sip.message.SIPResponse;

/** What became of a request of ours. */
sealed interface Outcome {

    /** A response, provisional or final. */
    record Answered(SIPResponse response) implements Outcome {}

    /** No final response will come. */
    record Lost(CallEnd.Cause cause) implements Outcome {}
}
