package io.earshot.tools.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

/** A trunk that believes no proof, and says in its refusal all that it was told. One thread. */
final class DoubtingTrunk implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final AtomicInteger proofs = new AtomicInteger();

    DoubtingTrunk() throws IOException {
        Thread.ofPlatform().daemon().name("doubting-trunk").start(this::serve);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** INVITEs that came with a proof. */
    int proofs() {
        return proofs.get();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
                socket.receive(packet);
                String request = new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
                if (request.startsWith("INVITE")) {
                    byte[] answer = refusal(request).getBytes(ISO_8859_1);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (SocketException closed) {
            // The test is over.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String refusal(String request) {
        boolean proved = request.contains("Proxy-Authorization");
        proofs.addAndGet(proved ? 1 : 0);
        StringBuilder answer = new StringBuilder("SIP/2.0 407 You said "
                + request.replaceAll("[\r\n]+", " ").substring(0, Math.min(900, request.length() / 2)) + "\r\n");
        request.lines()
                .filter(line -> line.matches("(?i)(Via|From|To|Call-ID|CSeq):.*"))
                .map(line -> line.startsWith("To:") ? line + ";tag=doubt" : line)
                .forEach(line -> answer.append(line).append("\r\n"));
        return answer + "Proxy-Authenticate: Digest realm=\"carrier\", nonce=\"n" + proofs.get()
                + "\", algorithm=MD5, qop=\"auth\"\r\nContent-Length: 0\r\n\r\n";
    }

    @Override
    public void close() {
        socket.close();
    }
}
