package io.earshot.ai.agent;

import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.vad.EnergyVad;
import io.earshot.ai.vad.VadSettings;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One call with an agent, in-memory providers, a leg of 20 ms packets and a clock that only the test moves. */
final class TestCall implements AgentListener {
    final java.util.List<RuntimeException> faults = new java.util.ArrayList<>();
    static final int PTIME_MS = 20;

    final MockTicker clock = Ticker.newMockTicker();
    final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock).build();
    final LatencyRecorder recorder = new LatencyRecorder();
    final FakeProviders.Ears ears;
    final FakeProviders.Model model = new FakeProviders.Model();
    final FakeProviders.Voice voice = new FakeProviders.Voice();
    final List<Tool> tools = new ArrayList<>();
    final List<TranscriptLine> transcript = new ArrayList<>();
    final List<TurnRecord> turns = new ArrayList<>();
    final List<String> states = new ArrayList<>();
    final List<Boolean> bargeIns = new ArrayList<>();
    final List<Long> bargeInNs = new ArrayList<>();
    final List<ProviderStage> failures = new ArrayList<>();
    final List<String> degradations = new ArrayList<>();
    final List<String> transfers = new ArrayList<>();
    final List<String> keys = new ArrayList<>();
    EndReason hungUp;
    Agent agent;
    boolean callerSpeaks;
    /** The leg asks for nothing to send. */
    boolean deaf;

    long packetsHeard;
    long lastPacketNs;
    long firstSpeechNs;
    long lastSpeechNs;

    private final ByteBuf packet = Unpooled.buffer(2_000);
    private final byte[] tone = tone();

    TestCall(boolean recogniserDecides) {
        ears = new FakeProviders.Ears(recogniserDecides);
        clock.advance(1, TimeUnit.HOURS);
    }

    TestCall prepare(AgentConfig config) {
        AgentServices services =
                new AgentServices(ears, model, voice, EnergyVad.factory(VadSettings.energy()), tools, recorder);
        agent = new Agent(
                config, services, AudioFormat.PCMU_8K, channel.eventLoop(), clock::nanoTime, "call-1", "trunk", this);
        agent.prepare();
        return this;
    }

    /** Prepared, answered, greeted: the agent listens. */
    TestCall listening(AgentConfig config) {
        prepare(config);
        return pass(400).answer().pass(1_000);
    }

    TestCall answer() {
        agent.answered(clock.nanoTime());
        return this;
    }

    long now() {
        return clock.nanoTime();
    }

    /** Lets time pass packet by packet: the caller's in, the agent's out, timers in between. */
    TestCall pass(int ms) {
        for (int done = 0; done < ms; done += PTIME_MS) {
            for (int i = 0; i < PTIME_MS / 5; i++) {
                clock.advance(5, TimeUnit.MILLISECONDS);
                channel.runPendingTasks();
                channel.runScheduledPendingTasks();
            }
            tick();
        }
        return this;
    }

    private void tick() {
        byte[] samples = callerSpeaks ? tone : silence();
        if (callerSpeaks) {
            firstSpeechNs = firstSpeechNs == 0 ? now() : firstSpeechNs;
            lastSpeechNs = now();
        }
        agent.ears().onAudio(Unpooled.wrappedBuffer(samples), now(), false);
        if (deaf) {
            return;
        }
        packet.clear();
        int read = agent.mouth().read(packet, AudioFormat.PCMU_8K.bytes(PTIME_MS));
        if (read > 0) {
            packetsHeard++;
            lastPacketNs = now();
            agent.mouth().onSent(now());
        }
    }

    TestCall speak(int ms) {
        callerSpeaks = true;
        pass(ms);
        callerSpeaks = false;
        return this;
    }

    TestCall stt(SttEvent event) {
        ears.events.accept(event);
        return this;
    }

    /** The caller says {@code text} in a second of speech, and the recogniser ends the turn 200 ms later. */
    TestCall say(String text) {
        speak(1_000);
        stt(new SttEvent.Interim(text));
        pass(200);
        return stt(new SttEvent.EndOfTurn(text));
    }

    /** The messages of the latest request to the model, without the instructions. */
    List<ChatMessage> lastMessages() {
        List<ChatMessage> messages = model.requests.getLast().messages();
        return messages.subList(1, messages.size());
    }

    TurnRecord lastTurn() {
        return turns.getLast();
    }

    List<String> agentLines() {
        return transcript.stream()
                .filter(l -> l.speaker() == TranscriptLine.Speaker.AGENT)
                .map(TranscriptLine::heard)
                .toList();
    }

    private static byte[] tone() {
        byte[] tone = new byte[160];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = G711.linearToMu((short) (8_000 * Math.sin(2 * Math.PI * 400 * i / 8_000)));
        }
        return tone;
    }

    private static byte[] silence() {
        byte[] silence = new byte[160];
        java.util.Arrays.fill(silence, (byte) 0xFF);
        return silence;
    }

    @Override
    public void onState(AgentState from, AgentState to, String reason) {
        states.add(to.name());
    }

    @Override
    public void onTranscript(TranscriptLine line) {
        transcript.add(line);
    }

    @Override
    public void onTurn(TurnRecord turn) {
        turns.add(turn);
    }

    @Override
    public void onBargeIn(long silenceNs, boolean confirmed) {
        bargeIns.add(confirmed);
        bargeInNs.add(silenceNs);
    }

    @Override
    public void onProviderFailure(ProviderStage stage, ProviderFailure failure) {
        failures.add(stage);
    }

    @Override
    public void onDegraded(Degradation step, String cause) {
        degradations.add(step.label() + " " + cause);
    }

    @Override
    public void onFault(RuntimeException bug) {
        faults.add(bug);
    }

    @Override
    public void onHangUp(EndReason reason) {
        hungUp = reason;
    }

    @Override
    public void onTransfer(String uri) {
        transfers.add(uri);
    }

    @Override
    public void onSendDtmf(String digits) {
        keys.add(digits);
    }
}
