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
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.ToolSpec;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.turn.TurnDetector;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One call's conversation: who has the floor, what is said, and what became of each turn. Sans-IO: inputs and time go
 * in, {@link Output}s come out; sound goes through the {@link Playout} queue, which is a core of its own. The README of
 * this module has the state diagram. Confined to the call's loop.
 */
final class Conversation implements Replier.Host {
    /** Shorter sounds without words are noise, not a turn that was not understood. */
    private static final long MIN_TURN_NS = 300_000_000L;
    /** Sound that is not asked for in so long is not being sent; longer than a room takes to be joined again. */
    private static final long MOUTH_MS = 20_000;

    private final AgentConfig config;
    private final Playout playout;
    private final TurnDetector detector;
    private final Talk talk;
    private final Timers timers;
    private final Aside aside;
    private final Interruption interruption;
    private final Hearing hearing;
    private final Ending ending;
    private final Replier replier;
    private final Turns turns;
    private final Patience patience;
    private final LongPredicate heardSince;
    private final TurnClock clock = new TurnClock();
    private final DtmfCollector keys = new DtmfCollector();
    private final ArrayDeque<Input> inputs = new ArrayDeque<>();
    private int prompts;
    private int failures;
    private boolean greetingLost;
    private boolean mouthWaited;
    private long mouthReads;
    private boolean callerSpeaking;
    private boolean warningDue;
    private boolean running;

    /**
     * @param tools the application's tools
     * @param local whether we decide ends of turns, see {@link TurnDetector}
     * @param heardSince whether anything came from the recogniser since a time
     */
    Conversation(AgentConfig config, Playout playout, List<ToolSpec> tools, boolean local, LongPredicate heardSince) {
        this.config = config;
        this.playout = playout;
        this.detector = new TurnDetector(config.turn(), local);
        this.talk = new Talk(config, playout);
        this.timers = talk.timers;
        this.aside = new Aside(talk);
        this.interruption = new Interruption(talk, playout);
        this.hearing = new Hearing(talk);
        this.ending = new Ending(talk, aside);
        this.replier = new Replier(talk, tools, this);
        this.turns = new Turns(talk, replier, clock);
        this.patience = new Patience(talk);
        this.heardSince = heardSince;
    }

    /** Takes an input. Inputs that arise while another is handled are handled after it. */
    void on(Input input, long atNs) {
        inputs.add(input);
        if (running) {
            return;
        }
        running = true;
        talk.advance(atNs);
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
        return talk.out.poll();
    }

    /** When {@link Input.Deadline} is due, monotonic nanoseconds; {@link Long#MAX_VALUE} when idle. */
    long deadlineNs() {
        return Math.min(Math.min(timers.deadlineNs(), talk.speeches.deadlineNs()), detector.deadlineNs());
    }

    AgentState state() {
        return talk.state();
    }

    /** Whether the call would begin with silence if it were answered now, because the greeting is not there yet. */
    boolean awaitsGreeting() {
        return state() == PREPARING && aside.awaited();
    }

