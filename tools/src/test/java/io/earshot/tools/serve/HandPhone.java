package io.earshot.tools.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.earshot.media.audio.G711;
import io.earshot.tools.call.Utterance;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A telephone whose every message the test writes itself: SIP and RTP over UDP, PCMU. Confined to the test's thread. */
final class HandPhone implements AutoCloseable {
    private static final AtomicInteger IDS = new AtomicInteger();
    private static final int PATIENCE_MS = 15_000;

    final String callId = "hand-" + IDS.incrementAndGet() + "@earshot.invalid";
    final DatagramSocket sip;
    final DatagramSocket rtp;
    final DatagramSocket rtcp;
    private final InetSocketAddress bridge;
    private String branch = "z9hG4bK" + callId.hashCode();
    private String to;
    private int cseq = 1;
    private final String number;
    private InetSocketAddress bridgeRtp;
    private int sequence = 1_000;
    private int timestamp = 160_000;

    HandPhone(int port, String number) throws IOException {
        this.bridge = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.number = number;
        this.to = "<sip:" + number + "@127.0.0.1>";
        this.sip = socket();
        this.rtp = socket();
        this.rtcp = socket();
        sip.setSoTimeout(PATIENCE_MS);
    }

    /** A session description with one PCMU stream at our RTP port. */
    String sdp(String direction) {
        return sdp(new String[] {"m=audio " + rtp.getLocalPort() + " RTP/AVP 0", "a=rtpmap:0 PCMU/8000", direction});
    }

    /** A session description with these lines for its media. */
    String sdp(String[] lines) {
        return "v=0\r\no=hand 1 " + cseq + " IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + String.join("\r\n", lines) + "\r\n";
    }

    /** Calls and acknowledges the answer; returns it. */
    String call() throws IOException {
        String answer = finalOf("INVITE", "", sdp("a=sendrecv"));
        if (status(answer) != 200) {
            throw new AssertionError(answer);
        }
        accepted(answer);
        return answer;
    }

    /** Changes the session and acknowledges the answer; returns it. */
    String reinvite(String direction) throws IOException {
        cseq++;
        String answer = finalOf("INVITE", "", sdp(direction));
        ack();
        return answer;
    }

    /** Sends a request within the call and returns its final response. */
    String request(String method, String headers, String body) throws IOException {
        cseq++;
        return finalOf(method, headers, body);
    }

    /** Sends a request of the current sequence number and returns its final response. */
    String finalOf(String method, String headers, String body) throws IOException {
        branch += "n";
        send(text(method, headers, body));
        String message = receive();
        while (!message.startsWith("SIP/2.0 ")
                || status(message) < 200
                || !cseq(message).equals(cseq + " " + method)) {
            message = receive();
        }
        return message;
    }

    /** The next request of that method, answered; what else comes is passed over. */
    String expect(String method, String status) throws IOException {
        String message = receive();
        while (!message.startsWith(method + " ")) {
            message = receive();
        }
        respond(message, status);
        return message;
    }

    /** Answers a request. */
    void respond(String request, String status) throws IOException {
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + "\r\n");
        for (String line : request.split("\r\n\r\n", 2)[0].split("\r\n")) {
            if (line.matches("(?i)(Via|From|To|Call-ID|CSeq):.*")) {
                response.append(line).append("\r\n");
            }
        }
        response.append("Contact: <sip:hand@127.0.0.1:" + sip.getLocalPort() + ">\r\nContent-Length: 0\r\n\r\n");
        send(response.toString());
    }

    void ack() throws IOException {
        branch += "a";
        send(text("ACK", "", ""));
    }

    void accepted(String answer) throws IOException {
        to = header(answer, "To");
        Matcher media = Pattern.compile("m=audio (\\d+) ").matcher(answer);
        if (media.find()) {
            bridgeRtp = new InetSocketAddress(bridge.getAddress(), Integer.parseInt(media.group(1)));
        }
        ack();
    }

    /** Where the bridge takes the call's RTP. */
    InetSocketAddress bridgeRtp() {
        return bridgeRtp;
    }

    /** The octets of an utterance. */
    static byte[] mulaw(Utterance utterance) {
        int step = utterance.sampleRate() / 8_000;
        byte[] octets = new byte[utterance.pcm().length / step];
        for (int i = 0; i < octets.length; i++) {
            int sum = 0;
            for (int j = 0; j < step; j++) {
                sum += utterance.pcm()[i * step + j];
            }
            octets[i] = G711.linearToMu((short) (sum / step));
        }
        return octets;
    }

    /** Speaks these PCMU octets in packets of 20 ms at their pace, then silence for {@code thenMs}. */
    void speak(byte[] mulaw, int thenMs) throws Exception {
        int packets = mulaw.length / 160 + thenMs / 20;
        long startNs = System.nanoTime();
        for (int i = 0; i < packets; i++) {
            byte[] payload = new byte[160];
            java.util.Arrays.fill(payload, (byte) 0xFF);
            int left = Math.max(0, Math.min(160, mulaw.length - i * 160));
            if (left > 0) {
                System.arraycopy(mulaw, i * 160, payload, 0, left);
            }
            sendRtp(payload);
            long aheadNs = startNs + (i + 1) * 20_000_000L - System.nanoTime();
            if (aheadNs > 0) {
                java.util.concurrent.TimeUnit.NANOSECONDS.sleep(aheadNs);
            }
        }
    }

    /** The next packet of our stream. */
    void sendRtp(byte[] payload) throws IOException {
        java.nio.ByteBuffer packet = java.nio.ByteBuffer.allocate(12 + payload.length);
        packet.put((byte) 0x80)
                .put((byte) 0)
                .putShort((short) sequence++)
                .putInt(timestamp)
                .putInt(0x4A4D);
        packet.put(payload);
        timestamp += payload.length;
        rtp.send(new DatagramPacket(packet.array(), packet.limit(), bridgeRtp));
    }

    /** RTP packets that wait to be read, read now; stops when none comes for {@code quietMs}. */
    int countRtp(int quietMs) throws IOException {
        int count = 0;
        rtp.setSoTimeout(quietMs);
        try {
            while (count < 100_000) {
                rtp.receive(new DatagramPacket(new byte[2_048], 2_048));
                count++;
            }
        } catch (SocketTimeoutException _) {
            // That was all.
        }
        return count;
    }

    String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        sip.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
    }

    void send(String message) throws IOException {
        byte[] bytes = message.getBytes(ISO_8859_1);
        sip.send(new DatagramPacket(bytes, bytes.length, bridge));
    }

    String text(String method, String headers, String body) {
        String type = body.isEmpty() || headers.contains("Content-Type") ? "" : "Content-Type: application/sdp\r\n";
        return method + " sip:" + number + "@127.0.0.1:" + bridge.getPort() + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + sip.getLocalPort() + ";branch=" + branch + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:hand@127.0.0.1>;tag=hand\r\n"
                + "To: " + to + "\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: " + cseq + " " + method + "\r\n"
                + "Contact: <sip:hand@127.0.0.1:" + sip.getLocalPort() + ">\r\n"
                + type + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static int status(String response) {
        return Integer.parseInt(response.substring(8, 11));
    }

    static String header(String message, String name) {
        Matcher matcher = Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(message);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String cseq(String message) {
        return header(message, "CSeq");
    }

    private static DatagramSocket socket() throws IOException {
        return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @Override
    public void close() {
        sip.close();
        rtp.close();
        rtcp.close();
    }
}
