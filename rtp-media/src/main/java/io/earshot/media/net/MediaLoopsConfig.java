package io.earshot.media.net;

/**
 * How many media loops there are and how they tick. Immutable.
 *
 * @param loops event loop threads; 0: as many as the machine has processors
 * @param tickMs milliseconds between ticks, 1 to 10; packets leave on the tick's grid, so a divisor of 10 suits
 *     every packet time
 * @param nativeTransport use epoll where it is available, else NIO
 */
public record MediaLoopsConfig(int loops, int tickMs, boolean nativeTransport) {
    /** A loop a processor, 5 ms ticks, epoll. */
    public static final MediaLoopsConfig DEFAULT = new MediaLoopsConfig(0, 5, true);

    public MediaLoopsConfig {
        if (loops < 0 || loops > 1_024) {
            throw new IllegalArgumentException("loops must be 0 to 1024: " + loops);
        }
        if (tickMs < 1 || tickMs > 10) {
            throw new IllegalArgumentException("tickMs must be 1 to 10: " + tickMs);
        }
    }
}
