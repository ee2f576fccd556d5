package io.earshot.perf.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The messages of one call as its caller writes them: SIP over UDP on loopback, nothing optional. Confined to the callers' thread. */
public final class SipText {
    private static final Pattern CONTACT = Pattern.compile("<([^>]+)>");

    private final String local;
    private final String callId;
    private final String from;
    private String to;
    private String target;
    private int cseq = 1;

    /**
     * The messages of a call that was not placed yet.
     *
     * @param local the caller's HOST:PORT
     * @param remote the other end's
     */
    public SipText(String local, String remote, String callId, String caller, String number) {
        this.local = local;
        this.callId = callId;
        this.from = "<sip:" + caller + "@127.0.0.1>;tag=c";
        this.to = "<sip:" + number + "@127.0.0.1>";
        this.target = "sip:" + number + "@" + remote;
    }

    /** INVITE with an offer of PCMU. */
    public String invite(int rtpPort) {
        return request(
                "INVITE",
                "v=0\r\no=c 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + rtpPort
                        + " RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\n");
    }

    /** ACK of the answer. */
    public String ack() {
        return request("ACK", "");
    }

    /** BYE. */
    public String bye() {
        cseq++;
        return request("BYE", "");
    }

    /** Takes the dialog's tag and the other end's contact from a final response. */
    public void confirm(String response) {
        to = field(response, "To");
        Matcher contact = CONTACT.matcher(field(response, "Contact"));
        target = contact.find() ? contact.group(1) : target;
    }

    /** 200 to a request of the other end. */
    public static String ok(String request) {
        StringBuilder response = new StringBuilder("SIP/2.0 200 OK\r\n");
        request.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches("(?i)(Via|From|To|Call-ID|CSeq):.*"))
                .forEach(line -> response.append(line).append("\r\n"));
        return response.append("Content-Length: 0\r\n\r\n").toString();
    }

    /** Status of a response. */
    public static int status(String response) {
        return Integer.parseInt(response.substring(8, 11));
    }

    /** Value of the first header field of that name, or an empty text. */
    public static String field(String message, String name) {
        Matcher matcher = Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(message);
        return matcher.find() ? matcher.group(1) : "";
    }

    private String request(String method, String body) {
        String type = body.isEmpty() ? "" : "Content-Type: application/sdp\r\n";
        return method + " " + target + " SIP/2.0\r\nVia: SIP/2.0/UDP " + local + ";branch=z9hG4bK" + callId + method
                + cseq
                + "\r\nMax-Forwards: 70\r\nFrom: " + from + "\r\nTo: " + to + "\r\nCall-ID: " + callId + "\r\nCSeq: "
                + cseq + " " + method + "\r\nContact: <sip:c@" + local + ">\r\n" + type + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }
}
