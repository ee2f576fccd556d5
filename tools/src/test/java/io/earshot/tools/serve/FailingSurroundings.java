package io.earshot.tools.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.token.ApiKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What fails around calls: handshakes that are given up, a LiveKit server that is not there, bursts of webhooks, a disk that takes nothing. */
final class FailingSurroundings {
    private static final int BURST = 200;
    private static final AtomicInteger EVENTS = new AtomicInteger();
    private static final ApiKey KEY = ApiKey.of("devkey", "devsecret-devsecret-devsecret-devsecret");

    private final Path recordings;
    private final TlsFiles tls;
    private final int tlsPort;
    private final HttpClient web = HttpClient.newHttpClient();

    FailingSurroundings(Path folder) throws Exception {
        this.recordings = folder.resolve("recordings");
        this.tls = TlsFiles.make(folder);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.tlsPort = free.getLocalPort();
        }
    }

    /** Settings of a bridge around which all of these fail. */
    List<String> settings() {
        return List.of(
                "sip.tls.port=" + tlsPort,
                "sip.tls.certificate=" + tls.certificate(),
                "sip.tls.key=" + tls.key(),
                "sip.tls.handshake_timeout=1s",
                "recording.directory=" + recordings,
                "recording.record=all",
                "recording.consent=none",
                "livekit.url=http://127.0.0.1:1",
                "livekit.allow_plain=true",
                "livekit.api_key=devkey",
                "livekit.api_secret=devsecret-devsecret-devsecret-devsecret",
                "livekit.timeouts.connect=500ms",
                "livekit.timeouts.request=500ms",
                "livekit.timeouts.join=1s",
                "livekit.room.start=webhook",
                "livekit.webhook.queue=20",
                "gateway.dispatch=template",
                "routing.routes=[{numbers: [room], mode: gateway}]");
    }

    List<FailingCalls.Way> ways() {
        return List.of(this::handshakes, this::roomRefused, this::webhookBurst, this::diskTakesNothing);
    }

    private void handshakes(BridgeUnderTest bridge) throws IOException {
        byte[] hello = {22, 3, 1, 0, (byte) 200, 1, 0, 0, (byte) 196, 3, 3};
        for (int i = 0; i < 10; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tlsPort)) {
                socket.getOutputStream().write(hello, 0, i % hello.length);
            }
        }
    }

    private void roomRefused(BridgeUnderTest bridge) throws Exception {
        for (int i = 0; i < 3; i++) {
            try (HandPhone phone = new HandPhone(bridge.sipPort(), "room")) {
                assertThat(HandPhone.status(phone.finalOf("INVITE", "", phone.sdp("a=sendrecv"))))
                        .isGreaterThanOrEqualTo(480);
                phone.ack();
            }
        }
    }

    /** Callers that the server told of, more than are taken at once; it is gone when it is asked about them. */
    private void webhookBurst(BridgeUnderTest bridge) throws Exception {
        int taken = 0;
        for (int i = 0; i < BURST; i++) {
            taken += post(bridge, event(EVENTS.incrementAndGet())) == 200 ? 1 : 0;
        }
        assertThat(taken).isPositive();
        BridgeUnderTest.untilTrue(
                "every agent's way to its room to end",
                () -> bridge.metric("earshot_room_agents_total") > 0 && bridge.bridge.calls() == 0);
    }

    private static String event(int number) {
        return """
                {"event":"participant_joined","id":"EV_%1$d","createdAt":"%2$d",
                "room":{"sid":"RM_%1$d","name":"voice-ai-call-%1$d"},
                "participant":{"sid":"PA_%1$d","identity":"sip_%1$d","kind":"SIP","state":"ACTIVE"}}""".formatted(number, Instant.now().getEpochSecond());
    }

    private int post(BridgeUnderTest bridge, String event) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + bridge.bridge.httpAddress().getPort() + "/webhooks/livekit"))
                .header("Content-Type", "application/webhook+json")
                .header("Authorization", token(event))
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        return web.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static String token(String body) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
        long now = Instant.now().getEpochSecond();
        String claims = "{\"iss\":\"devkey\",\"nbf\":%d,\"exp\":%d,\"sha256\":\"%s\"}"
                .formatted(now - 5, now + 300, Base64.getEncoder().encodeToString(digest));
        String signed = url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + url(claims);
        return signed + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(KEY.sign(signed.getBytes(US_ASCII)));
    }

    private static String url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /** Where recordings go is no directory any more. */
    private void diskTakesNothing(BridgeUnderTest bridge) throws Exception {
        Path aside = recordings.resolveSibling("aside");
        Files.move(recordings, aside);
        Files.createFile(recordings);
        try {
            FailingCalls.byeAtOnce(bridge);
            FailingCalls.withFault(bridge, "groq:refuse");
            BridgeUnderTest.untilTrue("the end of the calls", () -> bridge.bridge.calls() == 0);
        } finally {
            Files.delete(recordings);
            Files.move(aside, recordings);
        }
    }

    void close() {
        web.shutdownNow();
    }
}
