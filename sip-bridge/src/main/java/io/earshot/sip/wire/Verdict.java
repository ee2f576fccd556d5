package io.earshot.sip.wire;

import java.util.List;

/** What to do with a received message before it is parsed. */
public sealed interface Verdict {

    /**
     * Fit to be parsed.
     *
     * @param message the message, header lines unfolded and body cut to its Content-Length
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Fit(byte[] message) implements Verdict {}

    /**
     * A request that gets its final answer at once, without a transaction.
     *
     * @param headers extra header lines of the answer, such as {@code "Allow: INVITE"}
     */
    record Refuse(int status, String reason, List<String> headers) implements Verdict {}

    /** Not answered: a response or ACK in bad shape, or too little of a request to answer it. */
    record Ignore(String why) implements Verdict {
        /** Why an empty message is ignored, which is no fault (RFC 5626 section 4.4.1). */
        public static final String KEEP_ALIVE = "keep-alive";
    }
}
