package io.earshot.ai.agent;

import static io.earshot.ai.agent.AgentState.ENDED;
import static io.earshot.ai.agent.AgentState.ENDING;
import static io.earshot.ai.agent.AgentState.GREETING;
import static io.earshot.ai.agent.AgentState.INTERRUPTED;
import static io.earshot.ai.agent.AgentState.LISTENING;
import static io.earshot.ai.agent.AgentState.PREPARING;
import static io.earshot.ai.agent.AgentState.SPEAKING;
import static io.earshot.ai.agent.AgentState.THINKING;

import io.earshot.ai.agent.Speech.Kind;
import io.earshot.ai.agent.Timers.Timer;
import io.earshot.ai.agent.TranscriptLine.Speaker;
import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.latency.TurnTrace;
import io.earshot.ai.llm.ToolSpec;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.turn.TurnDetector;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call's conversation: who has the floor, what is said, and what became of each turn. Sans-IO: inputs and time go
 * in, {@link Output}s come out; sound goes through the {@link Playout} queue, which is a core of its own. The README of
 * this module has the state diagram. Confined to the call's loop.
 */
final class Conversation implements Replier.Host {
    private static final int MAX_EAR_REOPENINGS = 3;
    private static final long EAR_REOPEN_NS = 200_000_000L;
    private static final long GOODBYE_NS = 15_000_000_000L;
    /** A transfer whose outcome nobody reports ends the call. */
    private static final long TRANSFER_NS = 120_000_000_000L;
    /** Turns of speech without a word in a row after which the recogniser counts as stuck. */
    private static final int MAX_WORDLESS = 2;
    /** Shorter sounds without words are noise, not a turn that was not understood. */
    private static final long MIN_TURN_NS = 300_000_000L;

    private final AgentConfig config;
    private final Playout playout;
    private final TurnDetector detector;
    private final Outbox out = new Outbox();
    private final Timers timers = new Timers();
    private final TurnClock clock = new TurnClock();
    private final DtmfCollector keys = new DtmfCollector();
    private final Speeches speeches;
    private final History history;
    private final Replier replier;
    private final ArrayDeque<Input> inputs = new ArrayDeque<>();

    private AgentState state = PREPARING;
    private AgentState beforeInterruption = LISTENING;
    private @Nullable Speech aside;
    private String unanswered = "";
    private EndReason endReason = EndReason.CALL_ENDED;
    private long nowNs;
    private long silencedNs = -1;
    private long callerSinceNs;
    private int turns;
    private int prompts;
    private int failures;
    private int earReopenings;
    private int wordless;
    private boolean callerSpeaking;
    private boolean deaf;
    private boolean warningDue;
    private boolean running;

    /**
     * @param tools the application's tools
     * @param local whether we decide ends of turns, see {@link TurnDetector}
     */
    Conversation(AgentConfig config, Playout playout, List<ToolSpec> tools, boolean local) {
        this.config = config;
        this.playout = playout;
        this.detector = new TurnDetector(config.turn(), local);
        this.speeches = new Speeches(playout, out, config.timeouts());
        this.history = new History(config.instructions(), config.historyMessages());
        this.replier = new Replier(config, out, timers, speeches, history, tools, this);
    }

    /** Takes an input. Inputs that arise while another is handled are handled after it. */
    void on(Input input, long atNs) {
        inputs.add(input);
        if (running) {
            return;
        }
        running = true;
        nowNs = atNs;
        try {
            Input next;
            while ((next = inputs.poll()) != null) {
                dispatch(next);
            }
        } finally {
            running = false;
        }
    }

    /** What is to be done next; null when nothing is. To be drained after every input. */
    @Nullable
    Output poll() {
        return out.poll();
    }

    /** When {@link Input.Deadline} is due, monotonic nanoseconds; {@link Long#MAX_VALUE} when idle. */
    long deadlineNs() {
        return Math.min(Math.min(timers.deadlineNs(), speeches.deadlineNs()), detector.deadlineNs());
    }

    AgentState state() {
        return state;
    }

