package io.earshot.tools.simulate.deepgram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.deepgram.FluxMessages.Event;
import io.earshot.tools.simulate.deepgram.FluxMessages.Turn;
import io.earshot.tools.simulate.http.Json;
import io.earshot.tools.simulate.http.WebSocketPeer;
import io.earshot.tools.simulate.http.WebSocketSession;
import io.earshot.tools.simulate.speech.AudioInput;
import io.earshot.tools.simulate.speech.Ear;
import io.earshot.tools.simulate.speech.HeardWord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * A v2 stream: a turn begins with speech and ends when the confidence that it is over, which grows with silence and
 * faster after a whole phrase, reaches the threshold. Confined to its loop.
 */
final class FluxSession {
    private static final int UPDATE_MS = 240;
    /** Speech needed before a turn begins. */
    private static final int LEAST_SPEECH_MS = 80;
    /** Words that came to light after the end of a turn are dropped after this silence. */
    private static final int LATE_WORD_MS = 300;

    private final FluxMessages messages;
    private final Ear ear;
    private final AudioInput.FrameSink frames = this::onFrame;
    private final AudioLine line;
    private final WebSocketPeer peer;
    private final Outbox outbox;
    private final TurnFault fault;
    private FluxOptions options;
    private boolean inTurn;
    private boolean eager;
    private int eagerWords;
    private int turnIndex;
    private long windowMs;
    private long updateMs;
    private long speechNs;

    FluxSession(FluxOptions options, Behaviour behaviour, Ear ear, String requestId, WebSocketPeer peer) {
        this.options = options;
        this.ear = ear;
        this.peer = peer;
        messages = new FluxMessages(ByteBufAllocator.DEFAULT, requestId);
        line = new AudioLine(options.coding(), options.sampleRate());
        outbox = new Outbox(peer);
        fault = new TurnFault(behaviour, peer, outbox, () -> fail("INTERNAL_SERVER_ERROR", "Simulated failure"));
        outbox.send(messages.connected());
    }

    /** The socket's view of a session that is made when it opens. */
    static WebSocketSession socket(FluxOptions options, Behaviour behaviour, Ear ear, String requestId) {
        return new SessionSocket(peer -> new FluxSession(options, behaviour, ear, requestId, peer).handlers());
    }

    private SessionSocket.Handlers handlers() {
        return new SessionSocket.Handlers(this::onText, this::onAudio, outbox::close);
    }

    private void onAudio(ByteBuf audio) {
        if (audio.isReadable() && !line.read(audio, frames)) {
            fail("UNPARSABLE_CLIENT_MESSAGE", "the payload cannot be decoded as audio");
        }
    }

    private void onFrame(short[] samples) {
        ear.onFrame(samples, 0);
        boolean speech = ear.speaking() && ear.silenceMs() == 0;
        if (speech) {
            onSpeech();
        }
        if (inTurn) {
            onTurn();
        } else if (ear.silenceMs() == LATE_WORD_MS && ear.hasWords()) {
            ear.take();
        }
        if (ear.audioMs() - updateMs >= UPDATE_MS) {
            send(Event.UPDATE);
        }
    }

    private void onSpeech() {
        speechNs = peer.timer().nowNs();
        if (!inTurn && ear.audioMs() - ear.onsetMs() >= LEAST_SPEECH_MS) {
            inTurn = true;
            windowMs = ear.onsetMs();
            fault.onTurn();
            send(Event.START);
        }
        if (eager) {
            resume();
        }
    }

    private void onTurn() {
        double confidence = confidence();
        if (eager && ear.words().size() != eagerWords) {
            resume(); // the text changed since it was announced
        }
        boolean announce = options.eagerThreshold() > 0 && confidence >= options.eagerThreshold();
        if (announce && !eager && ear.hasWords()) {
            eager = true;
            eagerWords = ear.words().size();
            updateMs = ear.audioMs();
            fault.announce(messages.turnInfo(Event.EAGER_END, turn(ear.words()), ""));
        }
        if (options.eotThreshold() < 1 && confidence >= options.eotThreshold()) {
            end("model");
        } else if (ear.silenceMs() >= options.eotTimeoutMs()) {
            end("timeout");
        }
    }

    /** Grows with silence: quickly after a whole phrase, slowly within one. */
    private double confidence() {
        double scaleMs = switch (ear.ending()) {
            case COMPLETE -> 200;
            case UNKNOWN -> 400;
            case MIDDLE -> 900;
        };
        return 1 - Math.exp(-ear.silenceMs() / scaleMs);
    }

    private void resume() {
        eager = false;
        send(Event.RESUMED);
    }

    private void end(String trigger) {
        ByteBuf message = messages.turnInfo(Event.END, turn(ear.take()), trigger);
        inTurn = false;
        eager = false;
        turnIndex++;
        windowMs = ear.audioMs();
        updateMs = ear.audioMs();
        fault.end(message, speechNs);
    }

    private void send(Event event) {
        updateMs = ear.audioMs();
        outbox.send(messages.turnInfo(event, turn(inTurn ? ear.words() : List.of()), ""));
    }

    private Turn turn(List<HeardWord> words) {
        return new Turn(turnIndex, windowMs, ear.audioMs(), words, inTurn ? confidence() : 0);
    }

    private void onText(ByteBuf text) {
        ObjectNode message = Json.object(text);
        switch (message) {
            case null -> fail("UNPARSABLE_CLIENT_MESSAGE", "the message is not a JSON object");
            case ObjectNode object -> onMessage(object);
        }
    }

    private void onMessage(ObjectNode message) {
        switch (message.path("type").asText("")) {
            case "Configure" -> configure(message);
            case "ForceEndTurn" -> {
                if (inTurn) {
                    end("manual");
                }
            }
            case "CloseStream" -> closeStream();
            default -> fail("UNPARSABLE_CLIENT_MESSAGE", "the message's type is unknown");
        }
    }

    private void configure(ObjectNode message) {
        try {
            options = options.changed(message);
            outbox.send(messages.configured(options));
        } catch (ListenRefusal refusal) {
            outbox.send(messages.configureFailure(refusal.reason()));
        }
    }

    /** The open turn is not ended, and the close frame has no status. */
    private void closeStream() {
        if (inTurn) {
            send(Event.UPDATE);
        }
        outbox.send(0, Unpooled.EMPTY_BUFFER, peer::close);
    }

    private void fail(String code, String description) {
        outbox.send(messages.error(code, description));
        outbox.send(0, Unpooled.EMPTY_BUFFER, () -> peer.close(1011, code));
    }
}
