package io.earshot.sip.transport;

import io.earshot.sip.tls.TlsHandshake;
import io.earshot.sip.wire.StreamFramer;
import io.earshot.sip.wire.StreamFramer.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP or TLS connection: a virtual thread reads, another connects, shakes hands and writes, and between them and the calls lies a queue
 * bounded in bytes. When a peer does not read and the queue is full the connection is closed. Thread-safe because the
 * queue is concurrent and the counts are atomic.
 */
final class TcpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
    private static final byte[] PONG = {'\r', '\n'};
    private static final byte[] STOP = {};
    private static final int MAX_QUEUED_BYTES = 1 << 20;
    private static final int CONNECT_TIMEOUT_MS = 5000;

    private final TcpProcessor processor;
    private final InetSocketAddress peer;
    private final Socket socket;
    private final TcpChannel channel;
    private final boolean accepted;
    private final StreamFramer framer;
    private final LinkedBlockingQueue<byte[]> outbox = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<String> hosts = ConcurrentHashMap.newKeySet();
    private volatile @Nullable List<String> names;
    private volatile String reason = "connection lost";

    /** @param host whom the peer must prove to be, over TLS; null for one who connected */
    TcpConnection(TcpProcessor processor, Socket socket, InetSocketAddress peer, @Nullable String host) {
        this.processor = processor;
        this.socket = socket;
        this.peer = peer;
        this.accepted = socket.isConnected();
        this.channel = new TcpChannel(processor, this, peer);
        this.framer = new StreamFramer(processor.limits().maxMessageBytes());
        if (host != null) {
            hosts.add(host);
        }
    }

    void start() {
        Thread.ofVirtual().name("sip-tcp-write-" + peer.getPort()).start(this::connectAndWrite);
    }

    TcpChannel channel() {
        return channel;
    }

    InetSocketAddress peer() {
        return peer;
    }

    boolean isOpen() {
        return !closed.get();
    }

    /** Why it is closed. */
    String reason() {
        return reason;
    }

    /** Whether a call may want to know that this connection is gone. */
    boolean matters() {
        return !accepted || calls.get() > 0;
    }

    void retain() {
        calls.incrementAndGet();
    }

    void release() {
        calls.decrementAndGet();
    }

    void write(byte[] message) throws IOException {
        if (closed.get() || queuedBytes.addAndGet(message.length) > MAX_QUEUED_BYTES) {
            close();
            processor.counters().sendFailures.increment();
            throw new IOException("connection closed");
        }
        outbox.add(message);
    }

    /** Whom the peer's certificate names; nobody over plain TCP, and before the handshake is over. */
    List<String> names() {
        List<String> known = names;
        return known == null ? List.of() : known;
    }

    /** Asks the peer to be {@code host} too: at once when the handshake is over, else when it is. */
    void require(String host) throws IOException {
        TlsWrap tls = processor.tls();
        if (tls == null || !hosts.add(host)) {
            return;
        }
        List<String> known = names;
        if (known != null) {
            hosts.remove(host);
            tls.handshake().require(known, host);
            hosts.add(host);
        }
    }

    private void connectAndWrite() {
        try {
            if (!socket.isConnected()) {
                socket.connect(peer, CONNECT_TIMEOUT_MS);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) processor.limits().readTimeout().toMillis());
            Socket stream = secured();
            Thread.ofVirtual().name("sip-tcp-read-" + peer.getPort()).start(() -> read(stream));
            drain(stream.getOutputStream());
            stream.shutdownOutput();
        } catch (TlsHandshake.Refused e) {
            LOG.warn("TLS {} {} refused: {}", accepted ? "from" : "to", peer, e.getMessage());
            reason = String.valueOf(e.getMessage());
            processor.counters().sendFailures.add(outbox.size());
            close();
        } catch (IOException e) {
            processor.counters().sendFailures.increment();
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    /** The socket itself, or TLS on it. Closing is always the socket's business: TLS would wait for a peer that does not read. */
    private Socket secured() throws IOException {
        TlsWrap tls = processor.tls();
        if (tls == null) {
            return socket;
        }
        TlsHandshake.Secured secured = accepted
                ? tls.accept(socket)
                : tls.connect(socket, hosts.stream().findFirst().orElse(null));
        names = secured.names();
        for (String host : hosts) {
            tls.handshake().require(secured.names(), host);
        }
        return secured.socket();
    }

    private void drain(OutputStream out) throws IOException, InterruptedException {
        for (byte[] message = outbox.take(); message.length > 0; message = outbox.take()) {
            processor.tapSent(message, socket, peer);
            out.write(message);
            queuedBytes.addAndGet(-message.length);
            processor.counters().sent.increment();
        }
    }

    private void read(Socket stream) {
        try {
            InputStream in = stream.getInputStream();
            byte[] chunk = new byte[8192];
            long startedNs = System.nanoTime();
            for (int length = next(in, chunk); length >= 0; length = next(in, chunk)) {
                boolean wasPartial = framer.partial();
                framer.feed(chunk, 0, length);
                if (!deliver()) {
                    linger(in, chunk);
                    return;
                }
                startedNs = wasPartial && framer.partial() ? startedNs : System.nanoTime();
                if (tooSlow(startedNs)) {
                    return;
                }
            }
        } catch (IOException e) {
            // Reset by the peer or closed by us; both end the connection.
        } finally {
            close();
        }
    }

    /** Lets the last answer out and waits for the peer to close, so that no reset overtakes the answer. */
    private void linger(InputStream in, byte[] chunk) throws IOException {
        outbox.add(STOP);
        long deadlineNs = System.nanoTime() + processor.limits().readTimeout().toNanos();
        while (in.read(chunk) >= 0 && System.nanoTime() - deadlineNs < 0) {
            processor.counters().ignored.increment();
        }
    }

    /** Reads again after silence while a call holds the connection; -1 ends it. */
    private int next(InputStream in, byte[] chunk) throws IOException {
        while (true) {
            try {
                return in.read(chunk);
            } catch (SocketTimeoutException e) {
                if (calls.get() <= 0 || framer.partial()) {
                    processor.counters().connectionsTimedOut.increment();
                    return -1;
                }
            }
        }
    }

    private boolean tooSlow(long startedNs) {
        long limitNs = processor.limits().readTimeout().toNanos();
        if (!framer.partial() || System.nanoTime() - startedNs < limitNs) {
            return false;
        }
        processor.counters().connectionsTimedOut.increment();
        return true;
    }

    /** Hands on every whole message; false when the stream is beyond repair. */
    private boolean deliver() throws IOException {
        for (Frame frame = framer.poll(); frame != null; frame = framer.poll()) {
            switch (frame) {
                case Frame.Message(byte[] bytes) -> {
                    if (!processor.received(bytes, channel, socket)) {
                        close();
                        return false;
                    }
                }
                case Frame.Ping _ -> write(PONG);
                case Frame.Fault(byte[] head, var refusal) -> {
                    processor.faulty(head, refusal, channel, socket);
                    return false;
                }
            }
        }
        return true;
    }

    /** Closes at once; safe to call again. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            outbox.add(STOP);
            closeQuietly(socket);
            processor.closed(this);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closing is all that was wanted.
        }
    }
}
