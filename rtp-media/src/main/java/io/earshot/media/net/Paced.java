package io.earshot.media.net;

/** Something that a {@link MediaLoop}'s tick serves when it is due. Confined to that loop. */
public interface Paced {
    /**
     * Does what is due.
     *
     * @param nowNs monotonic time of the tick
     * @return when it is due next, monotonic
     */
    long serve(long nowNs);

    /** {@link #serve} threw: a bug. The loop has already dropped this stream and goes on with the others. */
    void onFault(RuntimeException fault);
}
