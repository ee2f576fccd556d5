package io.earshot.perf.soak;

import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes misfortunes happen, each until it is over. Blocks; used by one thread. */
final class Mischief {
    private static final String OFFER = """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 9 RTP/AVP 0
            a=rtpmap:0 PCMU/8000
            """;

    private static final int GARBAGE = 2_000;
    private static final int VANISHING = 20;
    private static final int SLOW = 100;

    private final SoakBed bed;
    private final HttpClient web = HttpClient.newHttpClient();
    private final Random random = new Random(1);
    private int vanished;

    Mischief(SoakBed bed) {
        this.bed = bed;
    }

    /** Lets one happen; returns when it is over. */
    void strike(Misfortune misfortune) throws IOException, InterruptedException {
        switch (misfortune) {
            case VENDORS_FREEZE -> freeze(bed.vendorPid(), 8_000);
            case BRIDGE_FREEZES -> freeze(bed.bridgePid(), 1_000);
            case VENDORS_KILLED -> bed.restartVendors(5_000);
            case CONFIGURATION_CHANGES -> changeConfiguration();
            case SIP_GARBAGE -> sendGarbage();
            case CALLERS_VANISH -> vanish();
            case STRANGERS_RTP -> sendStrangersRtp();
            case SLOW_HTTP -> crawl();
            case RECOGNISER_SILENT,
                    RECOGNISER_CUT,
                    MODEL_FAILS,
                    MODEL_LIMITED,
                    MODEL_STALLS,
                    VOICE_CUT,
                    VOICE_GARBAGE,
                    VOICE_REFUSES,
                    ALL_REFUSE,
                    ALL_SLOW -> vendorsFail(misfortune.faults());
        }
    }

    private void vendorsFail(List<String> faults) throws IOException, InterruptedException {
        tellVendors(faults);
        Thread.sleep(SoakPlan.LENGTH_MS);
        tellVendors(List.of());
    }

    private void tellVendors(List<String> faults) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(bed.vendorControl() + "/_sim/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(ReportJson.write(Map.of("faults", faults))))
                .build();
        int status = web.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("the simulators did not take " + faults + ": " + status);
        }
    }

    private static void freeze(long pid, long forMs) throws IOException, InterruptedException {
        ProcessSignals.send(pid, "STOP");
        Thread.sleep(forMs);
        ProcessSignals.send(pid, "CONT");
    }

    private void changeConfiguration() throws IOException, InterruptedException {
        String first = bed.configuration("Hello, how can I help?");
        for (String next : List.of(bed.configuration("Good day, what can I do?"), "calls: {maximum: many}\n", first)) {
            bed.configure(next);
            ProcessSignals.send(bed.bridgePid(), "HUP");
            Thread.sleep(SoakPlan.LENGTH_MS / 3);
        }
    }

    private void sendGarbage() throws IOException, InterruptedException {
        InetSocketAddress sip = address(bed.sip());
        byte[] junk = new byte[600];
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < GARBAGE; i++) {
                random.nextBytes(junk);
                String half = "INVITE sip:1000@" + bed.sip() + " SIP/2.0\r\nVia: \0\r\nFrom: <sip:\u00ff>;tag=" + i;
                byte[] sent = i % 2 == 0 ? junk : half.getBytes(StandardCharsets.ISO_8859_1);
                socket.send(new DatagramPacket(sent, 1 + random.nextInt(sent.length - 1), sip));
                if (i % 20 == 0) {
                    Thread.sleep(10);
                }
            }
        }
    }

    private void vanish() throws IOException, InterruptedException {
        InetSocketAddress sip = address(bed.sip());
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < VANISHING; i++) {
                byte[] invite = invite(++vanished, socket.getLocalPort()).getBytes(StandardCharsets.US_ASCII);
                socket.send(new DatagramPacket(invite, invite.length, sip));
                Thread.sleep(100);
            }
        }
    }

    private String invite(int number, int port) throws IOException {
        String offer = OFFER.replace("\n", "\r\n");
        String head = """
                INVITE sip:1000@%1$s SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bK-gone-%3$d
                From: <sip:gone@127.0.0.1>;tag=gone%3$d
                To: <sip:1000@%1$s>
                Call-ID: gone-%3$d@earshot.soak
                CSeq: 1 INVITE
                Max-Forwards: 70
                Contact: <sip:gone@127.0.0.1:%2$d>
                Content-Type: application/sdp
                Content-Length: %4$d

                """.formatted(bed.sip(), port, number, offer.length());
        return head.replace("\n", "\r\n") + offer;
    }

    private void sendStrangersRtp() throws IOException, InterruptedException {
        byte[] packet = new byte[172];
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int port = bed.firstMediaPort(); port <= bed.lastMediaPort(); port++) {
                random.nextBytes(packet);
                packet[0] = (byte) 0x80;
                packet[1] = 0;
                socket.send(new DatagramPacket(
                        packet, packet.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
                if (port % 20 == 0) {
                    Thread.sleep(10);
                }
            }
        } catch (PortUnreachableException _) {
            // Nobody listens there; the next port may be in use.
        }
    }

    private void crawl() throws IOException, InterruptedException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                Socket socket = new Socket();
                socket.connect(address(bed.http()), 2_000);
                slow.add(socket);
            }
            long end = System.nanoTime() + SoakPlan.LENGTH_MS * 1_000_000;
            for (int at = 0; System.nanoTime() - end < 0; at++) {
                say(slow, "GET /metrics HTTP/1.1\r\nHost: soak\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy".charAt(at % 60));
                Thread.sleep(1_000);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static void say(List<Socket> sockets, char letter) {
        for (Socket socket : sockets) {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(letter);
            } catch (IOException _) {
                // Closed by the bridge, as it should be.
            }
        }
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }
}
