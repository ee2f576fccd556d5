package io.earshot.bridge.room;

import io.earshot.media.audio.AudioSink;
import java.time.Duration;

/**
 * Whether the caller's track, which should flow, does: a server or a path that stalls is not told of by anybody. Made-up audio (loss,
 * DTX) does not count as a sign of life. Sans-IO; confined to the call's loop.
 */
final class CallerWatch {
    /** What to do about a track. */
    enum Verdict {
        FINE,
        SUBSCRIBE_AGAIN,
        GIVE_UP
    }

    private final long silentAfterNs;
    private final long endAfterNs;
    private long lastNs;
    private long askedNs;

    /**
     * A watch that has heard nothing.
     *
     * @param silentAfter without a packet, before the track is asked for again, and between two such requests; 0: never
     * @param endAfter without a packet, before the call is given up; 0: never
     */
    CallerWatch(Duration silentAfter, Duration endAfter) {
        this.silentAfterNs = silentAfter.toNanos();
        this.endAfterNs = endAfter.toNanos();
    }

    /** Passes the caller's audio on to {@code ears} and notes when it came. */
    AudioSink over(AudioSink ears) {
        return (audio, arrivalNs, concealed) -> {
            if (!concealed) {
                lastNs = arrivalNs;
            }
            ears.onAudio(audio, arrivalNs, concealed);
        };
    }

    /**
     * Takes a look.
     *
     * @param due whether audio should flow: the call runs, and the caller's track is there and not muted
     */
    Verdict look(boolean due, long nowNs) {
        if (!due || lastNs == 0) {
            lastNs = nowNs;
            askedNs = nowNs;
            return Verdict.FINE;
        }
        if (endAfterNs > 0 && nowNs - lastNs >= endAfterNs) {
            return Verdict.GIVE_UP;
        }
        long sinceNs = nowNs - Math.max(lastNs, askedNs);
        if (silentAfterNs > 0 && sinceNs >= silentAfterNs) {
            askedNs = nowNs;
            return Verdict.SUBSCRIBE_AGAIN;
        }
        return Verdict.FINE;
    }

    /** For how long nothing came, milliseconds. */
    long silentMs(long nowNs) {
        return (nowNs - lastNs) / 1_000_000;
    }
}
