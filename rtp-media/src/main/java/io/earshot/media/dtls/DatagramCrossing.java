package io.earshot.media.dtls;

import io.earshot.media.net.MediaLoop;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * Carries datagrams between a loop and the thread of a handshake, which waits for them; once that is over, the loop takes
 * them out itself and never waits. Bounded: when the thread does not keep up, what comes is dropped and counted, and the
 * peer repeats it. Thread-safe because the queue is; what is sent passes through the loop.
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

    @Override
    public void send(byte[] octets, int offset, int length) {
        if (loop.inLoop()) {
            wire.send(octets, offset, length);
        } else {
            byte[] copy = Arrays.copyOfRange(octets, offset, offset + length);
            loop.execute(() -> wire.send(copy, 0, copy.length));
        }
    }

    /** Ends a waiting handshake. */
    @Override
    public void close() {
        closed = true;
        inbound.offer(WAKE);
    }
}