    private void dispatch(Input input) {
        if (state == ENDED) {
            discard(input);
            return;
        }
        switch (input) {
            case Input.Prepare() -> prepare();
            case Input.Answered() -> answered();
            case Input.SpeechStarted(long sinceNs) -> speechStarted(sinceNs);
            case Input.SpeechEnded(long sinceNs) -> speechEnded(sinceNs);
            case Input.Heard(SttEvent event, long lastSpeechNs) -> heard(event, lastSpeechNs);
            case Input.Model model -> replier.onModel(model.request(), model.event(), nowNs);
            case Input.Voice(int speech, TtsEvent event) -> voice(speech, event);
            case Input.PlayStarted started -> playStarted(started);
            case Input.PlayDrained(int speech, long sentNs) -> playDrained(speech);
            case Input.Dtmf(char key) -> dtmf(key);
            case Input.ToolDone done -> replier.onToolDone(done.request(), done.id(), done.content(), nowNs);
            case Input.Hold(boolean on) -> hold(on);
            case Input.TransferFailed(String reason) -> transferFailed(reason);
            case Input.End(EndReason reason) -> end(reason);
            case Input.Deadline() -> deadline();
        }
    }

    private static void discard(Input input) {
        if (input instanceof Input.Voice(int speech, TtsEvent.Audio(var audio))) {
            audio.release();
        }
    }

    // --- before and at the beginning -----------------------------------------------------------------------------

    private void prepare() {
        String greeting = config.script().greeting();
        if (aside == null && !greeting.isBlank()) {
            aside = speeches.sentence(Kind.GREETING, turns++, new TurnTrace(nowNs), greeting, nowNs);
        }
    }

    private void answered() {
        if (state != PREPARING) {
            return;
        }
        clock.start(nowNs);
        startCallClock();
        Speech greeting = aside;
        if (deaf) {
            giveUp();
        } else if (greeting == null) {
            listen("answered");
        } else {
            greeting.trace.anchor(nowNs);
            become(GREETING, "answered");
            speeches.release(greeting);
        }
    }

    private void startCallClock() {
        if (config.maxCallSeconds() == 0) {
            return;
        }
        long endNs = nowNs + config.maxCallSeconds() * 1_000_000_000L;
        timers.set(Timer.MAX_CALL, endNs);
        if (config.warnSeconds() > 0 && config.warnSeconds() < config.maxCallSeconds()) {
            timers.set(Timer.CALL_WARNING, endNs - config.warnSeconds() * 1_000_000_000L);
        }
    }

    // --- the caller's voice --------------------------------------------------------------------------------------

    private void speechStarted(long sinceNs) {
        callerSpeaking = true;
        callerSinceNs = sinceNs;
        timers.clear(Timer.SILENCE);
        clock.onSpeechStart(sinceNs);
        detector.onSpeechStart();
        if (interruptible() && config.bargeIn().minWords() == 0) {
            timers.set(Timer.BARGE_IN, sinceNs + config.bargeIn().minSpeechMs() * 1_000_000L);
            deadline();
        }
    }

    private void speechEnded(long sinceNs) {
        callerSpeaking = false;
        timers.clear(Timer.BARGE_IN);
        clock.onSpeechEnd(sinceNs, nowNs);
        detector.onSpeechEnd(sinceNs);
        switch (state) {
            case INTERRUPTED ->
                timers.set(Timer.FALSE_INTERRUPTION, nowNs + config.bargeIn().falseInterruptionMs() * 1_000_000L);
            case LISTENING -> awaitCaller();
            case PREPARING, GREETING, THINKING, SPEAKING, ENDING, ENDED -> {}
        }
    }

    private boolean interruptible() {
        return config.bargeIn().enabled()
                && switch (state) {
                    case GREETING, THINKING, SPEAKING -> true;
                    case PREPARING, LISTENING, INTERRUPTED, ENDING, ENDED -> false;
                };
    }

    /** The agent falls silent, within one frame; whether it stays silent is decided by the caller's words. */
    private void interrupt() {
        boolean audible = playout.busy();
        playout.pause();
        silencedNs = audible ? Math.max(0, playout.lastSentNs() - callerSinceNs) : -1;
        beforeInterruption = state;
        timers.set(Timer.FALSE_INTERRUPTION, nowNs + 2L * config.bargeIn().falseInterruptionMs() * 1_000_000L);
        become(INTERRUPTED, "caller speaks");
    }

    /** It was no interruption: the agent goes on where it stopped. */
    private void resume(String reason) {
        settleInterruption(false);
        become(beforeInterruption, reason);
    }

