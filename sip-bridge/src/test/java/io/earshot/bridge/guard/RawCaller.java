package io.earshot.bridge.guard;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls by hand, from any loopback address. */
final class RawCaller implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final DatagramSocket socket;
    /** Takes the agent's audio, and keeps it from anybody else. */
    private final DatagramSocket audio;

    private final InetSocketAddress bridge;
    private final String address;
    private String callId = "";
    private String from = "100";
    private String number = "";
    private String toTag = "";
    private int cseq;

    RawCaller(String address, int bridgePort) throws IOException {
        this.address = address;
        this.socket = new DatagramSocket(new InetSocketAddress(address, 0));
        this.bridge = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), bridgePort);
        socket.setSoTimeout(5_000);
        this.audio = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
    }

    RawCaller from(String caller) {
        from = caller;
        return this;
    }

    /** Sends an INVITE of a new call and returns its final response. */
    String invite(String called, String... headers) throws IOException {
        callId = "raw-" + NEXT.incrementAndGet() + "@" + address;
        number = called;
        cseq = 0;
        toTag = "";
        return again(headers);
    }

    /** Repeats the INVITE with other header fields, as after a challenge. */
    String again(String... headers) throws IOException {
        cseq++;
        String sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + "m=audio "
                + audio.getLocalPort() + " RTP/AVP 0\r\n";
        send(request("INVITE", String.join("", headers) + "Content-Type: application/sdp\r\n", sdp));
        String answer = receive();
        while (answer.startsWith("SIP/2.0 1")) {
            answer = receive();
        }
        Matcher tag = Pattern.compile("(?mi)^To:.*;tag=([^\\s;]+)").matcher(answer);
        toTag = tag.find() ? ";tag=" + tag.group(1) : "";
        send(request("ACK", "", ""));
        return answer;
    }

    /** Hangs up. */
    void bye() throws IOException {
        cseq++;
        send(request("BYE", "", ""));
        receive();
    }

    void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        socket.send(new DatagramPacket(bytes, bytes.length, bridge));
    }

    /** The next message, or a {@link java.net.SocketTimeoutException}. */
    String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    void patience(int milliseconds) throws IOException {
        socket.setSoTimeout(milliseconds);
    }

    String request(String method, String extra, String body) {
        String target = "sip:" + number + "@127.0.0.1";
        return method + " " + target + " SIP/2.0\r\nVia: SIP/2.0/UDP " + address + ":" + socket.getLocalPort()
                + ";rport;branch=z9hG4bK" + callId.hashCode() + "." + cseq + (method.equals("BYE") ? "b" : "")
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:" + from + "@" + address + ">;tag=raw\r\nTo: <" + target + ">"
                + (method.equals("INVITE") ? "" : toTag) + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + " "
                + method + "\r\nContact: <sip:" + from + "@" + address + ":" + socket.getLocalPort() + ">\r\n"
                + extra + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** What proves a password to a challenge by SHA-256 (RFC 7616). */
    static String proof(String challenge, String user, String password) throws Exception {
        Matcher asked = Pattern.compile("realm=\"([^\"]+)\", nonce=\"([^\"]+)\", algorithm=SHA-256")
                .matcher(challenge);
        if (!asked.find()) {
            throw new AssertionError("no challenge in " + challenge);
        }
        String middle = asked.group(2) + ":00000001:c:auth:";
        String proof = sha(sha(user + ":" + asked.group(1) + ":" + password) + ":" + middle + sha("INVITE:sip:x"));
        return "Proxy-Authorization: Digest username=\"" + user + "\", realm=\"" + asked.group(1) + "\", nonce=\""
                + asked.group(2)
                + "\", uri=\"sip:x\", algorithm=SHA-256, qop=auth, nc=00000001, cnonce=\"c\", response=\""
                + proof + "\"\r\n";
    }

    private static String sha(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        socket.close();
        audio.close();
    }
}
