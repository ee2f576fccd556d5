package io.earshot.ai.stt;

import io.earshot.media.audio.AudioFormat;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** A streaming recogniser. Thread-safe: it holds configuration only; each stream belongs to one loop. */
public interface SpeechToText {
    /** Name of the provider, as configured; a metric label. */
    String name();

    /** Whether the recogniser decides ends of turn itself (it then emits {@link SttEvent.EndOfTurn} unasked). */
    boolean detectsEndOfTurn();

    /**
     * Begins to connect at once; audio sent before the connection is up is kept (bounded) and sent then.
     *
     * @param format encoding and rate of the audio that will be sent
     * @param loop the call's loop: all methods of the stream are called there, all events arrive there
     */
    SttStream open(AudioFormat format, EventLoop loop, Consumer<SttEvent> events);
}