    private void settleInterruption(boolean confirmed) {
        timers.clear(Timer.FALSE_INTERRUPTION);
        timers.clear(Timer.BARGE_IN);
        playout.resume();
        if (silencedNs >= 0) {
            out.add(new Output.BargeIn(silencedNs, confirmed));
            silencedNs = -1;
        }
    }

    /** It was one: what was not heard is forgotten. */
    private void yieldFloor(String reason) {
        if (state != INTERRUPTED) {
            interrupt();
        }
        cut(TurnClass.INTERRUPTED, TurnClass.OVERTAKEN);
        settleInterruption(true);
        become(LISTENING, reason);
    }

    // --- the caller's words --------------------------------------------------------------------------------------

    private void heard(SttEvent event, long lastSpeechNs) {
        if (event instanceof SttEvent.Failed(ProviderFailure failure)) {
            earsFailed(failure);
            return;
        }
        clock.onLastSpeech(lastSpeechNs);
        words(event);
        verdict(detector.onStt(event, nowNs));
    }

    /** Words interrupt the agent, or confirm that the sound before them was meant to. */
    private void words(SttEvent event) {
        String text = switch (event) {
            case SttEvent.Interim(String t) -> t;
            case SttEvent.Final(String t) -> t;
            case SttEvent.EagerEndOfTurn(String t, double confidence) -> t;
            case SttEvent.EndOfTurn e -> "";
            case SttEvent.Opened o -> "";
            case SttEvent.SpeechStarted s -> "";
            case SttEvent.TurnResumed r -> "";
            case SttEvent.Failed f -> "";
        };
        if (text.isBlank()) {
            return;
        }
        wordless = 0;
        if (wordsInterrupt(text)) {
            yieldFloor("caller's words");
        } else if (timers.running(Timer.SILENCE)) {
            awaitCaller();
        }
    }

    /** Where we decide ends of turns, late words of the last turn are told from new ones by the caller's voice. */
    private boolean wordsInterrupt(String text) {
        boolean fresh = !detector.local() || clock.heardSpeech();
        return (state == INTERRUPTED || interruptible())
                && fresh
                && config.bargeIn().interrupts(text);
    }

    private void verdict(TurnDetector.Verdict verdict) {
        switch (verdict) {
            case NONE -> {}
            case ASK_FINAL -> {
                clock.onDecided(nowNs);
                out.add(new Output.AskTranscript());
            }
            case EAGER -> prepareReply(detector.text());
            case RESUMED -> dropPrepared();
            case OVER -> turnOver(detector.text());
            case NO_WORDS -> noWords();
        }
    }

    private void turnOver(String text) {
        switch (state) {
            case LISTENING -> answer(text, TurnClass.ANSWERED);
            case INTERRUPTED, GREETING, THINKING, SPEAKING -> turnOverAgent(text);
            case PREPARING, ENDING, ENDED -> clock.next(nowNs);
        }
    }

    private void turnOverAgent(String text) {
        if (config.bargeIn().interrupts(text) && config.bargeIn().enabled()) {
            yieldFloor("caller's turn");
            answer(text, TurnClass.ANSWERED);
            return;
        }
        if (!config.bargeIn().enabled()) {
            unanswered = join(unanswered, text);
        }
        clock.next(nowNs);
        if (state == INTERRUPTED) {
            resume("not an interruption");
        }
    }

    private void noWords() {
        dropPrepared();
        if (state == INTERRUPTED) {
            clock.next(nowNs);
            resume("no words");
        } else if (state == LISTENING && !unanswered.isEmpty()) {
            answer("", TurnClass.ANSWERED);
        } else {
            if (state == LISTENING && clock.speechNs() >= MIN_TURN_NS) {
                notUnderstood();
            }
            clock.next(nowNs);
        }
    }

    private void notUnderstood() {
        TurnTrace trace = new TurnTrace(nowNs);
        clock.conclude(trace, nowNs);
        trace.clear(Stage.FINAL_TRANSCRIPT);
        record(TurnRecord.endedAt(turns++, TurnClass.UNINTELLIGIBLE, trace, nowNs));
        if (++wordless == MAX_WORDLESS) {
            wordless = 0;
            earsFailed(ProviderFailure.of("recogniser", ProviderFailure.Kind.TIMEOUT, "speech, but no words"));
        }
    }

