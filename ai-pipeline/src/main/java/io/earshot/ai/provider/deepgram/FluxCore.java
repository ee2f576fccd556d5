package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.VendorText;
import io.earshot.ai.stt.SttEvent;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Deepgram Flux: turns are the vendor's. There is no KeepAlive, and a turn never ends when audio stops, so silence is
 * sent where the caller's audio pauses. Sans-IO; confined to the call's loop.
 */
final class FluxCore implements DeepgramCore {
    static final String FORCE_END_TURN = "{\"type\":\"ForceEndTurn\"}";

    private static final long NEVER = Long.MAX_VALUE;
    private static final long GAP_IN_TURN_NS = 500_000_000L;
    private static final long GAP_BETWEEN_TURNS_NS = 4_000_000_000L;
    private static final int SILENCE_IN_TURN_MS = 500;
    private static final int SILENCE_BETWEEN_TURNS_MS = 100;

    private final String provider;
    private final DeepgramFluxConfig config;
    private final ProviderCounters counters;
    private final Malformed malformed;
    private final Queue<Output> outputs = new ArrayDeque<>();
    private String handshakeId = "";
    private boolean ready;
    private boolean inTurn;
    private long lastAudioNs;
    private long lastMessageNs;
    private long answerDueNs = NEVER;
    /** The vendor's text of the open turn, and what stands before it: from a connection that was lost in the turn. */
    private String text = "";

    private String carried = "";
    /** What the vendor's open turn held when we ended it without waiting any longer; it still counts it. */
    private String answered = "";

    private boolean endedByUs;

    FluxCore(String provider, DeepgramFluxConfig config, ProviderCounters counters) {
        this.provider = provider;
        this.config = config;
        this.counters = counters;
        this.malformed = new Malformed(counters);
    }

    @Override
    public void onOpen(String requestId, long nowNs) {
        handshakeId = requestId;
        lastMessageNs = nowNs;
    }

    @Override
    public void onMessage(ByteBuf json, long nowNs) {
        lastMessageNs = nowNs;
        FluxMessage message;
        try {
            message = FluxMessage.parse(json);
        } catch (IOException e) {
            onGarbage();
            return;
        }
        malformed.onGood();
        switch (message.type()) {
            case "Connected" -> onConnected(message, nowNs);
            case "TurnInfo" -> onTurn(message);
            case "Error" -> onError(message);
            case "Warning", "ConfigureFailure" -> counters.count(ProviderCounters.Event.ERROR_MESSAGE);
            case "ConfigureSuccess" -> {}
            default -> counters.count(ProviderCounters.Event.UNKNOWN_MESSAGE);
        }
    }

    @Override
    public void onAudioSent(long nowNs) {
        lastAudioNs = nowNs;
    }

    @Override
    public void endTurn(long nowNs) {
        if (!awaitingAnswer() && ready) {
            outputs.add(new Output.Text(FORCE_END_TURN));
        }
        answerDueNs = nowNs + config.forceEndTimeout().toNanos();
    }

    @Override
    public void onDisconnected() {
        ready = false;
        inTurn = false;
        carried = wholeText();
        text = "";
        forgetAnswered();
    }

    @Override
    public String farewell() {
        return V1Core.CLOSE_STREAM;
    }

    @Override
    public long deadlineNs() {
        long dueNs = earlier(answerDueNs, ready ? lastAudioNs + gapNs() : NEVER);
        return earlier(dueNs, stallNs());
    }

    @Override
    public void onDeadline(long nowNs) {
        if (awaitingAnswer() && answerDueNs - nowNs <= 0) {
            onAnswerMissing();
        }
        if (ready && lastAudioNs + gapNs() - nowNs <= 0) {
            counters.count(ProviderCounters.Event.KEEP_ALIVE);
            outputs.add(new Output.Silence(inTurn ? SILENCE_IN_TURN_MS : SILENCE_BETWEEN_TURNS_MS));
            lastAudioNs = nowNs;
        }
        if (stallNs() != NEVER && stallNs() - nowNs <= 0) {
            lastMessageNs = nowNs;
            lose(Kind.TIMEOUT, "no message in a turn while audio flows");
        }
    }

