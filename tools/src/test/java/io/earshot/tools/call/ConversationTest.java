package io.earshot.tools.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The caller against an agent made of tones, on a clock that the test moves a packet at a time. */
class ConversationTest {
    private static final long MS = 1_000_000L;
    private static final int PACKET_MS = 20;
    private static final int PACKET_BYTES = 160;

    private long nowNs = -5_000 * MS;
    private final long startNs = nowNs;
    private final List<double[]> agentTalks = new ArrayList<>();

    @Test
    void shouldSpeakOnceTheAgentHasGreetedAndIsQuiet() {
        agentTalks(100, 1_500);

        Conversation call = run(6_000, utterance("hello", 1_000, new Cue.Turn()));

        assertThat(startMs(call, 0)).isCloseTo(1_500 + 900, within(45.0));
    }

    @Test
    void shouldSpeakAnywayToAnAgentThatNeverGreets() {
        Conversation call = run(9_500, utterance("hello", 500, new Cue.Turn()));

        assertThat(startMs(call, 0)).isCloseTo(8_000, within(45.0));
    }

    @Test
    void shouldWaitForTheAnswerBeforeTheNextUtterance() {
        agentTalks(0, 500);
        agentTalks(3_000, 4_000);

        Conversation call =
                run(8_000, utterance("one", 1_000, new Cue.Turn()), utterance("two", 1_000, new Cue.Turn()));

        assertThat(startMs(call, 1)).isCloseTo(4_000 + 900, within(45.0));
    }

    @Test
    void shouldTakeASentencePauseForNoEndOfTurn() {
        agentTalks(0, 500);
        agentTalks(1_100, 2_000);

        Conversation call = run(5_000, utterance("one", 500, new Cue.Turn()));

        assertThat(startMs(call, 0)).isCloseTo(2_000 + 900, within(45.0));
    }

    @Test
    void shouldInterruptAtTheGivenTimeIntoTheAgentsSpeech() {
        agentTalks(1_000, 6_000);

        Conversation call = run(5_000, utterance("stop", 500, new Cue.Interruption(700)));

        assertThat(startMs(call, 0)).isCloseTo(1_700, within(45.0));
    }

    @Test
    void shouldSpeakAtTheGivenTime() {
        Conversation call = run(3_000, utterance("now", 500, new Cue.Clock(1_234)));

        assertThat(startMs(call, 0)).isCloseTo(1_234, within(25.0));
    }

    @Test
    void shouldFinishWhenTheLastAnswerIsOver() {
        agentTalks(0, 500);
        agentTalks(2_800, 3_500);
        Utterance only = utterance("one", 1_000, new Cue.Turn());

        assertThat(run(4_300, only).finished()).isFalse();
        nowNs = startNs;
        assertThat(run(4_500, only).finished()).isTrue();
    }

    @Test
    void shouldMeasureGapAndStopFromTheCallersEnd() {
        agentTalks(0, 500);
        agentTalks(2_900, 4_200);
        agentTalks(5_200, 6_000);
        Conversation call = run(
                9_000, utterance("ask", 1_000, new Cue.Turn()), utterance("stop", 800, new Cue.Interruption(1_000)));

        List<OutsideTurn> turns = new TurnMeter(startNs, call.said(), call.agentSound(), call.agentSpeech()).turns();

        assertThat(turns).hasSize(2);
        assertThat(turns.get(0).gapMs()).isCloseTo(2_900 - turns.get(0).endMs(), within(0.01));
        assertThat(turns.get(0).interruption()).isFalse();
        assertThat(turns.get(1).interruption()).isTrue();
        assertThat(turns.get(1).stopMs()).isCloseTo(4_180 - turns.get(1).startMs(), within(0.01));
        assertThat(turns.get(1).answerMs()).isEqualTo(5_200);
    }

    @Test
    void shouldNotTakeSilenceAndLineNoiseForSpeech() {
        Conversation call = new Conversation(List.of(), () -> nowNs, CallWatcher.NONE);
        call.answered(AudioFormat.PCMU_8K, null);

        call.onAudio(tone(0), nowNs, false);
        call.onAudio(tone(100), nowNs, false);
        call.onAudio(tone(8_000), nowNs, true);

        assertThat(call.agentSpeech()).isEmpty();
    }

    @Test
    void shouldCountAnAnswerFromItsFirstPacketAndFromItsFirstAudibleOne() {
        agentTalks(0, 500);
        agentBreathes(2_800, 3_000);
        agentTalks(3_000, 4_000);
        Conversation call = run(6_000, utterance("ask", 1_000, new Cue.Turn()));

        OutsideTurn turn = new TurnMeter(startNs, call.said(), call.agentSound(), call.agentSpeech())
                .turns()
                .getFirst();

        assertThat(turn.answerMs()).isEqualTo(2_800);
        assertThat(turn.audibleGapMs() - turn.gapMs()).isCloseTo(200, within(0.01));
    }

    private void agentTalks(double fromMs, double untilMs) {
        agentTalks.add(new double[] {fromMs, untilMs, 8_000});
    }

    private void agentBreathes(double fromMs, double untilMs) {
        agentTalks.add(new double[] {fromMs, untilMs, 60});
    }

    private Conversation run(int millis, Utterance... lines) {
        Conversation call = new Conversation(List.of(lines), () -> nowNs, CallWatcher.NONE);
        call.answered(AudioFormat.PCMU_8K, null);
        ByteBuf out = Unpooled.buffer(PACKET_BYTES);
        for (int at = 0; at < millis; at += PACKET_MS) {
            nowNs = startNs + at * MS;
            int now = at;
            double amplitude = agentTalks.stream()
                    .filter(t -> t[0] <= now && now < t[1])
                    .mapToDouble(t -> t[2])
                    .findFirst()
                    .orElse(0);
            call.onAudio(tone((int) amplitude), nowNs, false);
            if (call.read(out.clear(), PACKET_BYTES) > 0) {
                call.onSent(nowNs);
            }
        }
        return call;
    }

    private double startMs(Conversation call, int utterance) {
        return (call.said().get(utterance).spurt().startNs() - startNs) / 1e6;
    }

    private static Utterance utterance(String name, int millis, Cue cue) {
        short[] pcm = new short[millis * 16];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (8_000 * Math.sin(i * 0.2));
        }
        return new Utterance(name, 16_000, pcm, cue);
    }

    private static ByteBuf tone(int amplitude) {
        ByteBuf packet = Unpooled.buffer(PACKET_BYTES);
        for (int i = 0; i < PACKET_BYTES; i++) {
            packet.writeByte(G711.linearToMu((short) (amplitude * Math.sin(i * 0.4))));
        }
        return packet;
    }
}