    // --- the reply -----------------------------------------------------------------------------------------------

    private void prepareReply(String text) {
        if (!config.turn().preemptive() || state != LISTENING) {
            return;
        }
        String whole = join(unanswered, text);
        Reply prepared = replier.current();
        if (prepared == null || !prepared.userText.equals(whole)) {
            replier.discard();
            replier.begin(turns, whole, TurnClass.ANSWERED, new TurnTrace(nowNs), nowNs);
        }
    }

    private void dropPrepared() {
        Reply prepared = replier.current();
        if (prepared != null && !prepared.committed) {
            replier.discard();
        }
    }

    /** The caller's turn is over: think, or say what was prepared. */
    private void answer(String words, TurnClass turnClass) {
        String text = join(unanswered, words);
        unanswered = "";
        prompts = 0;
        timers.clear(Timer.SILENCE);
        said(Speaker.CALLER, clock.speechStartNs(nowNs), words, words);
        Reply prepared = replier.current();
        if (prepared == null || !prepared.userText.equals(text) || prepared.turnClass != turnClass) {
            replier.discard();
            prepared = null;
        }
        TurnTrace trace = prepared != null ? prepared.trace : new TurnTrace(nowNs);
        clock.conclude(trace, nowNs);
        if (turnClass == TurnClass.DTMF) {
            trace.anchor(keys.lastNs());
        }
        become(THINKING, "turn over");
        if (prepared == null) {
            replier.begin(turns, text, turnClass, trace, nowNs);
        }
        turns++;
        replier.commit(nowNs);
    }

    @Override
    public void onReplyPlayed() {
        Reply reply = replier.current();
        if (reply == null) {
            return;
        }
        failures = 0;
        reply.messages(round -> heardOf(round)).forEach(history::add);
        sayLines(reply);
        boolean spoke = reply.trace.has(Stage.FIRST_PACKET);
        TurnClass turnClass = reply.usedTools() ? TurnClass.TOOL : reply.turnClass;
        record(
                spoke
                        ? TurnRecord.replied(reply.turn, turnClass, reply.trace)
                        : TurnRecord.endedAt(reply.turn, turnClass, reply.trace, nowNs));
        replier.discard();
        if (reply.hangUp) {
            close(EndReason.AGENT_HUNG_UP);
        } else if (reply.transferTo != null) {
            transfer(reply.transferTo, "asked by the model");
        } else {
            listen("reply played");
        }
    }

    @Override
    public void onReplyFailed(ProviderStage stage, ProviderFailure failure) {
        Reply reply = replier.current();
        if (reply != null && !reply.committed) {
            out.add(new Output.Trouble(stage, failure));
            replier.discard();
            return;
        }
        failed(stage, failure);
    }

    @Override
    public void onTrouble(ProviderStage stage, ProviderFailure failure) {
        out.add(new Output.Trouble(stage, failure));
    }

    private String heardOf(Reply.Round round) {
        return round.speech == null ? "" : speeches.heard(round.speech);
    }

    private void sayLines(Reply reply) {
        for (Speech speech : reply.speeches()) {
            sayLine(speech);
        }
    }

    private void sayLine(Speech speech) {
        if (speech.started) {
            said(Speaker.AGENT, speech.startedNs, speech.text.all(), speeches.heard(speech));
        }
    }

    /**
     * Silences whatever is said or prepared, notes what was heard of it, and records the turn.
     *
     * @param begun class of a turn whose reply had begun to be heard
     * @param silent class of a turn whose reply had not
     */
    private void cut(TurnClass begun, TurnClass silent) {
        Speech speech = aside;
        aside = null;
        if (speech != null) {
            history.addAssistant(speeches.heard(speech));
            sayLine(speech);
            recordAside(speech);
            speeches.drop(speech);
        }
        Reply reply = replier.current();
        if (reply == null) {
            return;
        }
        if (reply.committed) {
            cutReply(reply, begun, silent);
        }
        replier.discard();
    }

