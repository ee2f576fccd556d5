package io.earshot.media.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop thread that owns calls for life: their sockets, their media and all their state. A single tick serves
 * every stream that is due; it runs only while there are streams. Unless a method says otherwise it is confined to the
 * loop's thread; nothing that blocks may run there.
 */
public final class MediaLoop {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);
    private static final long LONGEST_LATENESS_US = TimeUnit.SECONDS.toMicros(60);

    private final EventLoop eventLoop;
    private final UdpTransport transport;
    private final long tickNs;
    private final Ticks ticks = new Ticks();
    private final SingleWriterRecorder latenessUs = new SingleWriterRecorder(LONGEST_LATENESS_US, 2);
    private final Runnable tick = this::tick;
    private @Nullable ScheduledFuture<?> ticking;
    private long gridNs;
    private long nextPhase;
    private volatile long faults;

    MediaLoop(EventLoop eventLoop, UdpTransport transport, long tickNs) {
        this.eventLoop = eventLoop;
        this.transport = transport;
        this.tickNs = tickNs;
    }

    /** The Netty loop, for channels of other protocols that belong to the same call. Thread-safe. */
    public EventLoop eventLoop() {
        return eventLoop;
    }

    /** Whether the caller runs on this loop. Thread-safe. */
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    /** Runs a task on this loop, later. Thread-safe. */
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    /**
     * Runs a task on this loop and waits for its result; for threads outside. Thread-safe.
     *
     * @throws IllegalStateException when called on the loop, where waiting would never end
     * @throws Exception what the task threw
     */
    public <T> T call(Callable<T> task) throws Exception {
        if (inLoop()) {
            throw new IllegalStateException("would wait for itself");
        }
        try {
            return eventLoop.submit(task).get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    /** Monotonic time in nanoseconds. Thread-safe. */
    public long nowNs() {
        return System.nanoTime();
    }

    /** Nanoseconds since 1970, for protocols that carry the time of day. Thread-safe. */
    public long wallNs() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** Streams that the tick serves. */
    public int streams() {
        return ticks.size();
    }

    /**
     * A due time on the tick's grid for the first packet of a new stream, within one period from now. Successive
     * streams get different phases, so that not all send in the same tick.
     */
    public long firstDueNs(long periodNs) {
        startTicking();
        long nextTick = gridNs + Math.ceilDiv(nowNs() - gridNs, tickNs) * tickNs;
        return nextTick + Math.floorMod(nextPhase++, Math.max(1, periodNs / tickNs)) * tickNs;
    }

    /** Serves {@code stream} from {@code firstDueNs} on. */
    public void add(Paced stream, long firstDueNs) {
        requireInLoop();
        startTicking();
        ticks.add(stream, firstDueNs);
    }

    /** Stops serving {@code stream}; harmless when it is not served. */
    public void remove(Paced stream) {
        requireInLoop();
        ticks.remove(stream);
        stopTickingWhenIdle();
    }

    /** A paced packet left {@code latenessNs} after it was due. */
    public void recordLateness(long latenessNs) {
        latenessUs.recordValue(Math.clamp(latenessNs / 1_000, 0, LONGEST_LATENESS_US));
    }

    /** Send lateness in microseconds since the last call. For one metrics thread; thread-safe against the loop. */
    public Histogram takeLatenessUs() {
        return latenessUs.getIntervalHistogram();
    }

    /** Streams that were dropped because of a bug. Thread-safe. */
    public long faults() {
        return faults;
    }

    /**
     * Opens a UDP socket on this loop.
     *
     * @throws BindException when the address is taken or not ours
     */
    public UdpSocket openUdp(InetSocketAddress local, UdpSocket.Listener listener) throws BindException {
        requireInLoop();
        return UdpSocket.open(this, transport, local, listener);
    }

    /** Connects by TCP for datagrams behind their lengths; the listener hears how it went. */
    public FramedSocket connectFramed(InetAddress local, InetSocketAddress remote, FramedSocket.Listener listener) {
        requireInLoop();
        return FramedSocket.connect(this, transport, local, remote, listener);
    }

    /** Guards what is confined to the loop. */
    public void requireInLoop() {
        if (!inLoop()) {
            throw new IllegalStateException("called outside the media loop, on " + Thread.currentThread());
        }
    }

    private void startTicking() {
        requireInLoop();
        if (ticking == null) {
            gridNs = nowNs() + tickNs;
            ticking = eventLoop.scheduleAtFixedRate(tick, tickNs, tickNs, TimeUnit.NANOSECONDS);
        }
    }

    private void stopTickingWhenIdle() {
        if (ticking != null && ticks.size() == 0) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // this loop is the only writer
    private void tick() {
        int failed = ticks.serve(nowNs());
        if (failed > 0) {
            faults += failed;
            LOG.error("{} streams dropped after a fault", failed);
        }
        stopTickingWhenIdle();
    }
}
