package io.earshot.sip;

import io.earshot.sip.digest.DigestClient;
import org.jspecify.annotations.Nullable;

/** Why a call is over. Each call has exactly one. */
public sealed interface CallEnd {

    /** The peer sent BYE; {@code reason} is its Reason header field (RFC 3326), if any. */
    record RemoteBye(@Nullable String reason) implements CallEnd {}

    /** We sent BYE. */
    record LocalBye() implements CallEnd {}

    /** The caller sent CANCEL before an answer; {@code reason} is its Reason header field, if any. */
    record Cancelled(@Nullable String reason) implements CallEnd {}

    /** We refused the peer's INVITE. */
    record Declined(SipStatus status) implements CallEnd {}

    /** The peer refused our INVITE, or confirmed our CANCEL with 487. */
    record Rejected(SipStatus status) implements CallEnd {}

    /** The peer refused our INVITE for want of a proof that we gave or would not give (401, 407). */
    record Unproved(SipStatus status, DigestClient.Refusal why) implements CallEnd {}

    /** It broke. */
    record Failed(Cause cause, String detail) implements CallEnd {}

    /** What broke. */
    enum Cause {
        /** Our 200 was repeated for 64*T1 and never acknowledged (RFC 3261 section 13.3.1.4). */
        ACK_MISSING,
        /** A request of ours got no final response. */
        NO_RESPONSE,
        /** A message could not be sent, or the TCP connection of a pending request was lost. */
        TRANSPORT,
        /** An exception in the application or in this library ended the call. */
        BUG,
        /** The endpoint was closed. */
        SHUTDOWN
    }
}
