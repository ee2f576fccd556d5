package io.earshot.tools.simulate.cartesia;

import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.FaultKind;
import io.earshot.tools.simulate.behaviour.LatencyPoint;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Stage;
import io.earshot.tools.simulate.http.Json;
import io.earshot.tools.simulate.http.LoopTimer;
import io.earshot.tools.simulate.http.WebSocketPeer;
import io.earshot.tools.simulate.voice.OutputFormat;
import io.earshot.tools.simulate.voice.Speech;
import io.earshot.tools.simulate.voice.VoiceBox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One context: collects text, has it spoken sentence by sentence, and sends the audio in order, paced by the real-time
 * factor. Confined to its socket's loop.
 */
final class SpeechContext {
    private static final long FULL_RETRY_NS = 5_000_000;

    private final String id;
    private final byte[] idBytes;
    private final OutputFormat format;
    private final boolean timestamps;
    private final SpeechSettings settings;
    private final Behaviour behaviour;
    private final VoiceBox voices;
    private final WebSocketPeer peer;
    private final SpeechEvents events;
    private final Fault fault;
    private final Ending ending;
    private final LoopTimer timer;
    private final TextBuffer text = new TextBuffer();
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private LoopTimer.@Nullable Task bufferTimer;
    private LoopTimer.@Nullable Task pump;
    private int flushId = 1;
    private long nextDueNs;
    private double spokenS;
    private boolean struck;
    private boolean over;

    /** Told once when a context is over. */
    @FunctionalInterface
    interface Ending {
        void over(String contextId, boolean expired);
    }

    /** What is to be sent, in order. */
    private sealed interface Step {
        /** Speech, once it was made. */
        final class Say implements Step {
            final long requestedNs;

            @Nullable
            Speech speech;

            int piece;
            long dueNs;

            Say(long requestedNs) {
                this.requestedNs = requestedNs;
            }
        }

        record Flushed() implements Step {}

        record Finish() implements Step {}
    }

    SpeechContext(
            SpeechRequest first,
            SpeechSettings settings,
            Behaviour behaviour,
            VoiceBox voices,
            WebSocketPeer peer,
            SpeechEvents events,
            Fault fault,
            Ending ending) {
        this.id = first.contextId();
        this.idBytes = quotable(id);
        this.format = first.format();
        this.timestamps = first.timestamps();
        this.settings = settings;
        this.behaviour = behaviour;
        this.voices = voices;
        this.peer = peer;
        this.events = events;
        this.fault = fault;
        this.ending = ending;
        this.timer = peer.timer();
    }

    /** Takes the next message of this context. */
    void onRequest(SpeechRequest request) {
        text.append(request.transcript());
        boolean atOnce = request.bufferMs() == 0;
        if (atOnce || request.flush() || !request.more()) {
            say(text.takeAll());
        } else {
            say(text.takeSentences());
            waitForMore(request.bufferMs());
        }
        if (!request.more()) {
            steps.add(new Step.Finish());
        } else if (request.flush() || (atOnce && !request.transcript().isBlank())) {
            steps.add(new Step.Flushed());
        }
        pumpNow();
    }

    /** Drops what was not sent; the vendor's own client would take a done event for that of another context. */
    void cancel() {
        abandon();
        ending.over(id, false);
    }

    /** Stops without a word, because the socket is gone. */
    void abandon() {
        over = true;
        steps.clear();
    }

    private void waitForMore(int bufferMs) {
        if (text.isEmpty() || bufferTimer != null) {
            return;
        }
        bufferTimer = timer.after(bufferMs * 1_000_000L, () -> {
            bufferTimer = null;
            say(text.takeAll());
            pumpNow();
        });
    }