    @Override
    public @Nullable Output poll() {
        return outputs.poll();
    }

    private boolean awaitingAnswer() {
        return answerDueNs != NEVER;
    }

    private long gapNs() {
        return inTurn ? GAP_IN_TURN_NS : GAP_BETWEEN_TURNS_NS;
    }

    private void onConnected(FluxMessage message, long nowNs) {
        if (ready) {
            return;
        }
        ready = true;
        lastAudioNs = nowNs;
        emit(new SttEvent.Opened(message.requestId().isEmpty() ? handshakeId : message.requestId()));
        outputs.add(new Output.Ready());
        if (awaitingAnswer()) {
            outputs.add(new Output.Text(FORCE_END_TURN));
        }
    }

    private void onTurn(FluxMessage message) {
        switch (message.event()) {
            case "StartOfTurn" -> {
                inTurn = true;
                emit(new SttEvent.SpeechStarted());
                onText(message);
            }
            case "Update" -> onText(message);
            case "EagerEndOfTurn" -> onEager(message);
            case "TurnResumed" -> {
                if (!endedByUs) {
                    emit(new SttEvent.TurnResumed());
                }
                onText(message);
            }
            case "EndOfTurn" -> onEndOfTurn(message);
            default -> counters.count(ProviderCounters.Event.UNKNOWN_MESSAGE);
        }
    }

    private void onText(FluxMessage message) {
        String now = withoutAnswered(message.transcript());
        if (!now.isBlank() && !now.equals(text)) {
            text = now;
            emit(new SttEvent.Interim(wholeText()));
        }
    }

    private void onEager(FluxMessage message) {
        text = withoutAnswered(message.transcript());
        if (!text.isBlank()) {
            emit(new SttEvent.EagerEndOfTurn(wholeText(), message.confidence()));
        }
    }

    private void onEndOfTurn(FluxMessage message) {
        inTurn = false;
        text = withoutAnswered(message.transcript());
        boolean nothingNew = endedByUs && text.isBlank() && !awaitingAnswer();
        forgetAnswered();
        if (nothingNew) {
            counters.count(ProviderCounters.Event.LATE_MESSAGE);
        } else {
            endTurnNow();
        }
    }

    /** ForceEndTurn outside a turn has nothing to end: what is known by now is the answer. */
    private void onAnswerMissing() {
        counters.count(ProviderCounters.Event.TIMED_OUT);
        if (inTurn) {
            answered = V1Core.join(answered, text);
            endedByUs = true;
        }
        endTurnNow();
    }

    private void endTurnNow() {
        String whole = wholeText();
        text = "";
        carried = "";
        answerDueNs = NEVER;
        emit(new SttEvent.EndOfTurn(whole));
    }

    private String wholeText() {
        return V1Core.join(carried, text);
    }

    private String withoutAnswered(String transcript) {
        return !answered.isEmpty() && transcript.startsWith(answered)
                ? transcript.substring(answered.length()).strip()
                : transcript;
    }

    private void forgetAnswered() {
        answered = "";
        endedByUs = false;
    }

    /** In a turn an Update comes four times a second, with or without news. */
    private long stallNs() {
        Duration stall = config.stream().stall();
        return ready && inTurn && !stall.isZero() ? lastMessageNs + stall.toNanos() : NEVER;
    }

    private static long earlier(long aNs, long bNs) {
        return aNs == NEVER || (bNs != NEVER && bNs - aNs < 0) ? bNs : aNs;
    }

    private void onError(FluxMessage message) {
        counters.count(ProviderCounters.Event.ERROR_MESSAGE);
        boolean ours = message.code().equals("UNPARSABLE_CLIENT_MESSAGE");
        lose(ours ? Kind.BAD_REQUEST : Kind.SERVER_ERROR, message.code() + " " + message.description());
    }

    private void onGarbage() {
        if (malformed.onBad()) {
            lose(Kind.PROTOCOL, "messages are not JSON objects");
        }
    }

    private void lose(Kind kind, String detail) {
        outputs.add(new Output.Lost(ProviderFailure.of(provider, kind, VendorText.clean(detail, null))));
    }

    private void emit(SttEvent event) {
        outputs.add(new Output.Event(event));
    }
}