    private void dispatch(Input input) {
        if (state() == ENDED) {
            discard(input);
            return;
        }
        long nowNs = talk.nowNs();
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
            case Input.Leave() -> leave();
            case Input.End(EndReason reason) -> end(reason);
            case Input.Deadline() -> deadline();
        }
    }

    private static void discard(Input input) {
        if (input instanceof Input.Voice(int speech, TtsEvent.Audio(var audio))) {
            audio.release();
        }
    }

    // --- the beginning -------------------------------------------------------------------------------------------

    private void prepare() {
        String greeting = config.script().greeting();
        if (!greeting.isBlank()) {
            aside.prepare(Kind.GREETING, greeting);
        }
    }

    private void answered() {
        if (state() != PREPARING) {
            return;
        }
        clock.start(talk.nowNs());
        ending.startCallClock();
        watchMouth();
        if (hearing.deaf()) {
            giveUp("stt_failed");
        } else if (aside.release()) {
            talk.become(GREETING, "answered");
            patience.after(talk.nowNs());
        } else if (greetingLost) {
            talk.degrade(Degradation.HOLD, "tts_failed");
            aside.play(Kind.GREETING, Phrase.GREETING);
            talk.become(GREETING, "recorded greeting");
        } else {
            listen("answered");
        }
    }

    // --- the caller's voice --------------------------------------------------------------------------------------

    private void speechStarted(long sinceNs) {
        callerSpeaking = true;
        timers.clear(Timer.SILENCE);
        patience.stop();
        clock.onSpeechStart(sinceNs);
        detector.onSpeechStart();
        interruption.onSound(sinceNs);
        deadline();
    }

    private void speechEnded(long sinceNs) {
        callerSpeaking = false;
        clock.onSpeechEnd(sinceNs, talk.nowNs());
        detector.onSpeechEnd(sinceNs);
        interruption.onSilence();
        patience.after(sinceNs);
        if (state() == LISTENING) {
            awaitCaller();
        }
    }

    /** The caller meant it: what was not heard is forgotten. */
    private void yieldFloor(String reason) {
        interruption.begin();
        cut(TurnClass.INTERRUPTED, TurnClass.OVERTAKEN);
        interruption.settle(true);
        talk.become(LISTENING, reason);
    }

    // --- the caller's words --------------------------------------------------------------------------------------

    private void heard(SttEvent event, long lastSpeechNs) {
        if (event instanceof SttEvent.Failed(ProviderFailure failure)) {
            if (hearing.onFailed(failure)) {
                deaf();
            }
            return;
        }
        if (event instanceof SttEvent.FailedOver(ProviderFailure failure, String other)) {
            failedOver(ProviderStage.STT, failure);
            return;
        }
        clock.onLastSpeech(lastSpeechNs);
        String text = wordsSoFar(event);
        if (!text.isBlank()) {
            talk.out.add(new Output.Hearing(text));
            words(text);
        }
        verdict(detector.onStt(event, talk.nowNs()));
    }

    private static String wordsSoFar(SttEvent event) {
        return switch (event) {
            case SttEvent.Interim(String text) -> text;
            case SttEvent.Final(String text) -> text;
            case SttEvent.EagerEndOfTurn(String text, double confidence) -> text;
            case SttEvent.EndOfTurn turn -> "";
            case SttEvent.Opened opened -> "";
            case SttEvent.SpeechStarted started -> "";
            case SttEvent.TurnResumed resumed -> "";
            case SttEvent.FailedOver other -> "";
            case SttEvent.Failed failed -> "";
        };
    }

    /**
     * Words interrupt the agent, or confirm that the sound before them was meant to. Where we decide ends of turns, late
     * words of the last turn are told from new ones by the caller's voice.
     */
    private void words(String text) {
        hearing.onWords();
        boolean fresh = !detector.local() || clock.heardSpeech();
        if (fresh && overAgent() && config.bargeIn().interrupts(text)) {
            yieldFloor("caller's words");
        } else if (timers.running(Timer.SILENCE)) {
            awaitCaller();
        }
    }

    private boolean overAgent() {
        return state() == INTERRUPTED || interruption.possible();
    }

    private void verdict(TurnDetector.Verdict verdict) {
        switch (verdict) {
            case NONE -> {}
            case ASK_FINAL -> {
                clock.onDecided(talk.nowNs());
                talk.out.add(new Output.AskTranscript());
            }
            case EAGER -> prepareReply(detector.text());
            case RESUMED -> turns.dropPrepared();
            case OVER -> turnOver(detector.text());
            case NO_WORDS -> noWords();
        }
    }

    private void turnOver(String text) {
        hearing.onWords();
        switch (state()) {
            case LISTENING -> answer(text);
            case INTERRUPTED, GREETING, THINKING, SPEAKING -> turnOverAgent(text);
            case PREPARING, ENDING, ENDED -> clock.next(talk.nowNs());
        }
    }

    private void turnOverAgent(String text) {
        if (overAgent() && config.bargeIn().interrupts(text)) {
            yieldFloor("caller's turn");
            answer(text);
            return;
        }
        if (!config.bargeIn().enabled()) {
            turns.keep(text);
        }
        clock.next(talk.nowNs());
        if (state() == INTERRUPTED) {
            interruption.resume("not an interruption");
        }
    }

    private void noWords() {
        turns.dropPrepared();
        if (state() == INTERRUPTED) {
            interruption.resume("no words");
        } else if (state() == LISTENING && turns.pending()) {
            answer("");
            return;
        } else if (state() == LISTENING && clock.speechNs() >= MIN_TURN_NS) {
            turns.notUnderstood();
            if (!heardSince.test(clock.speechStartNs(talk.nowNs()))) {
                recogniserQuiet();
            } else if (hearing.onWordless()) {
                deaf();
            } else if (hearing.takeLost()) {
                apologise("stt_lost");
            }
        }
        clock.next(talk.nowNs());
    }

    // --- the reply -----------------------------------------------------------------------------------------------

    private void prepareReply(String words) {
        if (config.turn().preemptive() && state() == LISTENING) {
            turns.prepare(words);
        }
    }

    private void answer(String words) {
        prompts = 0;
        turns.answer(words, TurnClass.ANSWERED);
        patience.begin();
    }

    @Override
    public void onReplyPlayed() {
        Reply reply = replier.current();
        if (reply == null) {
            return;
        }
        failures = 0;
        turns.played(reply);
        if (reply.hangUp) {
            ending.afterLastWord(EndReason.AGENT_HUNG_UP);
        } else if (reply.transferTo != null) {
            ending.transfer(reply.transferTo, "asked by the model");
        } else {
            listen("reply played");
        }
    }

    @Override
    public void onReplyFailed(ProviderStage stage, ProviderFailure failure) {
        Reply reply = replier.current();
        if (reply != null && !reply.committed) {
            talk.trouble(stage, failure);
            replier.discard();
        } else {
            failed(stage, failure);
        }
    }

    @Override
    public void onFailedOver(ProviderFailure failure) {
        failedOver(ProviderStage.LLM, failure);
    }

    @Override
    public void onTrouble(ProviderStage stage, ProviderFailure failure) {
        talk.trouble(stage, failure);
    }

    /** Silences whatever is said or prepared; see {@link Turns#cut}. */
    private void cut(TurnClass begun, TurnClass silent) {
        aside.finish();
        turns.cut(begun, silent);
    }

    // --- sound ---------------------------------------------------------------------------------------------------

    private void voice(int id, TtsEvent event) {
        Speech speech = talk.speeches.find(id);
        if (speech == null) {
            discard(new Input.Voice(id, event));
            return;
        }
        switch (event) {
            case TtsEvent.Audio(var audio) -> talk.speeches.audio(speech, audio, talk.nowNs());
            case TtsEvent.Words words -> speech.text.words(words.startMs());
            case TtsEvent.Done() -> voiceDone(speech);
            case TtsEvent.FailedOver(ProviderFailure failure, String other) -> otherVoice(speech, failure, other);
            case TtsEvent.Failed(ProviderFailure failure) -> voiceFailed(speech, failure);
        }
    }

    /** Another voice goes on, or the same one anew: it has as long as a first one. */
    private void otherVoice(Speech speech, ProviderFailure failure, String other) {
        talk.speeches.expectAnew(speech, talk.nowNs());
        if (other.equals(failure.provider())) {
            talk.degrade(Degradation.RESTART, cause(ProviderStage.TTS, failure));
        } else {
            failedOver(ProviderStage.TTS, failure);
        }
    }

    private void voiceDone(Speech speech) {
        if (speech.heardFrom) {
            talk.speeches.voiceDone(speech);
        } else {
            voiceFailed(speech, ProviderFailure.of("voice", ProviderFailure.Kind.PROTOCOL, "no audio"));
        }
    }

    /** With some sound given, that is played and the rest is missing; without, the speech failed. */
    private void voiceFailed(Speech speech, ProviderFailure failure) {
        speech.voiceDone = true;
        if (speech.heardFrom && !playout.silent(speech.id)) {
            talk.trouble(ProviderStage.TTS, failure);
            talk.speeches.voiceDone(speech);
        } else if (speech.kind == Kind.FILLER) {
            talk.trouble(ProviderStage.TTS, failure);
            speech.over = true;
            replier.checkPlayed();
        } else if (aside.is(speech)) {
            asideFailed(speech, failure);
        } else {
            onReplyFailed(ProviderStage.TTS, failure);
        }
    }

    private void asideFailed(Speech speech, ProviderFailure failure) {
        if (state() == PREPARING) {
            talk.trouble(ProviderStage.TTS, failure);
            failures++;
            greetingLost = true;
            aside.forget(speech);
        } else if (speech.kind == Kind.FAREWELL) {
            talk.trouble(ProviderStage.TTS, failure);
            talk.degrade(Degradation.GOODBYE, cause(ProviderStage.TTS, failure));
            aside.replaceFarewell(speech);
        } else if (speech.kind == Kind.GREETING) {
            talk.trouble(ProviderStage.TTS, failure);
            talk.degrade(Degradation.HOLD, cause(ProviderStage.TTS, failure));
            aside.replaceGreeting(speech);
        } else {
            failed(ProviderStage.TTS, failure);
        }
    }

    private void playStarted(Input.PlayStarted input) {
        Speech speech = talk.speeches.find(input.speech());
        if (speech == null) {
            return;
        }
        speech.start(input.frameNs(), input.sentNs());
        patience.stop();
        if (speech.kind == Kind.FILLER) {
            talk.record(TurnRecord.replied(speech.turn, TurnClass.FILLER, speech.trace));
        }
        if (state() == THINKING && speech.kind == Kind.ANSWER) {
            talk.become(SPEAKING, "first packet sent");
        }
    }

    private void playDrained(int id) {
        Speech speech = talk.speeches.find(id);
        if (speech == null) {
            return;
        }
        speech.over = true;
        if (aside.is(speech)) {
            asidePlayed();
            return;
        }
        if (state() == SPEAKING) {
            talk.become(THINKING, "more to come");
        }
        patience.begin();
        replier.checkPlayed();
    }

    private void asidePlayed() {
        aside.finish();
        if (state() == ENDING) {
            ending.lastWordPlayed();
        } else {
            listen("played");
        }
    }

    // --- the floor is the caller's -------------------------------------------------------------------------------

    private void listen(String reason) {
        interruption.settle(false);
        talk.become(LISTENING, reason);
        if (turns.pending() && !callerSpeaking) {
            answer("");
        } else if (warningDue) {
            warningDue = false;
            speak(Kind.NOTICE, config.script().callWarning());
        } else {
            awaitCaller();
        }
    }

    private void awaitCaller() {
        if (config.silenceMs() > 0 && !callerSpeaking && keys.isEmpty()) {
            timers.set(Timer.SILENCE, talk.inMs(config.silenceMs()));
        }
    }

    private void speak(Kind kind, String text) {
        if (text.isBlank()) {
            awaitCaller();
            return;
        }
        turns.dropPrepared();
        aside.say(kind, text);
        talk.become(SPEAKING, kind.name());
    }

    private void callerSilent() {
        if (prompts++ < config.silencePrompts()) {
            speak(Kind.SILENCE_PROMPT, config.script().silencePrompt());
        } else {
            sayFarewell(EndReason.CALLER_SILENT);
        }
    }

    private void callWarning() {
        if (state() == LISTENING && !callerSpeaking) {
            speak(Kind.NOTICE, config.script().callWarning());
        } else {
            warningDue = true;
        }
    }

    // --- failures and the end ------------------------------------------------------------------------------------

    /** A turn failed: say so without any provider, or give up. */
    private void failed(ProviderStage stage, ProviderFailure failure) {
        talk.trouble(stage, failure);
        failures++;
        AgentState failedIn = state();
        cut(TurnClass.UNANSWERED, TurnClass.UNANSWERED);
        if (failures >= config.outage().maxFailures()) {
            giveUp(cause(stage, failure));
        } else if (failedIn == INTERRUPTED) {
            listen("failed while interrupted");
        } else {
            apologise(cause(stage, failure));
        }
    }

    private void failedOver(ProviderStage stage, ProviderFailure failure) {
        talk.degrade(Degradation.FALLBACK, cause(stage, failure));
    }

    /** A word of few values: the stage, and how it failed. */
    private static String cause(ProviderStage stage, ProviderFailure failure) {
        return (stage + "_" + failure.kind()).toLowerCase(Locale.ROOT);
    }

    private void apologise(String cause) {
        talk.degrade(Degradation.APOLOGY, cause);
        timers.clear(Timer.SILENCE);
        aside.play(Kind.APOLOGY, Phrase.APOLOGY);
        talk.become(SPEAKING, "apology");
    }

    private void deaf() {
        if (state() != PREPARING && state() != ENDING) {
            giveUp("stt_failed");
        }
    }

    private void giveUp(String cause) {
        cut(TurnClass.UNANSWERED, TurnClass.UNANSWERED);
        interruption.settle(false);
        ending.giveUp(cause);
    }

    // --- nothing is heard ----------------------------------------------------------------------------------------

    /** Sound that waits and is not asked for means that nothing is sent any more: nobody would hear anything again. */
    private void watchMouth() {
        boolean stuck = mouthWaited && playout.waiting() && playout.reads() == mouthReads;
        mouthWaited = playout.waiting();
        mouthReads = playout.reads();
        if (stuck) {
            talk.degrade(Degradation.GOODBYE, "rtp_stopped");
            end(EndReason.UNHEARD);
            talk.out.add(new Output.HangUp(EndReason.UNHEARD));
        } else {
            timers.set(Timer.MOUTH, talk.inMs(MOUTH_MS));
        }
    }

    /** The caller has waited long enough: finds out for what, and says something that needs no provider. */
    private void patienceOver() {
        switch (state()) {
            case GREETING -> greetingLate();
            case THINKING -> replyLate();
            case INTERRUPTED -> patience.again();
            case LISTENING -> turnLate();
            case PREPARING, SPEAKING, ENDING, ENDED -> {}
        }
    }

    private void greetingLate() {
        Speech late = aside.awaitedGreeting();
        if (late != null) {
            talk.degrade(Degradation.HOLD, "tts_slow");
            aside.replaceGreeting(late);
        }
    }

    private void replyLate() {
        Reply reply = replier.current();
        if (reply == null || reply.round().awaitsTools() || (playout.busy() && !playout.starved())) {
            patience.again();
        } else if (reply.filler == null) {
            talk.degrade(Degradation.HOLD, reply.spoken ? "tts_slow" : "llm_slow");
            replier.hold(Phrase.HOLD);
            patience.longer();
        } else if (!reply.filler.over) {
            patience.again();
        } else {
            ProviderStage stage = reply.spoken ? ProviderStage.TTS : ProviderStage.LLM;
            failed(stage, ProviderFailure.of("agent", ProviderFailure.Kind.TIMEOUT, "nothing to be heard in time"));
        }
    }

    /** The caller is silent and the turn is not over: either they pause, or the recogniser has gone quiet. */
    private void turnLate() {
        long speechNs = clock.speechNs();
        if (callerSpeaking || (speechNs < MIN_TURN_NS && !detector.hasWords())) {
            return;
        }
        boolean lost = hearing.lostSince(clock.speechStartNs(talk.nowNs()));
        if (!lost && heardSince.test(talk.nowNs() - Patience.ALIVE_NS)) {
            patience.again();
            return;
        }
        if (detector.hasWords()) {
            if (!lost) {
                hearing.onQuiet();
            }
            verdict(detector.abandon());
        } else {
            turns.dropPrepared();
            turns.notUnderstood();
            detector.abandon();
            recogniserQuiet();
            clock.next(talk.nowNs());
        }
    }

    private void recogniserQuiet() {
        if (!hearing.takeLost() && hearing.onQuiet()) {
            deaf();
            return;
        }
        hearing.takeLost();
        apologise("stt_quiet");
    }

    private void sayFarewell(EndReason reason) {
        cut(TurnClass.INTERRUPTED, TurnClass.UNANSWERED);
        interruption.settle(false);
        ending.sayFarewell(reason);
    }

    private void transferFailed(String reason) {
        if (!ending.transferFailed()) {
            return;
        }
        if (hearing.deaf()) {
            ending.giveUpFor(EndReason.PROVIDERS_FAILED, "transfer_failed");
        } else if (failures >= config.outage().maxFailures()) {
            ending.giveUpFor(EndReason.PROVIDERS_FAILED, "transfer_failed");
        } else {
            turns.keep("[The transfer did not succeed: " + reason + ". Tell the caller.]");
            listen("transfer failed");
        }
    }

    private void leave() {
        switch (state()) {
            case PREPARING -> {
                end(EndReason.SHUTTING_DOWN);
                talk.out.add(new Output.HangUp(EndReason.SHUTTING_DOWN));
            }
            case GREETING, LISTENING, THINKING, SPEAKING, INTERRUPTED -> sayFarewell(EndReason.SHUTTING_DOWN);
            case ENDING, ENDED -> {}
        }
    }

    private void end(EndReason reason) {
        cut(TurnClass.INTERRUPTED, TurnClass.UNANSWERED);
        talk.speeches.dropAll();
        timers.clearAll();
        playout.close();
        talk.become(ENDED, reason.name());
    }

    // --- keys, hold, time ----------------------------------------------------------------------------------------

    private void dtmf(char key) {
        if (state() == PREPARING || state() == ENDING) {
            return;
        }
        if (overAgent()) {
            interruption.onKey();
            yieldFloor("key pressed");
        }
        boolean complete = keys.add(key, talk.nowNs());
        timers.clear(Timer.SILENCE);
        timers.set(Timer.DTMF, talk.inMs(complete ? 0 : config.timeouts().interDigitMs()));
        deadline();
    }

    private void keysDone() {
        if (keys.isEmpty()) {
            return;
        }
        String text = keys.take();
        switch (state()) {
            case LISTENING -> {
                prompts = 0;
                turns.answerKeys(text, keys.lastNs());
                patience.begin();
            }
            case GREETING, THINKING, SPEAKING, INTERRUPTED -> turns.keep(text);
            case PREPARING, ENDING, ENDED -> {}
        }
    }

    private void hold(boolean on) {
        playout.hold(on);
        if (on) {
            timers.clear(Timer.SILENCE);
            patience.stop();
        } else if (state() == LISTENING) {
            awaitCaller();
        }
    }

    private void deadline() {
        Timer timer;
        while ((timer = timers.due(talk.nowNs())) != null) {
            fire(timer);
        }
        Speech late;
        while ((late = talk.speeches.overdue(talk.nowNs())) != null) {
            late.deadlineNs = Long.MAX_VALUE;
            talk.out.add(new Output.DropVoice(late.id));
            voiceFailed(late, ProviderFailure.of("voice", ProviderFailure.Kind.TIMEOUT, "no audio in time"));
        }
        verdict(detector.onDeadline(talk.nowNs()));
    }

    private void fire(Timer timer) {
        switch (timer) {
            case BARGE_IN -> interruption.begin();
            case FALSE_INTERRUPTION -> interruption.resume("no words came");
            case MODEL -> replier.onModelLate(talk.nowNs());
            case FILLER -> replier.onFillerDue(playout.busy(), talk.nowNs());
            case TOOLS -> replier.onToolsLate(talk.nowNs());
            case SILENCE -> callerSilent();
            case PATIENCE -> patienceOver();
            case MOUTH -> watchMouth();
            case REOPEN_EARS -> talk.out.add(new Output.ReopenEars());
            case DTMF -> keysDone();
            case CALL_WARNING -> callWarning();
            case MAX_CALL -> sayFarewell(EndReason.MAX_CALL_TIME);
            case CLOSE, GOODBYE -> hangUp();
        }
    }

    private void hangUp() {
        EndReason reason = ending.reason();
        end(reason);
        talk.out.add(new Output.HangUp(reason));
    }
}
