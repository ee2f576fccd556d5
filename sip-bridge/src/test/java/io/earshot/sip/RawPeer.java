package io.earshot.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A peer that writes its own SIP text on a UDP socket and reads what comes back. */
final class RawPeer implements AutoCloseable {

    private static final AtomicInteger IDS = new AtomicInteger();
    private static final String SDP = "v=0\r\n";

    final DatagramSocket socket;
    final InetSocketAddress target;
    final String callId = "raw-" + IDS.incrementAndGet() + "@test";
    String branch = "z9hG4bK" + callId.replace("@", ".");
    String toTag = "";
    int cseq = 1;

    RawPeer(int port) throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(5000);
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, target));
    }

    /** The next message, whatever it is. */
    String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
    }

    /** The next final response. */
    String receiveFinal() throws IOException {
        String message = receive();
        while (message.startsWith("SIP/2.0 1")) {
            message = receive();
        }
        return message;
    }

    /** Whether nothing comes before the answer to a probe that is sent now. */
    boolean silentUntilProbed() throws IOException {
        try (RawPeer probe = new RawPeer(target.getPort())) {
            send(probe.request("OPTIONS", "").replace(":" + probe.port() + ";", ":" + port() + ";"));
            return receive().contains(probe.callId);
        }
    }

    static int status(String response) {
        return Integer.parseInt(response.substring(8, 11));
    }

    /** A request with the usual header fields; {@code extra} are whole lines. */
    String request(String method, String extra) {
        return request(method, extra, method.equals("INVITE") ? SDP : "");
    }

    String request(String method, String extra, String body) {
        String type = body.isEmpty() || extra.contains("Content-Type") ? "" : "Content-Type: application/sdp\r\n";
        return method + " sip:agent@127.0.0.1 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + port() + ";branch=" + branch + "\r\n"
                + (extra.contains("Max-Forwards") ? "" : "Max-Forwards: 70\r\n")
                + "From: <sip:raw@127.0.0.1>;tag=raw\r\n"
                + "To: <sip:agent@127.0.0.1>" + (toTag.isEmpty() ? "" : ";tag=" + toTag) + "\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: " + cseq + " " + method + "\r\n"
                + "Contact: <sip:raw@127.0.0.1:" + port() + ">\r\n"
                + type
                + extra
                + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Starts a new transaction. */
    RawPeer next() {
        cseq++;
        branch += "n";
        return this;
    }

    /** Sends INVITE, takes the 200, remembers its tag. */
    String invite(String extra) throws IOException {
        send(request("INVITE", extra));
        String answer = receiveFinal();
        toTag = tag(answer);
        return answer;
    }

    /** ACK of a 2xx. */
    void ack() throws IOException {
        String saved = branch;
        branch += "ack";
        send(request("ACK", ""));
        branch = saved;
    }

    /** A whole call: INVITE, 200, ACK, BYE, 200. */
    void call() throws IOException {
        String answer = invite("");
        if (status(answer) != 200) {
            throw new IllegalStateException(answer);
        }
        ack();
        next();
        send(request("BYE", ""));
        String bye = receiveFinal();
        if (status(bye) != 200) {
            throw new IllegalStateException(bye);
        }
    }

    static String tag(String response) {
        Matcher matcher = Pattern.compile("(?im)^To:.*;tag=([^;\\s]+)").matcher(response);
        return matcher.find() ? matcher.group(1) : "";
    }

    static String header(String message, String name) {
        Matcher matcher = Pattern.compile("(?imd)^" + name + ": *(.*?)\r$").matcher(message);
        return matcher.find() ? matcher.group(1) : "";
    }

    @Override
    public void close() {
        socket.close();
    }
}
