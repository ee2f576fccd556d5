package io.earshot.bridge.delivery;

import java.time.Duration;

/** Takes one entry of a journal after another. Called on the feed's thread, so it may wait. */
public interface Receiver extends AutoCloseable {
    /** Name for metrics, health, logs and files: lower case. */
    String name();

    /** Tries once to bring an entry to the other side. */
    Verdict take(Entry entry);

    /** Frees what is held. */
    @Override
    default void close() {}

    /** What became of an attempt. */
    sealed interface Verdict {
        /** The other side has it, perhaps since before. */
        record Taken() implements Verdict {}

        /** This receiver does not want it. */
        record Passed() implements Verdict {}

        /** The other side refuses this entry; after some tries it is put aside. */
        record Refused(String why) implements Verdict {}

        /** The other side takes nothing now; {@code asked} is what it asked for, or zero. */
        record Unavailable(String why, Duration asked) implements Verdict {
            /** Unavailable without a word on when to come again. */
            public Unavailable(String why) {
                this(why, Duration.ZERO);
            }
        }
    }
}
