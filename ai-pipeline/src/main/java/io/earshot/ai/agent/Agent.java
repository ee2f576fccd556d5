package io.earshot.ai.agent;

import io.earshot.ai.latency.CallLabels;
import io.earshot.ai.latency.CallLatency;
import io.earshot.ai.llm.ToolSpec;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.ai.vad.VoiceActivityDetector;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one call. Life: {@link #prepare} while the phone rings, {@link #answered} when media may flow,
 * {@link #end} when the call is over, from whatever side. The caller's packets go into {@link #ears}, the reply comes out
 * of {@link #mouth}. Confined to the call's loop: every method is called there, and the listener is called there.
 */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final long UNSCHEDULED = Long.MAX_VALUE;

    private final AgentConfig config;
    private final AgentServices services;
    private final AudioFormat format;
    private final EventLoop loop;
    private final LongSupplier nanoClock;
    private final AgentListener listener;
    private final CallLatency latency;
    private final VoiceActivityDetector vad;
    private final Playout playout;
    private final Conversation conversation;
    private final Providers providers;
    private final Attention attention = new Attention();
    private final AudioSink ears = this::onAudio;
    private final Runnable onTimer = this::onTimer;
    private @Nullable SttStream stt;
    private @Nullable Future<?> timer;
    private long scheduledNs = UNSCHEDULED;
    private int sttStreams;
    private boolean readyTold;
    private boolean pumping;
    private boolean freed;

    /**
     * @param format encoding and rate of the leg, in both directions, for the whole call
     * @param loop the call's loop
     * @param nanoClock the monotonic clock that packets' arrival and send times are taken from
     * @param callId the call's id, for records and tools
     * @param trunk the trunk's name, a metric label
     */
    public Agent(
            AgentConfig config,
            AgentServices services,
            AudioFormat format,
            EventLoop loop,
            LongSupplier nanoClock,
            String callId,
            String trunk,
            AgentListener listener) {
        this.config = config;
        this.services = services;
        this.format = format;
        this.loop = loop;
        this.nanoClock = nanoClock;
        this.listener = listener;
        this.latency = new CallLatency(
                new CallLabels(
                        callId,
                        trunk,
                        services.stt().name(),
                        services.llm().name(),
                        services.tts().name()),
                services.latency());
        this.vad = services.vad().create(format);
        this.playout = new Playout(format, nanoClock, new PlayoutMarks());
        List<ToolSpec> tools = services.tools().stream().map(Tool::spec).toList();
        boolean local = config.turn().decidedLocally(services.stt().detectsEndOfTurn());
        this.conversation = new Conversation(config, playout, tools, local, this::heardSince);
        this.providers = new Providers(services, format, loop, callId, this::feed);
    }

    /** Opens the recogniser, warms model and voice, and has the greeting synthesized. Nothing is heard yet. */
    public void prepare() {
        if (stt == null && !freed) {
            openEars();
            services.llm().warm();
            services.tts().warm(loop);
            feed(new Input.Prepare());
        }
    }

    /**
     * The call was answered: the greeting may be heard from the next packet on.
     *
     * @param nowNs when it was answered (the ACK), to which the greeting's latency is anchored
     */
    public void answered(long nowNs) {
        prepare();
        feed(new Input.Answered(), nowNs);
    }

    /** Takes the caller's audio, in the format given at construction. */
    public AudioSink ears() {
        return ears;
    }

    /** Gives the agent's audio, in the format given at construction. */
    public AudioSource mouth() {
        return playout;
    }

    /** The caller pressed a key ({@code 0-9*#A-D}) for {@code durationMs}. */
    public void onDtmf(char key, int durationMs) {
        feed(new Input.Dtmf(Character.toUpperCase(key)));
    }

    /** The call was put on hold: the agent falls silent and does not ask whether the caller is there. */
    public void hold() {
        feed(new Input.Hold(true));
    }

    /** The call was taken back: the agent goes on where it stopped. */
    public void resume() {
        feed(new Input.Hold(false));
    }

    /** The transfer that was asked for did not happen; the agent tells the caller. */
    public void transferFailed(String reason) {
        feed(new Input.TransferFailed(reason));
    }

    /** The agent says goodbye and hangs up; before the answer it ends at once. */
    public void leave() {
        feed(new Input.Leave());
    }

    /** Ends the agent's part at once and frees everything. May be called again, and at any time. */
    public void end(EndReason reason) {
        feed(new Input.End(reason));
    }

    /**
     * Whether an answer now would not begin with a wait: the greeting's first audio is there, or none is wanted, or it
     * failed. False before {@link #prepare}.
     */
    public boolean ready() {
        return stt != null && !conversation.awaitsGreeting();
    }

    /** What the agent is doing. */
    public AgentState state() {
        return conversation.state();
    }

    /** The call's turns and response times so far. */
    public CallLatency latency() {
        return latency;
    }

    /** How well the voice kept up so far. */
    public PlayoutStats playoutStats() {
        return playout.stats();
    }

    private void onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
        SttStream stream = stt;
        if (freed || stream == null) {
            return;
        }
        stream.send(audio);
        switch (vad.onAudio(audio, arrivalNs, concealed)) {
            case NONE -> {}
            case SPEECH_STARTED -> {
                attention.onCaller();
                feed(new Input.SpeechStarted(vad.speechStartNs()));
            }
            case SPEECH_ENDED -> feed(new Input.SpeechEnded(vad.lastSpeechNs()));
        }
        attention.tell(stt, vad.speaking());
    }

    private boolean heardSince(long sinceNs) {
        return stt != null && stt.heardSince(sinceNs);
    }

    private void openEars() {
        int stream = ++sttStreams;
        if (stt != null) {
            stt.close();
        }
        attention.reset();
        stt = services.stt().open(format, loop, event -> onStt(stream, event));
    }

    private void onStt(int stream, SttEvent event) {
        if (stream == sttStreams) {
            if (!(event instanceof SttEvent.Opened)) {
                attention.onCaller();
            }
            feed(new Input.Heard(event, vad.lastSpeechNs()));
        }
    }

    private void feed(Input input) {
        feed(input, nanoClock.getAsLong());
    }

    /** A bug here, in a provider's adapter or in the call's listener ends this agent and no other. */
    private void feed(Input input, long atNs) {
        try {
            advance(input, atNs);
        } catch (RuntimeException bug) {
            LOG.error("the agent of call {} failed", latency.labels().callId(), bug);
            free();
            listener.onFault(bug);
        }
    }

    private void advance(Input input, long atNs) {
        conversation.on(input, atNs);
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            Output output;
            while ((output = conversation.poll()) != null) {
                execute(output);
            }
        } finally {
            pumping = false;
        }
        if (conversation.state() == AgentState.ENDED) {
            free();
        } else {
            schedule();
            tellWhenReady();
        }
    }

    private void tellWhenReady() {
        if (!readyTold && ready()) {
            readyTold = true;
            listener.onReady();
        }
    }

    private void execute(Output output) {
        switch (output) {
            case Output.AskModel ask -> providers.ask(ask);
            case Output.DropModel(int request) -> providers.dropModel(request);
            case Output.OpenVoice(int speech) -> providers.openVoice(speech);
            case Output.Say(int speech, String text) -> providers.say(speech, text);
            case Output.FinishVoice(int speech) -> providers.finishVoice(speech);
            case Output.DropVoice(int speech) -> providers.dropVoice(speech);
            case Output.CallTool(int request, var call) -> providers.callTool(request, call);
            case Output.PlayPhrase(int speech, Phrase phrase) -> play(speech, phrase);
            case Output.AskTranscript() -> askTranscript();
            case Output.ReopenEars() -> openEars();
            case Output.HangUp(EndReason reason) -> hangUp(reason);
            case Output.Transfer(String uri) -> listener.onTransfer(uri);
            case Output.SendDtmf(String digits) -> listener.onSendDtmf(digits);
            case Output.Hearing(String soFar) -> listener.onHearing(soFar);
            case Output.Said(TranscriptLine line) -> listener.onTranscript(line);
            case Output.Turn(var turn) -> {
                latency.record(turn);
                listener.onTurn(turn);
            }
            case Output.BargeIn(long silenceNs, boolean confirmed) -> {
                latency.recordBargeIn(silenceNs, confirmed);
                listener.onBargeIn(silenceNs, confirmed);
            }
            case Output.StateChanged(var from, var to, String reason) -> {
                attention.onState(to);
                listener.onState(from, to, reason);
            }
            case Output.Degraded(var step, String cause) -> listener.onDegraded(step, cause);
            case Output.Trouble(var stage, var failure) -> listener.onProviderFailure(stage, failure);
        }
    }

    private void play(int speech, Phrase phrase) {
        ByteBuf own = services.recordings().recall(config.outage().sentence(phrase), format);
        playout.append(speech, own == null ? phrase.audio(format) : own);
        playout.complete(speech);
    }

    private void askTranscript() {
        if (stt != null) {
            stt.endTurn();
        }
    }

    private void hangUp(EndReason reason) {
        free();
        listener.onHangUp(reason);
    }

    /** Schedules the earliest deadline, unless something as early is scheduled already: a late one costs one wake-up. */
    private void schedule() {
        long deadlineNs = conversation.deadlineNs();
        if (deadlineNs == UNSCHEDULED || (scheduledNs != UNSCHEDULED && scheduledNs - deadlineNs <= 0)) {
            return;
        }
        cancelTimer();
        scheduledNs = deadlineNs;
        long delayNs = Math.max(0, deadlineNs - nanoClock.getAsLong());
        timer = loop.schedule(onTimer, delayNs, TimeUnit.NANOSECONDS);
    }

    private void onTimer() {
        timer = null;
        scheduledNs = UNSCHEDULED;
        if (!freed) {
            feed(new Input.Deadline());
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        scheduledNs = UNSCHEDULED;
    }

    private void free() {
        if (freed) {
            return;
        }
        freed = true;
        cancelTimer();
        sttStreams++;
        if (stt != null) {
            stt.close();
        }
        providers.close();
        playout.close();
        vad.close();
    }

    private final class PlayoutMarks implements Playout.Marks {
        @Override
        public void onStarted(int speech, long frameNs, long sentNs) {
            feed(new Input.PlayStarted(speech, frameNs, sentNs));
        }

        @Override
        public void onDrained(int speech, long sentNs) {
            feed(new Input.PlayDrained(speech, sentNs));
        }
    }
}
