package io.earshot.livekit.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.room.RoomCounters.Count;
import io.earshot.livekit.signal.Refusal;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.token.SignedToken;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are none, over real sockets: each join ends in time, with a cause, and harms nothing. */
@Timeout(60)
class HostileServerTest {
    private static final RoomTimeouts SHORT = new RoomTimeouts(
            Duration.ofMillis(500),
            Duration.ofMillis(1_500),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofMillis(1_500),
            Duration.ofMillis(100),
            Duration.ofMillis(400));
    private static MediaLoops loops;
    private static RoomServices services;

    @BeforeAll
    static void start() {
        loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true));
        services = RoomServices.create(RoomSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        services.close();
        loops.close();
    }

    @Test
    void shouldTellWhatSpeaksNoHttp() throws Exception {
        assertThat(join((request, in, out) -> out.write("SSH-2.0-OpenSSH_9.9\r\n\r\n".getBytes()))
                        .cause())
                .contains("is not HTTP");
    }

    @Test
    void shouldTellAWebSiteFromALiveKitServer() throws Exception {
        RoomEnd end = join((request, in, out) -> HostileServer.answer(out, "200 OK", "<html>hello</html>"));

        assertThat(end).isInstanceOfSatisfying(RoomEnd.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN_PROTOCOL);
            assertThat(refused.httpStatus()).isEqualTo(200);
        });
    }

    @Test
    void shouldTellAServerThatKnowsNeitherForm() throws Exception {
        RoomEnd end = join((request, in, out) -> HostileServer.answer(out, "404 Not Found", "404 page not found"));

        assertThat(end)
                .isInstanceOfSatisfying(
                        RoomEnd.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN_PROTOCOL));
    }

    @Test
    void shouldNotRepeatTheTokenThatAServerQuotes() throws Exception {
        RoomEnd end = join((request, in, out) -> {
            int bearer = request.indexOf("Bearer ") + 7;
            String token = request.substring(bearer, request.indexOf('\r', bearer));
            String body = "invalid token: " + token + ", error: token signature is invalid" + "!".repeat(100_000);
            HostileServer.answer(out, "401 Unauthorized", body);
        });

        assertThat(end).isInstanceOfSatisfying(RoomEnd.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.WRONG_SECRET);
            assertThat(refused.cause())
                    .contains("<token>")
                    .doesNotContain("eyJ")
                    .hasSizeLessThan(400);
        });
    }

    @Test
    void shouldGiveUpAServerThatNeverAnswers() throws Exception {
        assertThat(join((request, in, out) -> HostileServer.hold(in))).isInstanceOf(RoomEnd.Lost.class);
    }

    @Test
    void shouldGiveUpAServerThatAnswersTooSlowly() throws Exception {
        RoomEnd end = join((request, in, out) -> {
            for (char each : "HTTP/1.1 101 Switching Protocols\r\n".toCharArray()) {
                out.write(each);
                out.flush();
                Thread.sleep(200);
            }
        });

        assertThat(end).isInstanceOf(RoomEnd.Lost.class);
    }

    @Test
    void shouldNotTakeAHandshakeOfSomebodyElse() throws Exception {
        RoomEnd end =
                join((request, in, out) -> HostileServer.accept("sec-websocket-key: bm90IHlvdXJzIGF0IGFsbA==", out));

        assertThat(end.cause()).contains("no WebSocket");
    }

    @Test
    void shouldPassOverMessagesThatAreNone() throws Exception {
        long before = services.counters().value(Count.MESSAGES_MALFORMED);
        RoomEnd end = join((request, in, out) -> {
            HostileServer.accept(request, out);
            for (int i = 0; i < 100; i++) {
                out.write(HostileServer.frame(2, new byte[] {(byte) 0xFF, (byte) i, 3, 4}));
                out.write(HostileServer.frame(1, "text".getBytes()));
                out.write(HostileServer.frame(9, "ping".getBytes()));
            }
            out.flush();
            HostileServer.hold(in);
        });

        assertThat(end.cause()).isEqualTo("the server accepted the connection and then said nothing");
        assertThat(services.counters().value(Count.MESSAGES_MALFORMED) - before).isGreaterThanOrEqualTo(100);
    }

    @Test
    void shouldCloseOnAFrameOfTwoGigabytes() throws Exception {
        RoomEnd end = join((request, in, out) -> {
            HostileServer.accept(request, out);
            out.write(new byte[] {(byte) 0x82, 127, 0, 0, 0, 0, 0x7F, 0, 0, 0, 1, 2, 3});
            out.flush();
            HostileServer.hold(in);
        });

        assertThat(end).isInstanceOf(RoomEnd.Lost.class);
        assertThat(end.cause()).contains("broke the protocol");
    }

    @Test
    void shouldCloseOnAMaskedFrame() throws Exception {
        RoomEnd end = join((request, in, out) -> {
            HostileServer.accept(request, out);
            out.write(new byte[] {(byte) 0x82, (byte) 0x84, 1, 2, 3, 4, 5, 6, 7, 8});
            out.flush();
            HostileServer.hold(in);
        });

        assertThat(end.cause()).contains("broke the protocol");
    }

    @Test
    void shouldGiveUpAServerWhoseDescriptionsAreOfNoUse() throws Exception {
        RoomEnd end = join((request, in, out) -> {
            HostileServer.accept(request, out);
            welcome(out);
            HostileServer.send(out, answer("v=0\r\nm=audio 0 nonsense\r\n".repeat(50)));
            HostileServer.hold(in);
        });

        assertThat(end.cause()).startsWith("the server's answer cannot be used");
    }

    @Test
    void shouldGiveUpAServerThatWelcomesAndThenIsSilent() throws Exception {
        RoomEnd end = join((request, in, out) -> {
            HostileServer.accept(request, out);
            welcome(out);
            HostileServer.hold(in);
        });

        assertThat(end).isInstanceOf(RoomEnd.Lost.class);
    }

    @Test
    void shouldOutlastAServerThatClosesAtOnceTimeAndAgain() throws Exception {
        try (HostileServer server = new HostileServer((request, in, out) -> {
            HostileServer.accept(request, out);
            welcome(out);
        })) {
            RoomEnd end = join(server.url(), services);

            assertThat(end).isInstanceOf(RoomEnd.Lost.class);
            assertThat(server.connections.get()).isBetween(2, 20);
        }
    }

    @Test
    void shouldRefuseACertificateThatNobodyVouchesFor() throws Exception {
        try (HostileServer server = tls("localhost")) {
            assertThat(join(server.url(), services).cause()).startsWith("TLS failed");
        }
    }

    @Test
    void shouldRefuseATrustedCertificateOfAnotherHost() throws Exception {
        X509Bundle bundle = certificate("elsewhere.example");
        try (HostileServer server = tls(bundle);
                RoomServices trusting = trusting(bundle)) {
            assertThat(join(server.url(), trusting).cause()).startsWith("TLS failed");
        }
    }

    @Test
    void shouldSpeakTlsWithATrustedServer() throws Exception {
        X509Bundle bundle = certificate("localhost");
        try (HostileServer server = tls(bundle);
                RoomServices trusting = trusting(bundle)) {
            assertThat(join(server.url(), trusting))
                    .isInstanceOfSatisfying(
                            RoomEnd.Refused.class,
                            it -> assertThat(it.refusal()).isEqualTo(Refusal.UNKNOWN_KEY));
        }
    }

    private static HostileServer tls(String host) throws Exception {
        return tls(certificate(host));
    }

    private static HostileServer tls(X509Bundle bundle) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
        HostileServer.Manners refusing =
                (request, in, out) -> HostileServer.answer(out, "401 Unauthorized", "invalid API key: devkey");
        return new HostileServer(refusing, context.getServerSocketFactory(), "wss");
    }

    private static X509Bundle certificate(String host) throws Exception {
        return new CertificateBuilder()
                .subject("CN=test")
                .addSanDnsName(host)
                .setIsCertificateAuthority(true)
                .ecp256()
                .buildSelfSigned();
    }

    private static RoomServices trusting(X509Bundle bundle) throws Exception {
        return RoomServices.create(new RoomSettings(
                "0.1.0",
                null,
                bundle.toTrustManagerFactory().getTrustManagers()[0],
                io.earshot.media.ice.CandidateChoice.ALL));
    }

    private static void welcome(OutputStream out) throws Exception {
        HostileServer.send(
                out,
                SignalResponse.newBuilder()
                        .setJoin(JoinResponse.newBuilder()
                                .setParticipant(ParticipantInfo.newBuilder()
                                        .setSid("PA_us")
                                        .setIdentity("us")))
                        .build());
    }

    private static SignalResponse answer(String sdp) {
        return SignalResponse.newBuilder()
                .setAnswer(SessionDescription.newBuilder().setType("answer").setSdp(sdp))
                .build();
    }

    private static RoomEnd join(HostileServer.Manners manners) throws Exception {
        try (HostileServer server = new HostileServer(manners)) {
            return join(server.url(), services);
        }
    }

    private static RoomEnd join(URI url, RoomServices shared) throws Exception {
        BlockingQueue<RoomEnd> ends = new LinkedBlockingQueue<>();
        MediaLoop loop = loops.next();
        JoinOptions options =
                JoinOptions.to(url, HostileServerTest::token, true).within(SHORT);
        loop.call(() -> Room.join(shared, loop, options, new RoomListener() {
            @Override
            public void onClosed(RoomEnd end) {
                ends.add(end);
            }
        }));
        RoomEnd end = ends.poll(20, TimeUnit.SECONDS);
        assertThat(end).as("the end of the room").isNotNull();
        return end;
    }

    private static SignedToken token() {
        return new AccessToken()
                .identity("us")
                .video(VideoGrant.join("room"))
                .sign(ApiKey.of("devkey", "devsecret-devsecret-devsecret-devsecret"), Instant.now());
    }
}
