package io.earshot.tools.simulate.deepgram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.deepgram.NovaMessages.Stretch;
import io.earshot.tools.simulate.http.Json;
import io.earshot.tools.simulate.http.WebSocketPeer;
import io.earshot.tools.simulate.http.WebSocketSession;
import io.earshot.tools.simulate.speech.AudioInput;
import io.earshot.tools.simulate.speech.Ear;
import io.earshot.tools.simulate.speech.HeardWord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A v1 stream. Decisions follow the audio clock: endpoints and ends of utterances come with the audio that shows them.
 * Confined to its loop.
 */
final class NovaSession {
    /** Pauses within words last as long; shorter endpointing waits for this. */
    private static final int LEAST_ENDPOINT_MS = 100;
    /** Without endpointing, text is final after this silence, or with this much audio. */
    private static final int FINAL_SILENCE_MS = 500;

    private static final int LONGEST_STRETCH_MS = 5_000;
    /** Silence before speech that its results cover. */
    private static final int STRETCH_LEAD_MS = 100;
    /** When a weak last word is known at the latest. */
    private static final int LATE_WORD_MS = 260;

    private final NovaOptions options;
    private final ListenSettings settings;
    private final NovaMessages messages;
    private final Ear ear;
    private final AudioInput.FrameSink frames = this::onFrame;
    private final AudioLine line;
    private final WebSocketPeer peer;
    private final Outbox outbox;
    private final TurnFault turn;
    private boolean inSpeech;
    private boolean utteranceOpen;
    private long stretchMs;
    private long interimMs;
    private long lastWordEndMs;
    private long speechNs;
    private long lastInputNs;
    private boolean closed;

    NovaSession(
            NovaOptions options,
            ListenSettings settings,
            Behaviour behaviour,
            Ear ear,
            String requestId,
            WebSocketPeer peer) {
        this.options = options;
        this.settings = settings;
        this.ear = ear;
        this.peer = peer;
        messages = new NovaMessages(ByteBufAllocator.DEFAULT, requestId, options);
        line = new AudioLine(options.coding(), options.sampleRate());
        outbox = new Outbox(peer);
        turn = new TurnFault(behaviour, peer, outbox, this::fail);
        lastInputNs = peer.timer().nowNs();
        watchIdle();
    }

    /** The socket's view of a session that is made when it opens. */
    static WebSocketSession socket(
            NovaOptions options, ListenSettings settings, Behaviour behaviour, Ear ear, String requestId) {
        return new SessionSocket(
                peer -> new NovaSession(options, settings, behaviour, ear, requestId, peer).handlers());
    }

    private SessionSocket.Handlers handlers() {
        return new SessionSocket.Handlers(this::onText, this::onAudio, this::onClosed);
    }

    private void onAudio(ByteBuf audio) {
        lastInputNs = peer.timer().nowNs();
        if (!audio.isReadable()) {
            closeStream(); // an empty message is taken for the end of the stream
        } else if (!line.read(audio, frames)) {
            peer.close(1011, "DATA-0000: the payload cannot be decoded as audio");
        }
    }

    private void onFrame(short[] samples) {
        ear.onFrame(samples, 0);
        if (ear.speaking() && ear.silenceMs() == 0) {
            onSpeech();
        }
        if (inSpeech) {
            onUtterance();
        } else if (ear.silenceMs() == LATE_WORD_MS && ear.hasWords()) {
            turn.announce(conclusion(true, false));
        }
        if (utteranceOpen && !inSpeech) {
            checkUtteranceEnd();
        }
    }

    private void onSpeech() {
        speechNs = lastInputNs;
        if (inSpeech) {
            return;
        }
        inSpeech = true;
        utteranceOpen = true;
        stretchMs = Math.max(stretchMs, ear.onsetMs() - STRETCH_LEAD_MS);
        interimMs = ear.audioMs();
        turn.onTurn();
        if (options.vadEvents()) {
            outbox.send(messages.speechStarted(ear.onsetMs()));
        }
    }

