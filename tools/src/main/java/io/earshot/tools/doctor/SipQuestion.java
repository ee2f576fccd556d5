package io.earshot.tools.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one sequence outside of a dialog (RFC 3261, section 8.1), sent from a socket of their own, each until a final answer comes. Blocks, within bounds. It is
 * apart from the bridge's SIP so that what is examined does not examine itself.
 */
final class SipQuestion implements AutoCloseable {
    private static final int PATIENCE_MS = 2_500;
    private static final int CONNECT_MS = 2_000;
    private static final int FIRST_REPEAT_MS = 500;
    private static final int LONGEST_ANSWER = 65_536;

    private final SipTarget target;
    private final TrunkTls tls;
    private final String method;
    private final String callId = token();
    private final String tag = token();
    private @Nullable DatagramSocket datagrams;
    private @Nullable Socket connection;
    private int sequence;

    /** A request of {@code method}, OPTIONS or REGISTER, to {@code target}, by {@code tls} where it is to be secure. */
    SipQuestion(SipTarget target, TrunkTls tls, String method) {
        this.target = target;
        this.tls = tls;
        this.method = method;
    }

    /** The URI that the request names. */
    String uri() {
        return "sip:" + target.place()
                + (target.transport() == SipTarget.Transport.UDP
                        ? ""
                        : ";transport=" + target.transport().token());
    }

    /** Asks OPTIONS once. */
    static SipAnswer options(SipTarget target, TrunkTls tls) {
        try (SipQuestion question = new SipQuestion(target, tls, "OPTIONS")) {
            return question.ask("");
        }
    }

    /** Asks, with one more header field or none; each further time as the next request of the same sequence. */
    SipAnswer ask(String more) {
        long beginNs = System.nanoTime();
        try {
            InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(target.host()), target.port());
            return target.transport() == SipTarget.Transport.UDP
                    ? datagram(to, more, beginNs)
                    : stream(to, more, beginNs);
        } catch (IOException none) {
            return SipAnswer.none(none, System.nanoTime() - beginNs);
        }
    }

    private SipAnswer datagram(InetSocketAddress to, String more, long beginNs) throws IOException {
        DatagramSocket socket = datagrams();
        socket.connect(to);
        byte[] request = request(socket.getLocalAddress(), socket.getLocalPort(), more);
        DatagramPacket received = new DatagramPacket(new byte[LONGEST_ANSWER], LONGEST_ANSWER);
        int waitMs = FIRST_REPEAT_MS;
        while (true) {
            socket.send(new DatagramPacket(request, request.length));
            try {
                return received(socket, received, waitMs, beginNs);
            } catch (SocketTimeoutException again) {
                if (elapsedMs(beginNs) >= PATIENCE_MS) {
                    throw again;
                }
                waitMs = Math.min(2 * waitMs, (int) Math.max(50, PATIENCE_MS - elapsedMs(beginNs)));
            }
        }
    }

    private DatagramSocket datagrams() throws IOException {
        DatagramSocket open = datagrams == null ? new DatagramSocket() : datagrams;
        datagrams = open;
        return open;
    }

    private SipAnswer received(DatagramSocket socket, DatagramPacket packet, int waitMs, long beginNs)
            throws IOException {
        long untilNs = System.nanoTime() + waitMs * 1_000_000L;
        while (true) {
            long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new SocketTimeoutException("no answer");
            }
            socket.setSoTimeout((int) leftMs);
            socket.receive(packet);
            SipAnswer answer = mine(new String(packet.getData(), 0, packet.getLength(), UTF_8), beginNs);
            if (answer.status() >= 200) {
                return answer;
            }
        }
    }

    private SipAnswer stream(InetSocketAddress to, String more, long beginNs) throws IOException {
        Socket socket = connected(to);
        socket.getOutputStream().write(request(socket.getLocalAddress(), socket.getLocalPort(), more));
        socket.getOutputStream().flush();
        while (true) {
            SipAnswer answer = mine(head(socket.getInputStream()), beginNs);
            if (answer.status() >= 200) {
                return answer;
            }
        }
    }

    /** The connection, kept for all requests: what answers one may be bound to it. */
    private Socket connected(InetSocketAddress to) throws IOException {
        Socket open = connection;
        if (open == null) {
            Socket plain = new Socket();
            connection = plain;
            plain.connect(to, CONNECT_MS);
            plain.setSoTimeout(PATIENCE_MS);
            open = target.transport() == SipTarget.Transport.TLS ? tls.secured(plain, target) : plain;
            connection = open;
        }
        return open;
    }

    /** The answer in {@code head}, when it is one to our request. */
    private SipAnswer mine(String head, long beginNs) {
        SipAnswer answer = SipAnswer.parse(head, System.nanoTime() - beginNs);
        String id = answer.first("call-id").isEmpty() ? answer.first("i") : answer.first("call-id");
        return id.equals(callId) && answer.first("cseq").startsWith(sequence + " ")
                ? answer
                : new SipAnswer(0, "", answer.headers(), answer.tookNs(), null);
    }

    /** A message's head; its body is read over. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST_ANSWER && head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new SocketTimeoutException("the connection was closed without an answer");
            }
            if (head.length() > 0 || (octet != '\r' && octet != '\n')) {
                head.append((char) octet);
            }
        }
        String length = SipAnswer.parse(head.toString(), 0).first("content-length");
        if (length.matches("\\d{1,5}")) {
            in.skipNBytes(Integer.parseInt(length));
        }
        return head.toString();
    }

    private byte[] request(InetAddress local, int port, String more) {
        sequence++;
        String host = local.getHostAddress().replaceAll("%.*", "");
        String here = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        String party = target.user().isEmpty() ? "doctor" : target.user();
        String us = "sip:" + party + "@" + (target.user().isEmpty() ? here : target.place());
        String them = target.user().isEmpty() || method.equals("OPTIONS") ? uri() : us;
        return (method + " " + uri() + " SIP/2.0\r\n"
                        + "Via: SIP/2.0/" + target.transport() + " " + here + ";branch=z9hG4bK" + token() + ";rport\r\n"
                        + "Max-Forwards: 70\r\n"
                        + "From: <" + us + ">;tag=" + tag + "\r\n"
                        + "To: <" + them + ">\r\n"
                        + "Call-ID: " + callId + "\r\n"
                        + "CSeq: " + sequence + " " + method + "\r\n"
                        + (method.equals("OPTIONS")
                                ? "Contact: <sip:doctor@" + here + ">\r\nAccept: application/sdp\r\n"
                                : "")
                        + (more.isEmpty() ? "" : more + "\r\n")
                        + "User-Agent: earshot-doctor\r\n"
                        + "Content-Length: 0\r\n\r\n")
                .getBytes(UTF_8);
    }

    @Override
    public void close() {
        try {
            if (datagrams != null) {
                datagrams.close();
            }
            if (connection != null) {
                connection.close();
            }
        } catch (IOException gone) {
            // The other end had closed it.
        }
    }

    private static long elapsedMs(long beginNs) {
        return (System.nanoTime() - beginNs) / 1_000_000;
    }

    private static String token() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
