package io.earshot.ai.agent;

import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Sentences that were spoken before and can be played without any provider. Thread-safe; never waits. */
@FunctionalInterface
public interface Recordings {
    /** None: every sentence is the one that comes with the program. */
    Recordings NONE = (text, format) -> null;

    /** The sentence in that format, owned by the caller; null when it is not there. */
    @Nullable
    ByteBuf recall(String text, AudioFormat format);
}
