package io.earshot.ai.provider.cartesia;

import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderCounters.Event;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.VendorText;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One utterance: text in pieces, audio out. Usually one context of the vendor; a new one is begun when the old one has
 * run out (it expires 1 s after its last audio, so a model that pauses for a tool outlives it), or when the utterance
 * is tried again, which happens only as long as nothing of it was heard. Sans-IO; confined to the loop.
 */
final class UtteranceCore implements LoopTimer.Deadline {
    /** What the core wants done. */
    sealed interface Output {
        /** Tell the user. */
        record Tell(TtsEvent event) implements Output {}

        /** Send a message. */
        record Send(String json) implements Output {}

        /** The socket is of no use: find another, then call {@link UtteranceCore#onConnected}. */
        record Reconnect() implements Output {}
    }

    private static final long NEVER = Long.MAX_VALUE;
    /** Shorter than the vendor's second, so that text on its way does not meet an expired context. */
    private static final long CONTEXT_LIFE_NS = 800_000_000L;

    private static final int LONGEST_TEXT = 100_000;

    private final String provider;
    private final CartesiaConfig config;
    private final AudioFormat format;
    private final ProviderCounters counters;
    private final Supplier<String> contextIds;
    private final GenerationRequest requests;
    private final SampleAlignment alignment;
    private final Queue<Output> outputs = new ArrayDeque<>();
    /** All text of the context: what is sent again when nothing of it was heard. */
    private final StringBuilder text = new StringBuilder();

    /** Text after the last audio that came. */
    private final StringBuilder unvoiced = new StringBuilder();

    private String contextId;
    private boolean connected;
    /** Whether the vendor knows the context: something was sent, and it has not ended. */
    private boolean contextOpen;

    private boolean finished;
    private boolean ended;
    /** Whether audio of the context came, and whether any came since the last text. */
    private boolean heard;

    private boolean heardSinceText;
    private int textsSent;
    private int textsFlushed;
    private long lastAudioNs;
    private long dueNs = NEVER;
    private long bytesGiven;
    private long bytesBeforeContext;
    private int attempts = 1;

    UtteranceCore(
            String provider,
            CartesiaConfig config,
            AudioFormat format,
            ProviderCounters counters,
            Supplier<String> contextIds) {
        this.provider = provider;
        this.config = config;
        this.format = format;
        this.counters = counters;
        this.contextIds = contextIds;
        this.requests = new GenerationRequest(config, format);
        this.alignment = new SampleAlignment(format.encoding().bytesPerSample());
        this.contextId = contextIds.get();
    }

    /** The context whose messages count; those of others are late. */
    String contextId() {
        return contextId;
    }

    boolean ended() {
        return ended;
    }

    /** The socket takes messages. */
    void onConnected(long nowNs) {
        connected = true;
        if (!text.isEmpty()) {
            sendAgain(text.toString(), nowNs);
        }
    }

    /** The socket is gone. */
    void onLost(ProviderFailure failure, long nowNs) {
        if (ended) {
            return;
        }
        connected = false;
        contextOpen = false;
        if (heardSinceText && !finished) {
            // Between two sentences: the next one simply begins anew.
            beginContext();
            outputs.add(new Output.Reconnect());
        } else if (mayTryAgain(failure)) {
            renameContext();
            outputs.add(new Output.Reconnect());
        } else {
            fail(failure);
        }
    }

    void say(String piece, long nowNs) {
        if (ended || finished || piece.isEmpty()) {
            return;
        }
        if (text.length() + piece.length() > LONGEST_TEXT) {
            fail(ProviderFailure.of(provider, Kind.BAD_REQUEST, "an utterance of more than 100000 characters"));
            return;
        }
        if (connected && contextOpen && hasRunOut(nowNs)) {
            beginContext();
        }
        text.append(piece);
        unvoiced.append(piece);
        if (connected) {
            send(piece, true);
        }
        awaitAudio(nowNs);
    }

    void finish(long nowNs) {
        if (ended || finished) {
            return;
        }
        finished = true;
        boolean toldSo = textsFlushed > 0 && hasRunOut(nowNs);
        if (text.isEmpty() || toldSo || (heardSinceText && !contextOpen)) {
            end(new TtsEvent.Done());
            return;
        }
        if (connected) {
            send("", false);
        }
        dueNs = nowNs + (heardSinceText ? config.betweenAudio() : config.firstAudio()).toNanos();
    }

    void cancel() {
        if (!ended) {
            ended = true;
            dueNs = NEVER;
            cancelContext();
        }
    }

    /** A message of this utterance's context. */
    void onMessage(CartesiaMessage message, long nowNs) {
        switch (message.type()) {
            case "chunk" -> onAudio(message.takeAudio(), nowNs);
            case "timestamps" -> onWords(message.words(), message.startMs());
            case "flush_done" -> textsFlushed++;
            case "done" -> onDone(nowNs);
            case "error" -> onError(message, nowNs);
            case "phoneme_timestamps" -> {}
            default -> counters.count(Event.UNKNOWN_MESSAGE);
        }
    }

    @Override
    public long deadlineNs() {
        return dueNs;
    }