    private void onUtterance() {
        if (options.endpointingMs() > 0 && ear.silenceMs() >= Math.max(options.endpointingMs(), LEAST_ENDPOINT_MS)) {
            inSpeech = false;
            conclude(true, false);
        } else if (options.endpointingMs() == 0 && ear.silenceMs() >= FINAL_SILENCE_MS) {
            inSpeech = false;
            conclude(false, false);
        } else if (ear.audioMs() - stretchMs >= LONGEST_STRETCH_MS && ear.hasWords()) {
            turn.announce(conclusion(false, false));
        } else if (options.interimResults() && ear.audioMs() - interimMs >= settings.interimMs()) {
            interim();
        }
    }

    private void interim() {
        interimMs = ear.audioMs();
        if (ear.hasWords()) {
            outbox.send(messages.results(new Stretch(stretchMs, ear.audioMs(), ear.words(), false, false, false)));
        }
    }

    /** Ends the turn with what was heard since the last final. */
    private void conclude(boolean speechFinal, boolean fromFinalize) {
        turn.end(conclusion(speechFinal, fromFinalize), speechNs);
    }

    /** Fixes what was heard since the last final. */
    private ByteBuf conclusion(boolean speechFinal, boolean fromFinalize) {
        List<HeardWord> words = ear.take();
        if (!words.isEmpty()) {
            lastWordEndMs = words.get(words.size() - 1).endMs();
        }
        ByteBuf results =
                messages.results(new Stretch(stretchMs, ear.audioMs(), words, true, speechFinal, fromFinalize));
        stretchMs = ear.audioMs();
        interimMs = ear.audioMs();
        return results;
    }

    private void checkUtteranceEnd() {
        boolean due = options.utteranceEndMs() > 0 && ear.audioMs() - lastWordEndMs >= options.utteranceEndMs();
        if (due && lastWordEndMs > 0) {
            utteranceOpen = false;
            outbox.send(messages.utteranceEnd(lastWordEndMs));
        }
    }

    private void onText(ByteBuf text) {
        ObjectNode message = Json.object(text);
        switch (message == null ? "" : message.path("type").asText("")) {
            case "KeepAlive" -> lastInputNs = peer.timer().nowNs();
            case "Finalize" -> finish();
            case "CloseStream" -> closeStream();
            case "Configure" -> configure(message);
            default ->
                outbox.send(messages.error(
                        "SchemaError",
                        "Could not deserialize last text message",
                        text.toString(StandardCharsets.UTF_8)));
        }
    }

    /** Nothing is answered when nothing was heard since the last final. */
    private void finish() {
        if (ear.audioMs() > stretchMs) {
            boolean wasSpeaking = inSpeech;
            inSpeech = false;
            conclude(wasSpeaking, true);
        }
    }

    private void configure(@Nullable ObjectNode message) {
        List<String> keyterms = new ArrayList<>();
        JsonNode wanted = message == null ? Json.newObject() : message.path("keyterms");
        wanted.forEach(keyterm -> keyterms.add(keyterm.asText()));
        if (!keyterms.isEmpty() && !options.model().startsWith("nova-3")) {
            outbox.send(messages.configureFailure(
                    "CONFIGURE_KEYTERMS_NOT_SUPPORTED", "keyterms need a model of the nova-3 family"));
        } else {
            outbox.send(messages.configureSuccess(keyterms));
        }
    }

    private void closeStream() {
        if (inSpeech || ear.hasWords()) {
            inSpeech = false;
            conclude(false, false);
        }
        outbox.send(messages.metadata(ear.audioMs()));
        outbox.send(0, Unpooled.EMPTY_BUFFER, () -> peer.close(1000, ""));
    }

    private void fail() {
        outbox.send(messages.error("InternalError", "Simulated failure", "simulated failure"));
        outbox.send(0, Unpooled.EMPTY_BUFFER, () -> peer.close(1011, "NET-0000: simulated failure"));
    }

    private void watchIdle() {
        if (closed) {
            return;
        }
        long left = lastInputNs + settings.idle().toNanos() - peer.timer().nowNs();
        if (left <= 0) {
            peer.close(
                    1011, "NET-0001: Deepgram did not receive audio data or a text message within the timeout window");
        } else {
            peer.timer().after(left, this::watchIdle);
        }
    }

    private void onClosed() {
        closed = true;
        outbox.close();
    }
}
