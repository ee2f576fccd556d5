package io.earshot.ai.provider.cartesia;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.FakeVendor;
import io.earshot.ai.provider.Loops;
import io.earshot.ai.provider.ProviderCounters.Event;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.provider.ws.WebSocketLimits;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CartesiaVoiceTest {
    private final FakeVendor vendor = new FakeVendor();
    private final EventLoop loop = vendor.loop();
    private final Duration patience = Duration.ofSeconds(5);
    private CartesiaVoice voice = voice(Duration.ofSeconds(60), patience);
    private final BlockingQueue<TtsEvent> events = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        vendor.close();
        for (TtsEvent event : events) {
            if (event instanceof TtsEvent.Audio(var audio)) {
                audio.release();
            }
        }
    }

    private CartesiaVoice voice(Duration idle, Duration firstAudio) {
        CartesiaConfig base = CartesiaConfig.defaults();
        CartesiaConfig config = new CartesiaConfig(
                vendor.uri("/tts/websocket"),
                base.version(),
                base.model(),
                "voice-1",
                "en",
                1.1,
                0,
                "calm",
                "",
                Duration.ZERO,
                true,
                2,
                2,
                idle,
                firstAudio,
                firstAudio,
                2,
                WebSocketLimits.defaults());
        return new CartesiaVoice("ca", config, ApiKey.of("sk_car_1"), WebSocketClient.create());
    }

    private TtsStream open() throws Exception {
        return Loops.on(loop, () -> voice.open(AudioFormat.PCMU_8K, loop, events::add));
    }

    private void say(TtsStream stream, String text) throws Exception {
        Loops.run(loop, () -> {
            stream.say(text);
            stream.finish();
        });
    }

    private static JsonNode nextText(FakeVendor.Connection peer) throws Exception {
        return new ObjectMapper().readTree(peer.next("text").text());
    }

    private TtsEvent next() throws InterruptedException {
        return requireNonNull(events.poll(5, TimeUnit.SECONDS), "no event");
    }

    @Test
    void shouldSpeakInTheTrunksEncodingOverTheVendorsWireForm() throws Exception {
        say(open(), "Good \"day\".");
        FakeVendor.Connection peer = vendor.connection();
        JsonNode request = nextText(peer);

        assertThat(peer.headers().get("Authorization")).isEqualTo("Bearer sk_car_1");
        assertThat(peer.headers().get("Cartesia-Version")).isEqualTo("2026-03-01");
        assertThat(request.get("transcript").asText()).isEqualTo("Good \"day\".");
        assertThat(request.get("voice").toString()).isEqualTo("{\"mode\":\"id\",\"id\":\"voice-1\"}");
        assertThat(request.get("output_format").toString())
                .isEqualTo("{\"container\":\"raw\",\"encoding\":\"pcm_mulaw\",\"sample_rate\":8000}");
        assertThat(request.get("max_buffer_delay_ms").asInt()).isZero();
        assertThat(request.get("add_timestamps").asBoolean()).isTrue();
        assertThat(request.get("generation_config").toString()).isEqualTo("{\"speed\":1.1,\"emotion\":\"calm\"}");
        assertThat(request.has("pronunciation_dict_id")).isFalse();

        String id = request.get("context_id").asText();
        peer.send(Wire.chunk(id, (byte) 5, (byte) 6));
        peer.send(Wire.done(id));
        TtsEvent.Audio audio = (TtsEvent.Audio) next();
        assertThat(ByteBufUtil.hexDump(audio.audio())).isEqualTo("0506");
        audio.audio().release();
        assertThat(next()).isEqualTo(new TtsEvent.Done());
    }

    @Test
    void shouldInterleaveUtterancesOnAWarmSocketAndOpenAnotherWhenItIsFull() throws Exception {
        voice.warm(loop);
        FakeVendor.Connection first = vendor.connection();
        for (int i = 1; i <= 2; i++) {
            TtsStream stream = open();
            String text = "Number " + i;
            Loops.run(loop, () -> stream.say(text));
            assertThat(nextText(first).get("transcript").asText()).isEqualTo(text);
        }
        say(open(), "Number 3");
        assertThat(nextText(vendor.connection()).get("transcript").asText()).isEqualTo("Number 3");
    }

    @Test
    void shouldReuseTheSocketForTheNextUtterance() throws Exception {
        say(open(), "One");
        FakeVendor.Connection peer = vendor.connection();
        peer.send(Wire.done(nextText(peer).get("context_id").asText()));
        assertThat(next()).isEqualTo(new TtsEvent.Done());
        say(open(), "Two");
        assertThat(nextText(peer).get("transcript").asText()).isEqualTo("Two");
    }

    @Test
    void shouldDropLateAudioOfACancelledUtterance() throws Exception {
        TtsStream stream = open();
        say(stream, "One");
        FakeVendor.Connection peer = vendor.connection();
        String id = nextText(peer).get("context_id").asText();
        Loops.run(loop, stream::cancel);
        assertThat(nextText(peer).get("cancel").asBoolean()).isTrue();
        peer.send(Wire.chunk(id, (byte) 1));
        say(open(), "Two");
        String next = nextText(peer).get("context_id").asText();
        peer.send(Wire.done(next));

        assertThat(next()).isEqualTo(new TtsEvent.Done());
        assertThat(voice.counters().of(Event.LATE_MESSAGE)).isEqualTo(1);
    }

    @Test
    void shouldTryAgainOnANewSocketWhenTheOldOneBroke() throws Exception {
        say(open(), "One");
        FakeVendor.Connection first = vendor.connection();
        nextText(first);
        first.closeWith(1011, "restart");
        FakeVendor.Connection second = vendor.connection();

        assertThat(nextText(second).get("transcript").asText()).isEqualTo("One");
    }

    @Test
    void shouldTellARefusedHandshakeWithoutTheKey() throws Exception {
        vendor.refuseNext(401, "{\"message\":\"Invalid API key sk_car_1\"}");
        say(open(), "One");

        ProviderFailure failure = ((TtsEvent.Failed) next()).failure();
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure.detail()).contains("Invalid API key").doesNotContain("sk_car_1");
    }

    @Test
    void shouldTimeOutWhenTheVendorStalls() throws Exception {
        voice = voice(patience, Duration.ofMillis(400));
        say(open(), "One");
        FakeVendor.Connection peer = vendor.connection();
        nextText(peer);

        assertThat(((TtsEvent.Failed) next()).failure().kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(nextText(peer).get("cancel").asBoolean()).isTrue();
    }

    @Test
    void shouldSurviveGarbageBetweenMessages() throws Exception {
        say(open(), "One");
        FakeVendor.Connection peer = vendor.connection();
        String id = nextText(peer).get("context_id").asText();
        peer.send("garbage");
        peer.send("{\"type\":\"chunk\",\"data\":\"####\",\"context_id\":\"" + id + "\"}");
        peer.send(Wire.done(id));

        assertThat(next()).isEqualTo(new TtsEvent.Done());
        assertThat(voice.counters().of(Event.MALFORMED_MESSAGE)).isEqualTo(2);
    }

    @Test
    void shouldCloseASocketThatIsNotUsed() throws Exception {
        voice(Duration.ofMillis(30), patience).warm(loop);
        assertThat(vendor.connection().next("close").kind()).isEqualTo("close");
    }
}