    @Override
    public void onDeadline(long nowNs) {
        if (ended) {
            return;
        }
        counters.count(Event.TIMED_OUT);
        long limitMs = (heard ? config.betweenAudio() : config.firstAudio()).toMillis();
        cancelContext();
        fail(ProviderFailure.of(
                provider, Kind.TIMEOUT, (heard ? "no further" : "no first") + " audio for " + limitMs + " ms"));
    }

    @Nullable
    Output poll() {
        return outputs.poll();
    }

    private void send(String piece, boolean more) {
        outputs.add(new Output.Send(requests.speak(contextId, piece, more)));
        contextOpen = true;
        if (!piece.isEmpty()) {
            textsSent++;
        }
    }

    private void awaitAudio(long nowNs) {
        heardSinceText = false;
        dueNs = nowNs + config.firstAudio().toNanos();
    }

    /** All of the context's text was spoken some time ago. A vendor that tells what it flushed is believed. */
    private boolean hasRunOut(long nowNs) {
        boolean allFlushed = textsFlushed == 0 || textsFlushed >= textsSent;
        return heardSinceText && allFlushed && nowNs - lastAudioNs >= CONTEXT_LIFE_NS;
    }

    private void beginContext() {
        text.setLength(0);
        unvoiced.setLength(0);
        renameContext();
    }

    /** A new context for the same text. */
    private void renameContext() {
        contextId = contextIds.get();
        contextOpen = false;
        heard = false;
        textsSent = 0;
        textsFlushed = 0;
        bytesBeforeContext = bytesGiven;
        alignment.reset();
    }

    private void sendAgain(String again, long nowNs) {
        send(again, !finished);
        awaitAudio(nowNs);
    }

    private void onAudio(@Nullable ByteBuf chunk, long nowNs) {
        if (chunk == null) {
            return;
        }
        lastAudioNs = nowNs;
        heardSinceText = true;
        unvoiced.setLength(0);
        dueNs = finished ? nowNs + config.betweenAudio().toNanos() : NEVER;
        ByteBuf audio = alignment.whole(chunk);
        if (!audio.isReadable()) {
            audio.release();
            return;
        }
        heard = true;
        bytesGiven += audio.readableBytes();
        outputs.add(new Output.Tell(new TtsEvent.Audio(audio)));
    }

    private void onWords(List<String> words, List<Integer> startMs) {
        if (words.isEmpty()) {
            return;
        }
        int offsetMs = (int) (format.durationNs((int) bytesBeforeContext) / 1_000_000);
        List<Integer> fromStart = startMs.stream().map(ms -> ms + offsetMs).toList();
        outputs.add(new Output.Tell(new TtsEvent.Words(words, fromStart)));
    }

    private void onDone(long nowNs) {
        contextOpen = false;
        if (!unvoiced.isEmpty() && heard) {
            voiceTheRest(nowNs);
        } else if (finished) {
            end(new TtsEvent.Done());
        } else {
            dueNs = NEVER;
            heardSinceText = true;
            beginContext();
        }
    }

    private void onError(CartesiaMessage message, long nowNs) {
        counters.count(Event.ERROR_MESSAGE);
        Kind kind = message.status() == 0 ? Kind.SERVER_ERROR : Kind.ofHttpStatus(message.status());
        String detail = VendorText.clean("error " + message.status() + " " + message.errorText(), null);
        ProviderFailure failure = ProviderFailure.of(provider, kind, detail);
        boolean expired = kind == Kind.BAD_REQUEST && heard && nowNs - lastAudioNs >= CONTEXT_LIFE_NS;
        contextOpen = false;
        if (expired && !unvoiced.isEmpty() && attempts < config.attempts()) {
            attempts++;
            voiceTheRest(nowNs);
        } else if (expired && finished && heardSinceText) {
            end(new TtsEvent.Done());
        } else if (mayTryAgain(failure)) {
            renameContext();
            sendAgain(text.toString(), nowNs);
        } else {
            fail(failure);
        }
    }

    /** The context ended with text on its way to it. */
    private void voiceTheRest(long nowNs) {
        counters.count(Event.RETRIED);
        String rest = unvoiced.toString();
        beginContext();
        text.append(rest);
        unvoiced.append(rest);
        sendAgain(rest, nowNs);
    }

    /** Only what nobody heard may be said again, and only where a second try can help in time. */
    private boolean mayTryAgain(ProviderFailure failure) {
        boolean worthIt = switch (failure.kind()) {
            case UNREACHABLE, DISCONNECTED, SERVER_ERROR, PROTOCOL -> true;
            case TIMEOUT, RATE_LIMITED, UNAUTHORIZED, BAD_REQUEST -> false;
        };
        boolean again = !heard && worthIt && attempts < config.attempts();
        if (again) {
            attempts++;
            counters.count(Event.RETRIED);
        }
        return again;
    }

    private void fail(ProviderFailure failure) {
        cancelContext();
        end(new TtsEvent.Failed(failure));
    }

    private void cancelContext() {
        if (connected && contextOpen) {
            outputs.add(new Output.Send(GenerationRequest.cancel(contextId)));
        }
        contextOpen = false;
    }

    private void end(TtsEvent last) {
        ended = true;
        dueNs = NEVER;
        outputs.add(new Output.Tell(last));
    }
}
