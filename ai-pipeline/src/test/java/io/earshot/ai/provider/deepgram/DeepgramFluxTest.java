package io.earshot.ai.provider.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.FakeVendor;
import io.earshot.ai.provider.Loops;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeepgramFluxTest {
    private static final String CONNECTED = "{\"type\":\"Connected\",\"request_id\":\"r-9\",\"sequence_id\":0}";

    private final FakeVendor vendor = new FakeVendor();
    private final EventLoop loop = vendor.loop();
    private final SttRecorder recorder = new SttRecorder();
    private DeepgramFlux flux = provider(Duration.ofSeconds(5));

    @AfterEach
    void close() {
        vendor.close();
    }

    private DeepgramFlux provider(Duration openTimeout) {
        DeepgramFluxConfig config = Configs.flux(vendor.uri("/v2/listen"), Configs.stream(Duration.ZERO, openTimeout));
        return new DeepgramFlux("flux", config, ApiKey.of("k-123"), WebSocketClient.create());
    }

    private SttStream open(AudioFormat format) throws Exception {
        return Loops.on(loop, () -> flux.open(format, loop, recorder));
    }

    @Test
    void shouldAskForLinearAudioWithItsOwnParametersOnly() throws Exception {
        open(AudioFormat.LINEAR16_16K);
        assertThat(vendor.connection().uri())
                .isEqualTo("/v2/listen?model=flux-general-en&encoding=linear16&sample_rate=16000&eot_threshold=0.8"
                        + "&eager_eot_threshold=0.4&eot_timeout_ms=3000&keyterm=Earshot");
    }

    @Test
    void shouldHoldAudioUntilTheVendorIsReady() throws Exception {
        SttStream stream = open(AudioFormat.PCMA_8K);
        FakeVendor.Connection peer = vendor.connection();
        Loops.run(loop, () -> stream.send(Unpooled.wrappedBuffer(new byte[160])));
        assertThat(peer.quietFor(50)).isTrue();
        peer.send(CONNECTED);

        assertThat(peer.next("binary").bytes()).hasSize(160);
        assertThat(recorder.next()).isEqualTo(new SttEvent.Opened("r-9"));
    }

    @Test
    void shouldGatherAudioWhileResultsDoNotMatter() throws Exception {
        SttStream stream = open(AudioFormat.PCMU_8K);
        FakeVendor.Connection peer = vendor.connection();
        peer.send(CONNECTED);
        recorder.next();
        Loops.run(loop, () -> {
            stream.attentive(false);
            for (int i = 0; i < 5; i++) {
                stream.send(Unpooled.wrappedBuffer(new byte[160]));
            }
        });
        assertThat(peer.next("binary").bytes()).hasSize(640);

        Loops.run(loop, () -> {
            stream.attentive(true);
            stream.send(Unpooled.wrappedBuffer(new byte[160]));
        });
        assertThat(peer.next("binary").bytes()).hasSize(160);
        assertThat(peer.next("binary").bytes()).hasSize(160);
    }

    @Test
    void shouldKeepSilenceFlowingInAnOpenTurn() throws Exception {
        open(AudioFormat.PCMU_8K);
        FakeVendor.Connection peer = vendor.connection();
        peer.send(CONNECTED);
        peer.send(Say.turn("StartOfTurn", 0, "Hello"));

        assertThat(peer.next("binary").bytes()).hasSize(4_000).containsOnly(0xFF);
    }

    @Test
    void shouldForceTheEndOfATurn() throws Exception {
        SttStream stream = open(AudioFormat.PCMU_8K);
        FakeVendor.Connection peer = vendor.connection();
        peer.send(CONNECTED);
        recorder.next();
        Loops.run(loop, stream::endTurn);

        assertThat(peer.next("text").text()).isEqualTo("{\"type\":\"ForceEndTurn\"}");
        peer.send(Say.turn("EndOfTurn", 0, "Stop."));
        assertThat(recorder.next(SttEvent.EndOfTurn.class).text()).isEqualTo("Stop.");
    }

    @Test
    void shouldFailWhenTheVendorNeverGetsReady() throws Exception {
        flux = provider(Duration.ofMillis(300));
        open(AudioFormat.PCMU_8K);
        assertThat(recorder.next(SttEvent.Failed.class).failure().kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void shouldReconnectAfterAnErrorOfTheVendor() throws Exception {
        open(AudioFormat.PCMU_8K);
        FakeVendor.Connection first = vendor.connection();
        first.send(CONNECTED);
        first.send("{\"type\":\"Error\",\"code\":\"INTERNAL_SERVER_ERROR\",\"description\":\"x\"}");
        vendor.connection().send(CONNECTED);

        assertThat(recorder.next()).isEqualTo(new SttEvent.Opened("r-9"));
        assertThat(recorder.next()).isEqualTo(new SttEvent.Opened("r-9"));
    }
}
