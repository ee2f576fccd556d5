package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.stt.SttEvent;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Deepgram v1: gathers the fixed stretches of a turn, keeps the connection alive while no audio flows, and asks for
 * what is buffered (Finalize) when the turn is judged to be over. Sans-IO; confined to the call's loop.
 */
final class V1Core implements DeepgramCore {
    static final String KEEP_ALIVE = "{\"type\":\"KeepAlive\"}";
    static final String FINALIZE = "{\"type\":\"Finalize\"}";
    static final String CLOSE_STREAM = "{\"type\":\"CloseStream\"}";

    private static final long NEVER = Long.MAX_VALUE;

    private final String provider;
    private final DeepgramV1Config config;
    private final ProviderCounters counters;
    private final Malformed malformed;
    private final Queue<Output> outputs = new ArrayDeque<>();
    private boolean connected;
    private long keepAliveNs = NEVER;
    private long answerDueNs = NEVER;
    private long lastMessageNs;
    private long lastAudioNs;
    /** What is fixed of the open turn, and the guess that follows it. */
    private String fixed = "";

    private String guess = "";
    private boolean speaking;
    /** A guess was given as an answer because its final text did not come in time: that text is not to come twice. */
    private boolean guessAnswered;

    V1Core(String provider, DeepgramV1Config config, ProviderCounters counters) {
        this.provider = provider;
        this.config = config;
        this.counters = counters;
        this.malformed = new Malformed(counters);
    }

    @Override
    public void onOpen(String requestId, long nowNs) {
        connected = true;
        lastMessageNs = nowNs;
        lastAudioNs = nowNs;
        keepAliveNs = nowNs + config.keepAlive().toNanos();
        outputs.add(new Output.Event(new SttEvent.Opened(requestId)));
        outputs.add(new Output.Ready());
        if (awaitingAnswer()) {
            outputs.add(new Output.Text(FINALIZE));
        }
    }

    @Override
    public void onMessage(ByteBuf json, long nowNs) {
        lastMessageNs = nowNs;
        V1Message message;
        try {
            message = V1Message.parse(json);
        } catch (IOException e) {
            onGarbage();
            return;
        }
        malformed.onGood();
        switch (message.type()) {
            case "Results" -> onResults(message);
            case "SpeechStarted" -> onSpeech();
            case "UtteranceEnd" -> onUtteranceEnd();
            case "Metadata", "ConfigureSuccess" -> {}
            case "Error", "ConfigureFailure" -> counters.count(ProviderCounters.Event.ERROR_MESSAGE);
            default -> counters.count(ProviderCounters.Event.UNKNOWN_MESSAGE);
        }
    }

    @Override
    public void onAudioSent(long nowNs) {
        lastAudioNs = nowNs;
        keepAliveNs = nowNs + config.keepAlive().toNanos();
    }

    @Override
    public void endTurn(long nowNs) {
        if (!awaitingAnswer() && connected) {
            outputs.add(new Output.Text(FINALIZE));
        }
        answerDueNs = nowNs + config.finalizeTimeout().toNanos();
    }

    @Override
    public void onDisconnected() {
        connected = false;
        keepAliveNs = NEVER;
        guessAnswered = false;
    }

    @Override
    public String farewell() {
        return CLOSE_STREAM;
    }

    @Override
    public long deadlineNs() {
        if (answerDueNs == NEVER) {
            return keepAliveNs;
        }
        return keepAliveNs == NEVER || answerDueNs - keepAliveNs < 0 ? answerDueNs : keepAliveNs;
    }

    @Override
    public void onDeadline(long nowNs) {
        if (awaitingAnswer() && answerDueNs - nowNs <= 0) {
            onAnswerMissing(nowNs);
        }
        if (keepAliveNs != NEVER && keepAliveNs - nowNs <= 0) {
            counters.count(ProviderCounters.Event.KEEP_ALIVE);
            outputs.add(new Output.Text(KEEP_ALIVE));
            keepAliveNs = nowNs + config.keepAlive().toNanos();
        }
    }

    @Override
    public @Nullable Output poll() {
        return outputs.poll();
    }

    private boolean awaitingAnswer() {
        return answerDueNs != NEVER;
    }

    private void onResults(V1Message message) {
        if (guessAnswered) {
            counters.count(ProviderCounters.Event.LATE_MESSAGE);
            guessAnswered = !message.isFinal();
            return;
        }
        if (!message.transcript().isBlank()) {
            onSpeech();
        }
        if (!message.isFinal()) {
            onGuess(message.transcript());
            return;
        }
        guess = "";
        fixed = join(fixed, message.transcript());
        boolean endpoint = message.speechFinal() && config.decidesTurns() && !fixed.isEmpty();
        if (endpoint || (message.fromFinalize() && awaitingAnswer())) {
            endTurnNow(fixed);
        } else if (!message.transcript().isBlank()) {
            emit(awaitingAnswer() ? new SttEvent.Interim(fixed) : new SttEvent.Final(fixed));
        }
        speaking &= !message.speechFinal();
    }

    private void onGuess(String transcript) {
        guess = transcript;
        if (!transcript.isBlank()) {
            emit(new SttEvent.Interim(join(fixed, transcript)));
        }
    }

    private void onSpeech() {
        if (!speaking) {
            speaking = true;
            emit(new SttEvent.SpeechStarted());
        }
    }

    private void onUtteranceEnd() {
        speaking = false;
        if (config.decidesTurns() && !fixed.isEmpty()) {
            endTurnNow(fixed);
        }
    }

    /** Finalize is not always answered: what is known by now is the answer. */
    private void onAnswerMissing(long nowNs) {
        counters.count(ProviderCounters.Event.TIMED_OUT);
        guessAnswered = connected && !guess.isBlank();
        endTurnNow(join(fixed, guess));
        long stallNs = config.stream().stall().toNanos();
        boolean silent = stallNs > 0 && nowNs - lastMessageNs >= stallNs;
        if (connected && silent && lastAudioNs - lastMessageNs > 0) {
            outputs.add(new Output.Lost(ProviderFailure.of(provider, Kind.TIMEOUT, "no message while audio flows")));
        }
    }

    private void endTurnNow(String text) {
        fixed = "";
        guess = "";
        speaking = false;
        answerDueNs = NEVER;
        emit(new SttEvent.EndOfTurn(text));
    }

    private void onGarbage() {
        if (malformed.onBad()) {
            outputs.add(new Output.Lost(ProviderFailure.of(provider, Kind.PROTOCOL, "messages are not JSON objects")));
        }
    }

    private void emit(SttEvent event) {
        outputs.add(new Output.Event(event));
    }

    static String join(String before, String after) {
        String next = after.strip();
        return before.isEmpty() ? next : next.isEmpty() ? before : before + " " + next;
    }
}