    private void say(String words) {
        if (words.isBlank() || over) {
            return;
        }
        Step.Say say = new Step.Say(timer.nowNs());
        long delay = behaviour.latencies().sampleNs(LatencyPoint.TTS_FIRST_AUDIO);
        say.dueNs = say.requestedNs + delay + (fault.kind() == FaultKind.SLOW ? fault.delayNs() : 0);
        steps.add(say);
        say.speech = voices.known(words, format);
        if (say.speech == null) {
            request(say, words);
        }
    }

    private void request(Step.Say say, String words) {
        try {
            voices.request(words, format, timer::execute, speech -> {
                say.speech = speech;
                pumpNow();
            });
        } catch (RejectedExecutionException e) {
            fail(new SpeechRefusal(503, "overloaded", "too many texts wait to be spoken"));
        }
    }

    private void pumpNow() {
        if (pump != null) {
            pump.cancel();
            pump = null;
        }
        boolean more = !over;
        while (more) {
            more = switch (steps.peek()) {
                case Step.Say say -> saying(say);
                case Step.Flushed _ -> flushed();
                case Step.Finish _ -> finish(false);
                case null -> waitForText();
            };
        }
    }

    /** Sends the next piece if it is due; returns whether to go on at once. */
    private boolean saying(Step.Say say) {
        Speech speech = say.speech;
        if (speech == null) {
            return false; // comes back when it was made
        }
        if (say.piece >= speech.size()) {
            steps.remove();
            spokenS += speech.seconds();
            nextDueNs = say.dueNs;
            return true;
        }
        long now = timer.nowNs();
        if (say.piece == 0 && nextDueNs - say.dueNs > 0) {
            say.dueNs = nextDueNs;
        }
        if (say.dueNs - now > 0 || !peer.writable()) {
            return later(Math.max(say.dueNs - now, peer.writable() ? 0 : FULL_RETRY_NS));
        }
        return strikes() ? strike() : send(say, speech, now);
    }

    private boolean send(Step.Say say, Speech speech, long now) {
        if (say.piece == 0) {
            if (nextDueNs - say.requestedNs <= 0) {
                behaviour.stats().delay(Stage.TTS_FIRST_AUDIO, now - say.requestedNs);
            }
            if (timestamps) {
                events.timestamps(id, speech, spokenS, flushId);
            }
        }
        events.chunk(idBytes, speech, say.piece, flushId, (now - say.requestedNs) / 1e6);
        say.dueNs += (long) (speech.durationNs(say.piece) * settings.realTimeFactor());
        say.piece++;
        return true;
    }

    /** A fault strikes after the context's first piece. */
    private boolean strikes() {
        boolean inside = fault.kind() != FaultKind.NONE && fault.kind() != FaultKind.SLOW;
        return inside && !struck && (spokenS > 0 || firstPieceSent());
    }

    private boolean firstPieceSent() {
        return steps.peek() instanceof Step.Say say && say.piece > 0;
    }

    private boolean strike() {
        struck = true;
        switch (fault.kind()) {
            case DISCONNECT -> peer.abort();
            case ERROR -> fail(new SpeechRefusal(500, "internal_error", "simulated failure"));
            case GARBAGE -> events.garbage();
            default -> abandon(); // stalled: nothing more comes
        }
        return !over && peer.writable();
    }

    private boolean flushed() {
        steps.remove();
        events.flushDone(id, flushId++);
        return true;
    }

    private boolean waitForText() {
        if (spokenS > 0 && text.isEmpty()) {
            pump = timer.after(settings.contextExpiry().toNanos(), () -> finish(true));
        }
        return false;
    }

    private boolean later(long delayNs) {
        pump = timer.after(delayNs, this::pumpNow);
        return false;
    }

    private void fail(SpeechRefusal refusal) {
        abandon();
        events.error(id, refusal);
        ending.over(id, false);
    }

    private boolean finish(boolean expired) {
        abandon();
        events.done(id);
        ending.over(id, expired);
        return false;
    }

    private static byte[] quotable(String id) {
        String quoted = Json.quoted(id);
        return quoted.substring(1, quoted.length() - 1).getBytes(StandardCharsets.UTF_8);
    }
}
