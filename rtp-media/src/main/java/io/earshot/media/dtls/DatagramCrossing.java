package io.earshot.media.dtls;

import io.earshot.media.net.MediaLoop;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * Carries datagrams between a loop and the thread of a handshake, which waits for them; once that is over, the loop takes
 * them out itself and never waits. Bounded: when the thread does not keep up, what comes is dropped and counted, and the
 * peer repeats it. Thread-safe because the queue is, and because only one of the two sends at a time: the thread until its
 * result is posted, then the loop.
 */
final class DatagramCrossing implements DatagramTransport {
    /** Room for the longest flight several times over. */
    static final int MOST = 64;

    /** Below every path's MTU, less the headers of IPv6 and UDP. */
    private static final int MTU_BYTES = 1_200;

    private static final int MAX_RECEIVE_BYTES = 2_048;
    private static final byte[] WAKE = {};

    /** Says "nothing there" without ending the session or filling in a stack. */
    private static final class Nothing extends InterruptedIOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final Nothing nothing = new Nothing();
    private final MediaLoop loop;
    private final DtlsWire wire;
    private final BlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(MOST);
    private final AtomicLong overflow = new AtomicLong();
    private final byte[] flight = new byte[MTU_BYTES];
    private int waiting;
    private volatile boolean closed;

    DatagramCrossing(MediaLoop loop, DtlsWire wire) {
        this.loop = loop;
        this.wire = wire;
    }

    /** A datagram came; on the loop. */
    void offer(byte[] datagram) {
        if (!inbound.offer(datagram)) {
            overflow.incrementAndGet();
        }
    }

    long overflow() {
        return overflow.get();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int getReceiveLimit() {
        return MAX_RECEIVE_BYTES;
    }

    @Override
    public int getSendLimit() {
        return MTU_BYTES;
    }

    @Override
    public int receive(byte[] into, int offset, int room, int waitMillis) throws IOException {
        flush();
        byte[] datagram = loop.inLoop() ? inbound.poll() : await(waitMillis);
        if (datagram == null || datagram.length == 0) {
            if (loop.inLoop()) {
                throw nothing;
            }
            return -1;
        }
        int length = Math.min(room, datagram.length);
        System.arraycopy(datagram, 0, into, offset, length);
        return length;
    }

    private byte @Nullable [] await(int waitMillis) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        try {
            return inbound.poll(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Records wait for one another, so that a flight is lost or arrives as a whole: see {@link #flush}. */
    @Override
    public void send(byte[] octets, int offset, int length) {
        if (waiting + length > flight.length) {
            flush();
        }
        if (length > flight.length) {
            transmit(Arrays.copyOfRange(octets, offset, offset + length));
        } else {
            System.arraycopy(octets, offset, flight, waiting, length);
            waiting += length;
        }
    }

    /** Sends the records that wait, as one datagram (RFC 6347, section 4.1.1). On the thread that sent them. */
    void flush() {
        if (waiting > 0) {
            byte[] datagram = Arrays.copyOf(flight, waiting);
            waiting = 0;
            transmit(datagram);
        }
    }

    private void transmit(byte[] datagram) {
        if (loop.inLoop()) {
            wire.send(datagram, 0, datagram.length);
        } else {
            post(() -> wire.send(datagram, 0, datagram.length));
        }
    }

    /** Runs a task on the loop; where that has stopped, there is nobody left to run it for. */
    void post(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException stopped) {
            closed = true;
        }
    }

    /** Ends a waiting handshake; called by the library when it has sent its last alert, too. */
    @Override
    public void close() {
        closed = true;
        inbound.offer(WAKE);
    }
}
