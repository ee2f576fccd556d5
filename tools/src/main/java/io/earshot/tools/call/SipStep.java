package io.earshot.tools.call;

/**
 * One SIP message as the softphone sent or received it. Immutable.
 *
 * @param atMs milliseconds since the INVITE was sent
 * @param outgoing true when the softphone sent it
 * @param text method, or status and reason
 * @param note what is worth knowing of it (codec offered, retransmission), or empty
 */
public record SipStep(double atMs, boolean outgoing, String text, String note) {}
