package io.earshot.media.sdp;

/** What came of one step of offer/answer. Immutable. */
public sealed interface Outcome {

    /**
     * Both sides agree.
     *
     * @param answerSdp the answer: ours to send, or the peer's as it was read. Not to be modified.
     * @param agreed the stream as it is from now on
     */
    @SuppressWarnings("ArrayRecordComponent") // a message body on its way out; nothing compares it
    record Accepted(byte[] answerSdp, NegotiatedAudio agreed) implements Outcome {}

    /**
     * Well-formed, but nothing we can do: 488 Not Acceptable Here to an offer, BYE after an answer. What was agreed before
     * stays in force.
     *
     * @param warningCode code for a Warning header (RFC 3261, section 20.43)
     * @param reason short ASCII text that never quotes the peer, so it is safe in a header
     */
    record NotAcceptable(int warningCode, String reason) implements Outcome {}

    /**
     * Not a session description: 400 Bad Request. What was agreed before stays in force.
     *
     * @param reason short ASCII text that never quotes the peer
     */
    record Malformed(String reason) implements Outcome {}
}
