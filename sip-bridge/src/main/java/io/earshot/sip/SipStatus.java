package io.earshot.sip;

/**
 * A response's status code and reason phrase (RFC 3261 section 21). Immutable.
 *
 * @param code 100 to 699
 * @param phrase shown to people, never interpreted
 */
public record SipStatus(int code, String phrase) {

    public static final SipStatus TRYING = new SipStatus(100, "Trying");
    public static final SipStatus RINGING = new SipStatus(180, "Ringing");
    public static final SipStatus SESSION_PROGRESS = new SipStatus(183, "Session Progress");
    public static final SipStatus OK = new SipStatus(200, "OK");
    public static final SipStatus BAD_REQUEST = new SipStatus(400, "Bad Request");
    public static final SipStatus FORBIDDEN = new SipStatus(403, "Forbidden");
    public static final SipStatus NOT_FOUND = new SipStatus(404, "Not Found");
    public static final SipStatus METHOD_NOT_ALLOWED = new SipStatus(405, "Method Not Allowed");
    public static final SipStatus NOT_ACCEPTABLE = new SipStatus(406, "Not Acceptable");
    public static final SipStatus REQUEST_TIMEOUT = new SipStatus(408, "Request Timeout");
    public static final SipStatus UNSUPPORTED_MEDIA_TYPE = new SipStatus(415, "Unsupported Media Type");
    public static final SipStatus BAD_EXTENSION = new SipStatus(420, "Bad Extension");
    public static final SipStatus TEMPORARILY_UNAVAILABLE = new SipStatus(480, "Temporarily Unavailable");
    public static final SipStatus NO_DIALOG = new SipStatus(481, "Call/Transaction Does Not Exist");
    public static final SipStatus LOOP_DETECTED = new SipStatus(482, "Loop Detected");
    public static final SipStatus TOO_MANY_HOPS = new SipStatus(483, "Too Many Hops");
    public static final SipStatus BUSY_HERE = new SipStatus(486, "Busy Here");
    public static final SipStatus REQUEST_TERMINATED = new SipStatus(487, "Request Terminated");
    public static final SipStatus NOT_ACCEPTABLE_HERE = new SipStatus(488, "Not Acceptable Here");
    public static final SipStatus REQUEST_PENDING = new SipStatus(491, "Request Pending");
    public static final SipStatus SERVER_ERROR = new SipStatus(500, "Server Internal Error");
    public static final SipStatus SERVICE_UNAVAILABLE = new SipStatus(503, "Service Unavailable");
    public static final SipStatus DECLINE = new SipStatus(603, "Decline");

    public SipStatus {
        if (code < 100 || code > 699) {
            throw new IllegalArgumentException("status code out of range");
        }
        if (phrase.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("control character in the reason phrase");
        }
    }

    /** The same code with other words. */
    public SipStatus withPhrase(String words) {
        return new SipStatus(code, words);
    }
}
