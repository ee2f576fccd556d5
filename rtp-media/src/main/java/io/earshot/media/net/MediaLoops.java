package io.earshot.media.net;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;

/**
 * The media threads of this process, named {@code media-0} and so on. Thread-safe because the list of loops never
 * changes and the round-robin counter is atomic.
 */
public final class MediaLoops implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final MultiThreadIoEventLoopGroup group;
    private final List<MediaLoop> loops;
    private final UdpTransport transport;
    private final AtomicInteger turn = new AtomicInteger();

    private MediaLoops(MultiThreadIoEventLoopGroup group, UdpTransport transport, int tickMs) {
        this.group = group;
        this.transport = transport;
        long tickNs = TimeUnit.MILLISECONDS.toNanos(tickMs);
        this.loops = StreamSupport.stream(group.spliterator(), false)
                .map(executor -> new MediaLoop((EventLoop) executor, transport, tickNs))
                .toList();
    }

    /** Creates the loops; their threads start with their first task. */
    public static MediaLoops start(MediaLoopsConfig config) {
        int count = config.loops() == 0 ? Runtime.getRuntime().availableProcessors() : config.loops();
        UdpTransport transport = UdpTransport.best(config.nativeTransport());
        var group = new MultiThreadIoEventLoopGroup(count, threads(), transport.ioHandlers());
        return new MediaLoops(group, transport, config.tickMs());
    }

    private static java.util.concurrent.ThreadFactory threads() {
        AtomicInteger next = new AtomicInteger();
        return new DefaultThreadFactory("media", true) {
            @Override
            public Thread newThread(Runnable task) {
                Thread thread = super.newThread(task);
                thread.setName("media-" + next.getAndIncrement());
                return thread;
            }
        };
    }

    /** The loop for the next call, in turn. */
    public MediaLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    /** All loops. */
    public List<MediaLoop> all() {
        return loops;
    }

    /** "epoll" or "nio". */
    public String transportName() {
        return transport.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Send lateness of all loops in microseconds since the last call; for one metrics thread. */
    public Histogram takeLatenessUs() {
        Histogram sum = loops.getFirst().takeLatenessUs();
        loops.stream().skip(1).forEach(loop -> sum.add(loop.takeLatenessUs()));
        return sum;
    }

    /** Stops all loops and waits, at most 5 s; sockets still open are closed. Not to be called on a loop. */
    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