    private void cutReply(Reply reply, TurnClass begun, TurnClass silent) {
        boolean heard = reply.trace.has(Stage.FIRST_PACKET);
        sayLines(reply);
        if (heard || silent != TurnClass.OVERTAKEN || !reply.round().calls.isEmpty()) {
            reply.messages(this::heardOf).forEach(history::add);
        } else {
            unanswered = reply.userText;
        }
        record(
                heard
                        ? TurnRecord.replied(reply.turn, begun, reply.trace)
                        : TurnRecord.endedAt(reply.turn, silent, reply.trace, nowNs));
    }

    // --- sound ---------------------------------------------------------------------------------------------------

    private void voice(int id, TtsEvent event) {
        Speech speech = speeches.find(id);
        if (speech == null) {
            discard(new Input.Voice(id, event));
            return;
        }
        switch (event) {
            case TtsEvent.Audio(var audio) -> speeches.audio(speech, audio, nowNs);
            case TtsEvent.Words words -> speech.text.words(words.startMs());
            case TtsEvent.Done() -> voiceDone(speech);
            case TtsEvent.Failed(ProviderFailure failure) -> voiceFailed(speech, failure);
        }
    }

    private void voiceDone(Speech speech) {
        if (speech.heardFrom) {
            speeches.voiceDone(speech);
        } else {
            voiceFailed(speech, ProviderFailure.of("voice", ProviderFailure.Kind.PROTOCOL, "no audio"));
        }
    }

    /** With some audio given, that is played and the rest is missing; without, the speech failed. */
    private void voiceFailed(Speech speech, ProviderFailure failure) {
        speech.voiceDone = true;
        if (speech.heardFrom) {
            out.add(new Output.Trouble(ProviderStage.TTS, failure));
            speeches.voiceDone(speech);
        } else if (speech.kind == Kind.FILLER) {
            out.add(new Output.Trouble(ProviderStage.TTS, failure));
            speech.over = true;
            replier.checkPlayed();
        } else if (speech == aside) {
            asideFailed(speech, failure);
        } else {
            onReplyFailed(ProviderStage.TTS, failure);
        }
    }

    private void asideFailed(Speech speech, ProviderFailure failure) {
        if (state == PREPARING) {
            out.add(new Output.Trouble(ProviderStage.TTS, failure));
            failures++;
            aside = null;
            speeches.drop(speech);
        } else if (speech.kind == Kind.FAREWELL) {
            out.add(new Output.Trouble(ProviderStage.TTS, failure));
            speeches.drop(speech);
            aside = speeches.phrase(Kind.FAREWELL, speech.turn, speech.trace, Phrase.FAREWELL);
        } else {
            failed(ProviderStage.TTS, failure);
        }
    }

    private void playStarted(Input.PlayStarted input) {
        Speech speech = speeches.find(input.speech());
        if (speech == null) {
            return;
        }
        speech.started = true;
        speech.startedNs = input.sentNs();
        speech.trace.mark(Stage.FIRST_FRAME, input.frameNs());
        speech.trace.mark(Stage.FIRST_PACKET, input.sentNs());
        if (speech.kind == Kind.FILLER) {
            record(TurnRecord.replied(speech.turn, TurnClass.FILLER, speech.trace));
        }
        if (state == THINKING && speech.kind == Kind.ANSWER) {
            become(SPEAKING, "first packet sent");
        }
    }

    private void playDrained(int id) {
        Speech speech = speeches.find(id);
        if (speech == null) {
            return;
        }
        speech.over = true;
        if (speech == aside) {
            asidePlayed(speech);
            return;
        }
        if (state == SPEAKING) {
            become(THINKING, "more to come");
        }
        replier.checkPlayed();
    }

    private void asidePlayed(Speech speech) {
        aside = null;
        history.addAssistant(speech.text.all());
        sayLine(speech);
        recordAside(speech);
        speeches.drop(speech);
        if (state == ENDING) {
            timers.set(Timer.CLOSE, nowNs + config.closingMs() * 1_000_000L);
        } else {
            listen("played");
        }
    }

    // --- words of our own ----------------------------------------------------------------------------------------

    /** The floor is the caller's. */
    private void listen(String reason) {
        settleInterruption(false);
        become(LISTENING, reason);
        if (!unanswered.isEmpty() && !callerSpeaking) {
            answer("", TurnClass.ANSWERED);
        } else if (warningDue) {
            warningDue = false;
            speakAside(Kind.NOTICE, config.script().callWarning());
        } else {
            awaitCaller();
        }
    }

