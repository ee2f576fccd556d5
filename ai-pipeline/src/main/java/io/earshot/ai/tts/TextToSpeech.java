package io.earshot.ai.tts;

import io.earshot.media.audio.AudioFormat;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** A streaming voice. Thread-safe: it holds configuration and pooled connections, one pool a loop. */
public interface TextToSpeech {
    /** Name of the provider, as configured; a metric label. */
    String name();

    /** Opens a pooled connection for this loop ahead of the first request. Never blocks. */
    void warm(EventLoop loop);

    /**
     * Begins an utterance: pieces of text go in, audio comes out in the same order on {@code loop}.
     * Events end with exactly one {@link TtsEvent.Done} or {@link TtsEvent.Failed}; none after
     * {@link TtsStream#cancel}.
     *
     * @param format encoding and rate wanted
     */
    TtsStream open(AudioFormat format, EventLoop loop, Consumer<TtsEvent> events);
}
