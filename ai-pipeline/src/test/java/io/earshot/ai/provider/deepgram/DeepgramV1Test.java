package io.earshot.ai.provider.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.FakeVendor;
import io.earshot.ai.provider.Loops;
import io.earshot.ai.provider.ProviderCounters.Event;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeepgramV1Test {
    private final FakeVendor vendor = new FakeVendor();
    private final EventLoop loop = vendor.loop();
    private final SttRecorder recorder = new SttRecorder();
    private DeepgramV1 deepgram = provider(Duration.ZERO, Duration.ofSeconds(4));

    @AfterEach
    void close() {
        vendor.close();
    }

    private DeepgramV1 provider(Duration sendEvery, Duration keepAlive) {
        DeepgramV1Config config = Configs.v1(vendor.uri("/v1/listen"), true, keepAlive, Configs.stream(sendEvery));
        return new DeepgramV1("dg", config, ApiKey.of("k-123"), WebSocketClient.create());
    }

    private SttStream open() throws Exception {
        return Loops.on(loop, () -> deepgram.open(AudioFormat.PCMU_8K, loop, recorder));
    }

    private static ByteBuf packet(int value) {
        byte[] bytes = new byte[160];
        java.util.Arrays.fill(bytes, (byte) value);
        return Unpooled.wrappedBuffer(bytes);
    }

    private void send(SttStream stream, int value) throws Exception {
        Loops.run(loop, () -> stream.send(packet(value)));
    }

    @Test
    void shouldAskForTheTrunksOwnEncodingWithAllParameters() throws Exception {
        open();
        FakeVendor.Connection peer = vendor.connection();

        assertThat(peer.headers().get("Authorization")).isEqualTo("Token k-123");
        assertThat(peer.uri())
                .startsWith("/v1/listen?model=nova-3&language=en-GB&encoding=mulaw&sample_rate=8000&channels=1")
                .contains("&endpointing=300", "&utterance_end_ms=1000", "&interim_results=true", "&smart_format=true")
                .contains("&vad_events=true", "&mip_opt_out=true", "&tag=call-1")
                .contains("&keyterm=Earshot&keyterm=Zo%C3%AB%20%26%20co")
                .doesNotContain("no_delay", "numerals");
        assertThat(recorder.next()).isEqualTo(new SttEvent.Opened("req-1"));
    }

    @Test
    void shouldSendEachPacketAsItIsAndNeverAnEmptyOne() throws Exception {
        SttStream stream = open();
        FakeVendor.Connection peer = vendor.connection();
        recorder.next();
        Loops.run(loop, () -> stream.send(Unpooled.EMPTY_BUFFER));
        send(stream, 7);

        FakeVendor.Received first = peer.next("binary");
        assertThat(first.bytes()).hasSize(160).containsOnly(7);
    }

    @Test
    void shouldSendWhatWasSaidWhileConnecting() throws Exception {
        Loops.run(loop, () -> {
            SttStream stream = deepgram.open(AudioFormat.PCMU_8K, loop, recorder);
            stream.send(packet(1));
            stream.send(packet(2));
        });
        byte[] replayed = vendor.connection().next("binary").bytes();

        assertThat(replayed).hasSize(320).startsWith(1).endsWith(2);
    }

    @Test
    void shouldGatherPacketsWhenAskedTo() throws Exception {
        deepgram = provider(Duration.ofMillis(60), Duration.ofSeconds(4));
        SttStream stream = open();
        FakeVendor.Connection peer = vendor.connection();
        recorder.next();
        for (int i = 1; i <= 4; i++) {
            send(stream, i);
        }
        Loops.run(loop, stream::endTurn);

        assertThat(peer.next("binary").bytes()).hasSize(480);
        assertThat(peer.next("binary").bytes()).hasSize(160);
        assertThat(peer.next("text").text()).isEqualTo("{\"type\":\"Finalize\"}");
        Loops.run(loop, stream::close);
    }

    @Test
    void shouldKeepASilentConnectionAlive() throws Exception {
        deepgram = provider(Duration.ZERO, Duration.ofMillis(200));
        open();
        assertThat(vendor.connection().next().text()).isEqualTo("{\"type\":\"KeepAlive\"}");
    }

    @Test
    void shouldGiveTranscripts() throws Exception {
        open();
        FakeVendor.Connection peer = vendor.connection();
        peer.send(Say.results("Good morning.", true, true, false));

        assertThat(recorder.next(SttEvent.EndOfTurn.class).text()).isEqualTo("Good morning.");
    }

    @Test
    void shouldReconnectOnceAndReplayWhatWasSaidMeanwhile() throws Exception {
        SttStream stream = open();
        FakeVendor.Connection first = vendor.connection();
        first.send(Say.results("Before", true, false, false));
        recorder.next(SttEvent.Final.class);
        first.closeWith(1011, "NET-0000");
        while (!Loops.on(loop, () -> deepgram.counters().of(Event.RETRIED) == 1)) {
            Thread.onSpinWait();
        }
        send(stream, 9);
        FakeVendor.Connection second = vendor.connection();

        assertThat(second.next("binary").bytes()).hasSize(160).containsOnly(9);
        second.send(Say.results("after.", true, true, false));
        assertThat(recorder.next(SttEvent.EndOfTurn.class).text()).isEqualTo("Before after.");
        second.drop();
        ProviderFailure failure = recorder.next(SttEvent.Failed.class).failure();
        assertThat(failure.kind()).isEqualTo(Kind.DISCONNECTED);
    }

    @Test
    void shouldFailAtOnceWhenTheKeyIsRefused() throws Exception {
        vendor.refuseNext(401, "{\"err_msg\":\"Invalid credentials k-123\"}", "dg-error", "Invalid credentials");
        open();

        ProviderFailure failure = recorder.next(SttEvent.Failed.class).failure();
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure.detail()).contains("Invalid credentials").doesNotContain("k-123");
        assertThat(vendor.noConnectionWithin(60)).isTrue();
    }

    @Test
    void shouldNotRetryAudioThatCannotBeDecoded() throws Exception {
        open();
        vendor.connection().closeWith(1008, "DATA-0000 cannot decode");

        ProviderFailure failure = recorder.next(SttEvent.Failed.class).failure();
        assertThat(failure.kind()).isEqualTo(Kind.BAD_REQUEST);
        assertThat(failure.detail()).contains("1008", "DATA-0000", "req-1");
    }

    @Test
    void shouldObeyAShortRetryAfter() throws Exception {
        vendor.refuseNext(429, "", "retry-after", "0.2");
        open();
        assertThat(recorder.next()).isEqualTo(new SttEvent.Opened("req-1"));
    }

    @Test
    void shouldNotWaitLongerThanACallerWould() throws Exception {
        vendor.refuseNext(429, "", "retry-after", "30");
        open();
        ProviderFailure failure = recorder.next(SttEvent.Failed.class).failure();
        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.retryAfterMs()).isEqualTo(30_000);
    }

    @Test
    void shouldCloseInTheVendorsWayAndSayNothingMore() throws Exception {
        SttStream stream = open();
        FakeVendor.Connection peer = vendor.connection();
        recorder.next();
        Loops.run(loop, stream::close);
        Loops.run(loop, stream::close);

        assertThat(peer.next("text").text()).isEqualTo("{\"type\":\"CloseStream\"}");
        peer.send(Say.results("late", true, true, false));
        peer.closeWith(1000, "");
        assertThat(peer.next("gone").kind()).isEqualTo("gone");
        assertThat(recorder.events).isEmpty();
    }
}