    private void awaitCaller() {
        if (config.silenceMs() > 0 && !callerSpeaking && keys.isEmpty()) {
            timers.set(Timer.SILENCE, nowNs + config.silenceMs() * 1_000_000L);
        }
    }

    private void speakAside(Kind kind, String text) {
        if (text.isBlank()) {
            awaitCaller();
            return;
        }
        dropPrepared();
        timers.clear(Timer.SILENCE);
        Speech speech = speeches.sentence(kind, turns++, new TurnTrace(nowNs), text, nowNs);
        aside = speech;
        speeches.release(speech);
        become(SPEAKING, kind.name());
    }

    private void callerSilent() {
        if (prompts++ < config.silencePrompts()) {
            speakAside(Kind.SILENCE_PROMPT, config.script().silencePrompt());
        } else {
            sayFarewell(EndReason.CALLER_SILENT);
        }
    }

    private void callWarning() {
        if (state == LISTENING && !callerSpeaking) {
            speakAside(Kind.NOTICE, config.script().callWarning());
        } else {
            warningDue = true;
        }
    }

    private void recordAside(Speech speech) {
        TurnClass turnClass = switch (speech.kind) {
            case GREETING -> TurnClass.GREETING;
            case SILENCE_PROMPT -> TurnClass.SILENCE_PROMPT;
            case ANSWER, FILLER, NOTICE, APOLOGY, FAREWELL -> TurnClass.NOTICE;
        };
        record(
                speech.started
                        ? TurnRecord.replied(speech.turn, turnClass, speech.trace)
                        : TurnRecord.endedAt(speech.turn, turnClass, speech.trace, nowNs));
    }

    // --- failures ------------------------------------------------------------------------------------------------

    /** A turn failed: say so without any provider, or give up. */
    private void failed(ProviderStage stage, ProviderFailure failure) {
        out.add(new Output.Trouble(stage, failure));
        failures++;
        AgentState failedIn = state;
        cut(TurnClass.UNANSWERED, TurnClass.UNANSWERED);
        if (failures >= config.fallback().maxFailures()) {
            giveUp();
        } else if (failedIn == INTERRUPTED) {
            listen("failed while interrupted");
        } else {
            aside = speeches.phrase(Kind.APOLOGY, turns++, new TurnTrace(nowNs), Phrase.APOLOGY);
            become(SPEAKING, "apology");
        }
    }

    private void earsFailed(ProviderFailure failure) {
        out.add(new Output.Trouble(ProviderStage.STT, failure));
        if (failure.kind().retryable() && earReopenings < MAX_EAR_REOPENINGS) {
            timers.set(Timer.REOPEN_EARS, nowNs + EAR_REOPEN_NS * earReopenings++);
            deadline();
            return;
        }
        deaf = true;
        if (state != PREPARING && state != ENDING) {
            giveUp();
        }
    }

    private void giveUp() {
        String target = config.fallback().transferTo();
        cut(TurnClass.UNANSWERED, TurnClass.UNANSWERED);
        settleInterruption(false);
        if (target.isBlank()) {
            startEnding(EndReason.PROVIDERS_FAILED);
            aside = speeches.phrase(Kind.FAREWELL, turns++, new TurnTrace(nowNs), Phrase.FAREWELL);
        } else {
            transfer(target, "providers failed");
        }
    }

    // --- the end -------------------------------------------------------------------------------------------------

    private void sayFarewell(EndReason reason) {
        cut(TurnClass.INTERRUPTED, TurnClass.UNANSWERED);
        settleInterruption(false);
        startEnding(reason);
        String farewell = config.script().farewell();
        if (farewell.isBlank()) {
            timers.set(Timer.CLOSE, nowNs + config.closingMs() * 1_000_000L);
            return;
        }
        Speech speech = speeches.sentence(Kind.FAREWELL, turns++, new TurnTrace(nowNs), farewell, nowNs);
        aside = speech;
        speeches.release(speech);
    }

    /** The last word was played: hang up once the caller's jitter buffer has played it too. */
    private void close(EndReason reason) {
        startEnding(reason);
        timers.set(Timer.CLOSE, nowNs + config.closingMs() * 1_000_000L);
    }

