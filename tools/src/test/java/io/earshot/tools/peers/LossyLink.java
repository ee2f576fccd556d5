package io.earshot.tools.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A bad network between participants and the server's media port: loses, delays and reorders datagrams in both directions, with seeded
 * random numbers. Each participant gets a socket of its own towards the server. Its link runs on one thread; the settings are volatile.
 */
final class LossyLink implements AutoCloseable {
    private static final int LARGEST = 2_048;
    private static final int WAKE_MS = 2;

    private final Selector selector = Selector.open();
    private final DatagramChannel front = DatagramChannel.open();
    private final SocketAddress server;
    private final Map<SocketAddress, DatagramChannel> backs = new HashMap<>();
    private final PriorityQueue<Delayed> waiting = new PriorityQueue<>((a, b) -> Long.compare(a.dueNs - b.dueNs, 0));
    private final Random random = new Random(7);
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    private volatile double loss;
    private volatile int jitterMs;
    private volatile long passed;
    private volatile long lost;
    private volatile boolean closed;

    private record Delayed(long dueNs, byte[] datagram, DatagramChannel by, SocketAddress to) {}

    /** Passes on what comes to {@code at} to {@code server}, and what that answers. */
    LossyLink(InetSocketAddress at, SocketAddress server) throws IOException {
        this.server = server;
        front.bind(at).configureBlocking(false);
        front.register(selector, SelectionKey.OP_READ);
        Thread.ofPlatform().daemon().name("lossy-link").start(this::run);
    }

    /** Loses this share of all datagrams, 0 to 1. */
    void lose(double share) {
        loss = share;
    }

    /** Delays each datagram by 0 to that many milliseconds. */
    void jitter(int ms) {
        jitterMs = ms;
    }

    /** Datagrams passed on. */
    long passed() {
        return passed;
    }

    /** Datagrams lost on purpose. */
    long lost() {
        return lost;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    private void run() {
        try (selector;
                front) {
            while (!closed) {
                selector.select(WAKE_MS);
                for (SelectionKey key : selector.selectedKeys()) {
                    read((DatagramChannel) key.channel(), (SocketAddress) key.attachment());
                }
                selector.selectedKeys().clear();
                sendDue(System.nanoTime());
            }
            for (DatagramChannel back : backs.values()) {
                back.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** @param client the participant whose socket towards the server this is; null: the participants' side */
    private void read(DatagramChannel channel, SocketAddress client) throws IOException {
        for (SocketAddress from = receive(channel); from != null; from = receive(channel)) {
            byte[] datagram = new byte[buffer.flip().limit()];
            buffer.get(datagram);
            if (random.nextDouble() < loss) {
                lost++;
                continue;
            }
            passed++;
            long dueNs = System.nanoTime() + (jitterMs == 0 ? 0 : random.nextInt(jitterMs * 1_000) * 1_000L);
            waiting.add(
                    client == null
                            ? new Delayed(dueNs, datagram, back(from), server)
                            : new Delayed(dueNs, datagram, front, client));
        }
    }

    private SocketAddress receive(DatagramChannel channel) throws IOException {
        buffer.clear();
        try {
            return channel.receive(buffer);
        } catch (java.net.PortUnreachableException _) {
            return null;
        }
    }

    private DatagramChannel back(SocketAddress client) throws IOException {
        DatagramChannel known = backs.get(client);
        if (known == null) {
            known = DatagramChannel.open();
            known.bind(new InetSocketAddress(((InetSocketAddress) server).getAddress(), 0))
                    .configureBlocking(false);
            known.register(selector, SelectionKey.OP_READ, client);
            backs.put(client, known);
        }
        return known;
    }

    private void sendDue(long nowNs) throws IOException {
        while (!waiting.isEmpty() && waiting.peek().dueNs - nowNs <= 0) {
            Delayed next = waiting.poll();
            next.by.send(ByteBuffer.wrap(next.datagram), next.to);
        }
    }
}
