package io.earshot.ai.provider.cartesia;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UtteranceCoreTest {
    private static final long MS = 1_000_000L;

    private final ProviderCounters counters = new ProviderCounters();
    private int ids;
    private UtteranceCore core = core(AudioFormat.PCMU_8K);
    private long nowNs = 5_000 * MS;

    private UtteranceCore core(AudioFormat format) {
        return new UtteranceCore("ca", CartesiaConfig.defaults(), format, counters, () -> "c" + ++ids);
    }

    private List<String> drain() {
        List<String> seen = new ArrayList<>();
        for (UtteranceCore.Output output = core.poll(); output != null; output = core.poll()) {
            seen.add(text(output));
        }
        return seen;
    }

    private static String text(UtteranceCore.Output output) {
        return switch (output) {
            case UtteranceCore.Output.Send(String json) -> sent(json);
            case UtteranceCore.Output.Reconnect() -> "reconnect";
            case UtteranceCore.Output.Tell(TtsEvent.Audio(var audio)) -> {
                String bytes = "audio " + ByteBufUtil.hexDump(audio);
                audio.release();
                yield bytes;
            }
            case UtteranceCore.Output.Tell(TtsEvent.Words(var words, var startMs)) -> "words " + words + startMs;
            case UtteranceCore.Output.Tell(TtsEvent.Done()) -> "done";
            case UtteranceCore.Output.Tell(TtsEvent.FailedOver(var failure, var to)) -> "to " + to;
            case UtteranceCore.Output.Tell(TtsEvent.Failed(ProviderFailure failure)) -> "failed " + failure.kind();
        };
    }

    private static String sent(String json) {
        try {
            JsonNode message = new ObjectMapper().readTree(json);
            return message.has("cancel")
                    ? message.get("context_id").asText() + " cancel"
                    : message.get("context_id").asText() + " '"
                            + message.get("transcript").asText() + "'"
                            + (message.get("continue").asBoolean() ? " more" : " end");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> on(String json) {
        try {
            CartesiaMessage message = CartesiaMessage.parse(
                    Unpooled.copiedBuffer(json, StandardCharsets.UTF_8), UnpooledByteBufAllocator.DEFAULT);
            core.onMessage(message, nowNs);
            message.release();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return drain();
    }

    private List<String> say(String text) {
        core.say(text, nowNs);
        return drain();
    }

    private List<String> finish() {
        core.finish(nowNs);
        return drain();
    }

    private void connect() {
        core.onConnected(nowNs);
    }

    @Test
    void shouldSpeakSentencesAsOneContext() {
        connect();
        assertThat(say("Good day. ")).containsExactly("c1 'Good day. ' more");
        assertThat(say("Who is it? ")).containsExactly("c1 'Who is it? ' more");
        assertThat(on(Wire.chunk("c1", (byte) 1, (byte) 2))).containsExactly("audio 0102");
        assertThat(on(Wire.words("c1"))).containsExactly("words [Good, day.][0, 250]");
        assertThat(finish()).containsExactly("c1 '' end");
        assertThat(on(Wire.done("c1"))).containsExactly("done");
        assertThat(core.ended()).isTrue();
    }

    @Test
    void shouldSendWhatWasSaidBeforeTheSocketWasThere() {
        assertThat(say("One. ")).isEmpty();
        assertThat(say("Two.")).isEmpty();
        assertThat(finish()).isEmpty();
        connect();
        assertThat(drain()).containsExactly("c1 'One. Two.' end");
    }

    @Test
    void shouldBeDoneAtOnceWithoutText() {
        connect();
        assertThat(finish()).containsExactly("done");
    }

    @Test
    void shouldBeginANewContextWhenTheOldOneRanOut() {
        connect();
        say("Let me look. ");
        on(Wire.chunk("c1", new byte[800]));
        assertThat(core.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        nowNs += 900 * MS;
        assertThat(say("Here it is.")).containsExactly("c2 'Here it is.' more");
        assertThat(on(Wire.words("c2"))).containsExactly("words [Good, day.][100, 350]");
    }

    @Test
    void shouldBelieveAVendorThatHasNotFlushedYet() {
        connect();
        say("One. ");
        on(Wire.flushDone("c1"));
        say("Two. ");
        on(Wire.chunk("c1", (byte) 1));
        nowNs += 900 * MS;
        assertThat(say("Three.")).containsExactly("c1 'Three.' more");
    }

    @Test
    void shouldNotAskAContextThatRanOutForItsEnd() {
        connect();
        say("One. ");
        on(Wire.chunk("c1", (byte) 1));
        on(Wire.flushDone("c1"));
        nowNs += 900 * MS;
        assertThat(finish()).containsExactly("done");
    }

    @Test
    void shouldTakeAnExpiredContextForTheEndWhenAllWasHeard() {
        connect();
        say("One. ");
        on(Wire.chunk("c1", (byte) 1));
        nowNs += 900 * MS;
        assertThat(finish()).containsExactly("c1 '' end");
        assertThat(on(Wire.error("c1", 400, "context_expired"))).containsExactly("done");
    }

    @Test
    void shouldVoiceTextThatMetAnExpiredContext() {
        connect();
        say("One. ");
        on(Wire.chunk("c1", (byte) 1));
        nowNs += 790 * MS;
        assertThat(say("Two.")).containsExactly("c1 'Two.' more");
        nowNs += 20 * MS;
        assertThat(on(Wire.error("c1", 400, "context_expired"))).containsExactly("c2 'Two.' more");
    }

    @Test
    void shouldTryAgainOnlyWhileNothingWasHeard() {
        connect();
        say("One. ");
        assertThat(on(Wire.error("c1", 500, "internal"))).containsExactly("c2 'One. ' more");
        on(Wire.chunk("c2", (byte) 1));
        say("Two.");
        assertThat(on(Wire.error("c2", 500, "internal"))).containsExactly("failed SERVER_ERROR");
    }

    @Test
    void shouldNotTryAgainWhatCannotGetBetterInTime() {
        connect();
        say("One.");
        assertThat(on(Wire.error("c1", 429, "concurrency_limited"))).containsExactly("failed RATE_LIMITED");
    }

    @Test
    void shouldUnderstandTheOlderFormOfErrors() {
        connect();
        say("One.");
        core.onMessage(parse("{\"type\":\"error\",\"error\":\"Bad: voice\",\"status_code\":400,\"done\":true}"), nowNs);
        UtteranceCore.Output.Tell told = (UtteranceCore.Output.Tell) lastOutput();
        ProviderFailure failure = ((TtsEvent.Failed) told.event()).failure();
        assertThat(failure.kind()).isEqualTo(Kind.BAD_REQUEST);
        assertThat(failure.detail()).contains("Bad: voice");
    }

    @Test
    void shouldMoveToAnotherSocketWhenNothingWasHeard() {
        connect();
        say("One.");
        finish();
        core.onLost(ProviderFailure.of("ca", Kind.DISCONNECTED, "gone"), nowNs);
        assertThat(drain()).containsExactly("reconnect");
        connect();
        assertThat(drain()).containsExactly("c2 'One.' end");
    }

    @Test
    void shouldMoveToAnotherSocketBetweenSentences() {
        connect();
        say("One.");
        on(Wire.chunk("c1", (byte) 1));
        core.onLost(ProviderFailure.of("ca", Kind.DISCONNECTED, "gone"), nowNs);
        assertThat(drain()).containsExactly("reconnect");
        connect();
        assertThat(drain()).isEmpty();
        assertThat(say("Two.")).containsExactly("c2 'Two.' more");
    }

    @Test
    void shouldFailWhenTheSocketIsLostInASentence() {
        connect();
        say("One.");
        on(Wire.chunk("c1", (byte) 1));
        say("Two.");
        core.onLost(ProviderFailure.of("ca", Kind.DISCONNECTED, "gone"), nowNs);
        assertThat(drain()).containsExactly("failed DISCONNECTED");
    }

    @Test
    void shouldTimeOutWithoutFirstAudioAndStopTheContext() {
        connect();
        say("One.");
        assertThat(core.deadlineNs()).isEqualTo(nowNs + 3_000 * MS);
        core.onDeadline(nowNs + 3_000 * MS);
        assertThat(drain()).containsExactly("c1 cancel", "failed TIMEOUT");
    }

    @Test
    void shouldTimeOutBetweenAudioOnlyWhenTheTextIsComplete() {
        connect();
        say("One.");
        on(Wire.chunk("c1", (byte) 1));
        assertThat(core.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        finish();
        assertThat(core.deadlineNs()).isEqualTo(nowNs + 3_000 * MS);
    }

    @Test
    void shouldCancelAContextThatWasBegun() {
        connect();
        core.cancel();
        assertThat(drain()).isEmpty();
        core = core(AudioFormat.PCMU_8K);
        connect();
        say("One.");
        core.cancel();
        core.cancel();
        assertThat(drain()).containsExactly("c2 cancel");
    }

    @Test
    void shouldGiveWholeSamplesWhateverIsCut() {
        core = core(AudioFormat.LINEAR16_16K);
        connect();
        say("One.");
        assertThat(on(Wire.chunk("c2", (byte) 1))).isEmpty();
        assertThat(on(Wire.chunk("c2", (byte) 2, (byte) 3))).containsExactly("audio 0102");
        assertThat(on(Wire.chunk("c2", (byte) 4, (byte) 5, (byte) 6))).containsExactly("audio 03040506");
    }

    private static CartesiaMessage parse(String json) {
        try {
            return CartesiaMessage.parse(
                    Unpooled.copiedBuffer(json, StandardCharsets.UTF_8), UnpooledByteBufAllocator.DEFAULT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private UtteranceCore.Output lastOutput() {
        UtteranceCore.Output last = null;
        for (UtteranceCore.Output output = core.poll(); output != null; output = core.poll()) {
            last = output;
        }
        return last;
    }
}