    private void startEnding(EndReason reason) {
        endReason = reason;
        timers.clearAll();
        timers.set(Timer.GOODBYE, nowNs + GOODBYE_NS);
        become(ENDING, reason.name());
    }

    private void transfer(String uri, String reason) {
        timers.clearAll();
        endReason = EndReason.TRANSFERRED;
        timers.set(Timer.GOODBYE, nowNs + TRANSFER_NS);
        become(ENDING, "transfer: " + reason);
        out.add(new Output.Transfer(uri));
    }

    private void transferFailed(String reason) {
        if (state != ENDING || endReason != EndReason.TRANSFERRED) {
            return;
        }
        timers.clear(Timer.GOODBYE);
        if (deaf) {
            startEnding(EndReason.PROVIDERS_FAILED);
            aside = speeches.phrase(Kind.FAREWELL, turns++, new TurnTrace(nowNs), Phrase.FAREWELL);
            return;
        }
        unanswered = "[The transfer did not succeed: " + reason + ". Tell the caller.]";
        listen("transfer failed");
    }

    private void hangUp() {
        EndReason reason = endReason;
        end(reason);
        out.add(new Output.HangUp(reason));
    }

    private void end(EndReason reason) {
        cut(TurnClass.INTERRUPTED, TurnClass.UNANSWERED);
        speeches.dropAll();
        timers.clearAll();
        playout.close();
        become(ENDED, reason.name());
    }

    // --- keys, hold, time ----------------------------------------------------------------------------------------

    private void dtmf(char key) {
        if (state == PREPARING || state == ENDING) {
            return;
        }
        if (interruptible() || state == INTERRUPTED) {
            callerSinceNs = nowNs;
            yieldFloor("key pressed");
        }
        boolean complete = keys.add(key, nowNs);
        timers.clear(Timer.SILENCE);
        timers.set(Timer.DTMF, nowNs + (complete ? 0 : config.timeouts().interDigitMs() * 1_000_000L));
        deadline();
    }

    private void keysDone() {
        if (keys.isEmpty()) {
            return;
        }
        String text = keys.take();
        switch (state) {
            case LISTENING -> answer(text, TurnClass.DTMF);
            case GREETING, THINKING, SPEAKING, INTERRUPTED -> unanswered = join(unanswered, text);
            case PREPARING, ENDING, ENDED -> {}
        }
    }

    private void hold(boolean on) {
        playout.hold(on);
        if (on) {
            timers.clear(Timer.SILENCE);
        } else if (state == LISTENING) {
            awaitCaller();
        }
    }

    private void deadline() {
        Timer timer;
        while ((timer = timers.due(nowNs)) != null) {
            fire(timer);
        }
        Speech late;
        while ((late = speeches.overdue(nowNs)) != null) {
            late.deadlineNs = Long.MAX_VALUE;
            out.add(new Output.DropVoice(late.id));
            voiceFailed(late, ProviderFailure.of("voice", ProviderFailure.Kind.TIMEOUT, "no audio in time"));
        }
        verdict(detector.onDeadline(nowNs));
    }

    private void fire(Timer timer) {
        switch (timer) {
            case BARGE_IN -> {
                if (interruptible()) {
                    interrupt();
                }
            }
            case FALSE_INTERRUPTION -> resume("no words came");
            case MODEL -> replier.onModelLate(nowNs);
            case FILLER -> replier.onFillerDue(playout.busy(), nowNs);
            case TOOLS -> replier.onToolsLate(nowNs);
            case SILENCE -> callerSilent();
            case REOPEN_EARS -> out.add(new Output.ReopenEars());
            case DTMF -> keysDone();
            case CALL_WARNING -> callWarning();
            case MAX_CALL -> sayFarewell(EndReason.MAX_CALL_TIME);
            case CLOSE, GOODBYE -> hangUp();
        }
    }

    private void said(Speaker speaker, long startNs, String text, String heard) {
        if (!text.isBlank()) {
            out.add(new Output.Said(new TranscriptLine(speaker, startNs, text, heard)));
        }
    }

    private static String join(String before, String after) {
        return (before + " " + after).strip();
    }

    private void record(TurnRecord turn) {
        out.add(new Output.Turn(turn));
    }

    private void become(AgentState next, String reason) {
        if (state != next) {
            out.add(new Output.StateChanged(state, next, reason));
            state = next;
        }
    }
}
