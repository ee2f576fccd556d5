package io.earshot.tools.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A telephone that speaks tones and listens for them: PCMU over UDP on loopback, SIP written by hand so that it depends on nothing of
 * ours. Its media runs on threads of its own; everything else is confined to the test's thread.
 */
final class TonePhone implements AutoCloseable {
    private static final AtomicInteger IDS = new AtomicInteger();
    private static final int PATIENCE_MS = 20_000;

    final ToneMedia media;
    private final DatagramSocket sip = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress target;
    private final String number;
    private final String callId = "tone-" + IDS.incrementAndGet() + "-" + System.nanoTime();
    private final BlockingQueue<String> responses = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> byes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> refers = new LinkedBlockingQueue<>();
    private String from = "+15550199";
    private String headers = "";
    private String to;
    private String contact;
    private int cseq = 1;
    private boolean up;

    /** A telephone that will call {@code number} at a local port. */
    TonePhone(int port, String number) throws IOException {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.number = number;
        this.to = "<sip:" + number + "@127.0.0.1>";
        this.contact = "sip:" + number + "@127.0.0.1:" + port;
        this.media = new ToneMedia();
        Thread.ofPlatform().daemon().name("tone-sip").start(this::readSip);
    }

    /** The caller's number. */
    TonePhone from(String caller) {
        from = caller;
        return this;
    }

    /** A further header of the INVITE. */
    TonePhone header(String name, String value) {
        headers += name + ": " + value + "\r\n";
        return this;
    }

    String callId() {
        return callId;
    }

    /** Calls and acknowledges the answer; milliseconds from INVITE to 200. Fails on any other final response. */
    double dial() throws Exception {
        long startNs = System.nanoTime();
        String answer = finalOf("INVITE", media.offer());
        double ms = (System.nanoTime() - startNs) / 1e6;
        if (status(answer) != 200) {
            throw new AssertionError(answer);
        }
        answered(answer);
        return ms;
    }

    /** Calls on a thread of its own, for calls that are answered only when somebody else has come. */
    CompletableFuture<Double> dialling() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return dial();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    /** Calls and returns the final response, acknowledged but not taken. */
    String refused() throws Exception {
        String answer = finalOf("INVITE", media.offer());
        to = field(answer, "To");
        send(request("ACK", ""));
        return answer;
    }

    /** Calls, and cancels once it has rung so often, or at a refusal, or after {@code seconds}. */
    void giveUpAfter(int rings, int seconds) throws Exception {
        String invite = request("INVITE", media.offer());
        send(invite);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int rung = 0;
        while (rung < rings) {
            String answer = responses.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                break;
            }
            if (status(answer) >= 200) {
                return;
            }
            rung += status(answer) == 180 ? 1 : 0;
        }
        // The branch of the INVITE says what is cancelled (RFC 3261, section 9.1).
        send(invite.split("\r\n\r\n", 2)[0]
                        .replaceFirst("^INVITE", "CANCEL")
                        .replaceFirst("CSeq: (\\d+) INVITE", "CSeq: $1 CANCEL")
                        .replaceAll("(?m)^(Content-Type|Content-Length):.*\r\n|(?m)^Content-Length:.*$", "")
                        .stripTrailing()
                + "\r\nContent-Length: 0\r\n\r\n");
    }

    /** Hangs up and waits for the response. */
    void hangUp() throws Exception {
        cseq++;
        up = false;
        String answer = finalOf("BYE", "");
        if (status(answer) != 200) {
            throw new AssertionError(answer);
        }
    }

    /** Waits until the other end hangs up; returns its BYE. */
    String awaitBye(int seconds) throws Exception {
        String bye = byes.poll(seconds, TimeUnit.SECONDS);
        if (bye == null) {
            throw new AssertionError("no BYE within " + seconds + " s");
        }
        up = false;
        return bye;
    }

    /** Waits until it is transferred, which it says went well at once; returns where to. */
    String awaitRefer(int seconds) throws Exception {
        String target = refers.poll(seconds, TimeUnit.SECONDS);
        if (target == null) {
            throw new AssertionError("no REFER within " + seconds + " s");
        }
        return target;
    }

    boolean up() {
        return up && byes.isEmpty();
    }

    @Override
    public void close() {
        try {
            if (up()) {
                cseq++;
                send(request("BYE", ""));
            }
        } catch (IOException _) {
            // The other end notices without it.
        }
        media.close();
        sip.close();
    }

    private void answered(String answer) throws IOException {
        to = field(answer, "To");
        Matcher uri = Pattern.compile("<([^>]+)>").matcher(field(answer, "Contact"));
        contact = uri.find() ? uri.group(1) : contact;
        send(request("ACK", ""));
        up = true;
        media.start(answer);
    }

    private String finalOf(String method, String body) throws Exception {
        String request = request(method, body);
        send(request);
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (true) {
            String answer = responses.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                throw new AssertionError("no final response to " + method + " within " + PATIENCE_MS + " ms");
            }
            if (status(answer) >= 200 && field(answer, "CSeq").equals(cseq + " " + method)) {
                return answer;
            }
        }
    }

    private void readSip() {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            while (true) {
                sip.receive(packet);
                String message = new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
                if (message.startsWith("SIP/2.0 ")) {
                    responses.add(message);
                } else if (!message.startsWith("ACK ")) {
                    respond(message);
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError(e);
        } catch (IOException _) {
            // Closed.
        }
    }

    private void respond(String request) throws IOException {
        boolean refer = request.startsWith("REFER ");
        StringBuilder response = new StringBuilder(refer ? "SIP/2.0 202 Accepted\r\n" : "SIP/2.0 200 OK\r\n");
        for (String line : request.split("\r\n\r\n", 2)[0].split("\r\n")) {
            if (line.matches("(?i)(Via|From|To|Call-ID|CSeq):.*")) {
                response.append(line).append("\r\n");
            }
        }
        send(response.append("Content-Length: 0\r\n\r\n").toString());
        if (request.startsWith("BYE ")) {
            byes.add(request);
        }
        if (refer) {
            cseq++;
            send(request("NOTIFY", "SIP/2.0 200 OK\r\n")
                    .replace(
                            "application/sdp",
                            "message/sipfrag;version=2.0\r\nEvent: refer\r\nSubscription-State: terminated"));
            refers.add(field(request, "Refer-To"));
        }
    }

    private String request(String method, String body) {
        String local = "127.0.0.1:" + sip.getLocalPort();
        String type = body.isEmpty() ? "" : "Content-Type: application/sdp\r\n";
        return method + " " + contact + " SIP/2.0\r\nVia: SIP/2.0/UDP " + local + ";branch=z9hG4bK" + callId + cseq
                + method
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:" + from + "@127.0.0.1>;tag=tone\r\nTo: " + to + "\r\nCall-ID: "
                + callId + "\r\nCSeq: " + cseq + " " + method + "\r\nContact: <sip:tone@" + local + ">\r\n"
                + (method.equals("INVITE") ? headers : "") + type + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private void send(String message) throws IOException {
        byte[] bytes = message.getBytes(ISO_8859_1);
        sip.send(new DatagramPacket(bytes, bytes.length, target));
    }

    static int status(String response) {
        return Integer.parseInt(response.substring(8, 11));
    }

    static String field(String message, String name) {
        Matcher matcher =
                Pattern.compile("(?im)^" + Pattern.quote(name) + ": *(.*?)\r?$").matcher(message);
        return matcher.find() ? matcher.group(1) : "";
    }
}
