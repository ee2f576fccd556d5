package io.earshot.ai.provider.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.FakeVendor;
import io.earshot.ai.provider.Loops;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {
    private static final String KEY = "secret-key-4711";

    private final FakeVendor vendor = new FakeVendor();
    private final EventLoop loop = vendor.loop();
    private final WebSocketClient client = WebSocketClient.create();
    private final RecordingListener listener = new RecordingListener();

    @AfterEach
    void close() {
        vendor.close();
    }

    private WebSocketRequest request(URI uri, WebSocketLimits limits) {
        var authorization = new WebSocketRequest.Authorization("Authorization", "Token ", ApiKey.of(KEY));
        return new WebSocketRequest("vendor", uri, Map.of("X-Extra", "1"), authorization, limits);
    }

    private static WebSocketLimits limits(Duration open, Duration heartbeat, int queued) {
        return new WebSocketLimits(open, open, heartbeat, Duration.ofMillis(200), 65_536, queued);
    }

    private WebSocket connect(WebSocketLimits limits) throws Exception {
        return Loops.on(loop, () -> client.connect(request(vendor.uri("/v1/listen?model=x"), limits), loop, listener));
    }

    private WebSocket connect() throws Exception {
        return connect(WebSocketLimits.defaults());
    }

    @Test
    void shouldGiveHandshakeHeadersBothWays() throws Exception {
        connect();
        FakeVendor.Connection peer = vendor.connection();

        assertThat(peer.uri()).isEqualTo("/v1/listen?model=x");
        assertThat(peer.headers().get("Authorization")).isEqualTo("Token " + KEY);
        assertThat(peer.headers().get("X-Extra")).isEqualTo("1");
        assertThat(listener.next(HttpHeaders.class).get("dg-request-id")).isEqualTo("req-1");
    }

    @Test
    void shouldMaskBinaryFramesOfEverySizeAndLeaveThePayloadAsItWas() throws Exception {
        WebSocket socket = connect();
        FakeVendor.Connection peer = vendor.connection();
        listener.next(HttpHeaders.class);
        for (int size : new int[] {1, 7, 8, 125, 126, 160, 65_535, 65_536}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            ByteBuf payload = Unpooled.copiedBuffer(bytes);

            assertThat(Loops.on(loop, () -> socket.sendBinary(payload))).isTrue();

            assertThat(peer.next("binary").bytes()).isEqualTo(bytes);
            assertThat(ByteBufUtil.getBytes(payload)).isEqualTo(bytes);
            assertThat(payload.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void shouldPutFragmentsTogetherAndAnswerPingsBetweenThem() throws Exception {
        connect();
        FakeVendor.Connection peer = vendor.connection();
        listener.next(HttpHeaders.class);

        peer.sendFrame(new TextWebSocketFrame(false, 0, "Hel"));
        peer.sendFrame(new PingWebSocketFrame(Unpooled.copiedBuffer("p", StandardCharsets.UTF_8)));
        peer.sendFrame(new ContinuationWebSocketFrame(false, 0, "lo, "));
        peer.sendFrame(new ContinuationWebSocketFrame(true, 0, "world"));

        assertThat(listener.next(RecordingListener.Message.class).payload()).isEqualTo("Hello, world");
        assertThat(peer.next("pong").text()).isEqualTo("p");
    }

    @Test
    void shouldReadFramesThatComeTogetherWithTheHandshakeAnswer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/");
            Loops.on(loop, () -> client.connect(request(uri, WebSocketLimits.defaults()), loop, listener));
            try (var accepted = server.accept()) {
                String head = HandshakeKeyTest.readHead(accepted.getInputStream());
                String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + HandshakeKeyTest.acceptFor(head) + "\r\n\r\n\u0081\u0002hi";
                accepted.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));

                listener.next(HttpHeaders.class);
                assertThat(listener.next(RecordingListener.Message.class).payload())
                        .isEqualTo("hi");
            }
            assertThat(listener.next(RecordingListener.Closed.class).code()).isEqualTo(1006);
        }
    }

    @Test
    void shouldTellStatusAndReasonOfRefusedHandshakeWithoutTheKey() throws Exception {
        vendor.refuseNext(429, "{\"err_msg\":\"no " + KEY + "\"}", "dg-error", "Too many streams", "retry-after", "3");
        connect();

        ProviderFailure failure = listener.next(ProviderFailure.class);
        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.detail())
                .contains("429", "Too many streams", "err_msg")
                .doesNotContain(KEY);
        assertThat(failure.retryAfterMs()).isEqualTo(3_000);
    }

    @Test
    void shouldCallWrongKeyUnauthorized() throws Exception {
        vendor.refuseNext(401, "");
        connect();

        assertThat(listener.next(ProviderFailure.class).kind()).isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void shouldTimeOutWhenHandshakeIsNotAnswered() throws Exception {
        vendor.neverAnswer();
        connect(limits(Duration.ofMillis(150), Duration.ofSeconds(30), 65_536));

        assertThat(listener.next(ProviderFailure.class).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void shouldCallRefusedTcpAndUnknownNamesUnreachable() throws Exception {
        int unused;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = reserved.getLocalPort();
        }
        for (String host : new String[] {"127.0.0.1:" + unused, "name.invalid"}) {
            URI uri = URI.create("ws://" + host + "/");
            Loops.on(loop, () -> client.connect(request(uri, WebSocketLimits.defaults()), loop, listener));
            assertThat(listener.next(ProviderFailure.class).kind()).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void shouldTellTheCloseCodeAndReasonOfThePeer() throws Exception {
        connect();
        FakeVendor.Connection peer = vendor.connection();
        listener.next(HttpHeaders.class);
        peer.closeWith(1011, "NET-0001");

        assertThat(listener.next(RecordingListener.Closed.class))
                .isEqualTo(new RecordingListener.Closed(1011, "NET-0001"));
    }

    @Test
    void shouldTellAnAbnormalEndWhenTheConnectionBreaks() throws Exception {
        connect();
        FakeVendor.Connection peer = vendor.connection();
        listener.next(HttpHeaders.class);
        peer.drop();

        assertThat(listener.next(RecordingListener.Closed.class).code()).isEqualTo(1006);
    }

    @Test
    void shouldRefuseAMessageLargerThanTheLimit() throws Exception {
        connect(limits(Duration.ofSeconds(5), Duration.ofSeconds(30), 65_536));
        FakeVendor.Connection peer = vendor.connection();
        listener.next(HttpHeaders.class);
        peer.send("x".repeat(65_537));

        assertThat(listener.next(RecordingListener.Closed.class).code()).isEqualTo(1009);
        assertThat(peer.next("close").bytes()).startsWith(1009 >> 8, 1009 & 0xFF);
    }

    @Test
    void shouldPingAndGiveUpOnASilentPeer() throws Exception {
        WebSocket socket = connect(limits(Duration.ofSeconds(5), Duration.ofMillis(40), 65_536));
        FakeVendor.Connection peer = vendor.connection();
        listener.next(HttpHeaders.class);

        assertThat(peer.next().kind()).isEqualTo("ping");
        assertThat(listener.next(RecordingListener.Closed.class).reason()).contains("sign of life");
        assertThat(Loops.on(loop, socket::isOpen)).isFalse();
    }

    @Test
    void shouldDropAndCountFramesBeyondTheQueueLimit() throws Exception {
        WebSocket socket = connect(limits(Duration.ofSeconds(5), Duration.ofSeconds(30), 4_096));
        vendor.connection();
        listener.next(HttpHeaders.class);
        ByteBuf big = Unpooled.wrappedBuffer(new byte[60_000]);

        long dropped = Loops.on(loop, () -> {
            for (int i = 0; i < 400 && socket.droppedFrames() == 0; i++) {
                socket.sendBinary(big);
            }
            return socket.droppedFrames();
        });

        assertThat(dropped).isPositive();
    }

    @Test
    void shouldSayNothingAfterItsUserClosed() throws Exception {
        WebSocket socket = connect();
        FakeVendor.Connection peer = vendor.connection();
        listener.next(HttpHeaders.class);
        Loops.run(loop, () -> socket.close(1000, "bye"));

        assertThat(peer.next().kind()).isEqualTo("close");
        assertThat(peer.next().kind()).isEqualTo("gone");
        assertThat(listener.events).isEmpty();
    }

    @Test
    void shouldDropTheConnectionWhenAbortedDuringTheHandshake() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/");
            WebSocket socket =
                    Loops.on(loop, () -> client.connect(request(uri, WebSocketLimits.defaults()), loop, listener));
            try (var accepted = server.accept()) {
                accepted.setSoTimeout(2_000);
                HandshakeKeyTest.readHead(accepted.getInputStream());
                Loops.run(loop, socket::abort);
                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(listener.events).isEmpty();
    }

    @Test
    void shouldSayNothingWhenAbortedWhileConnecting() throws Exception {
        WebSocket socket = Loops.on(loop, () -> {
            WebSocket opening = client.connect(request(vendor.uri("/"), WebSocketLimits.defaults()), loop, listener);
            opening.abort();
            return opening;
        });

        assertThat(vendor.noConnectionWithin(100)).isTrue();
        assertThat(Loops.on(loop, socket::isOpen)).isFalse();
        assertThat(listener.events).isEmpty();
    }
}
