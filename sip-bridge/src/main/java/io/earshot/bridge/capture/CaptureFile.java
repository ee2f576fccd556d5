package io.earshot.bridge.capture;

import io.earshot.media.capture.PacketRing;
import io.earshot.media.capture.PcapWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One capture while it is written: packets from a ring and SIP messages from a queue, merged by time. Confined to the writing thread,
 * but for {@link #add}.
 */
final class CaptureFile {
    private static final int MOST_WAITING = 1_000;

    private final Path path;
    private final PcapWriter file;
    private final PacketRing ring;
    private final Advertised advertised;
    private final Queue<SipMessage> messages = new ConcurrentLinkedQueue<>();
    private long skipped;

    /** What wildcard addresses stand for. Immutable. */
    record Advertised(InetAddress sip, InetAddress media) {}

    private CaptureFile(Path path, PcapWriter file, PacketRing ring, Advertised advertised) {
        this.path = path;
        this.file = file;
        this.ring = ring;
        this.advertised = advertised;
    }

    /**
     * Begins a file.
     *
     * @throws IOException when it cannot be created
     */
    static CaptureFile create(Path path, PacketRing ring, Advertised advertised, long maxBytes) throws IOException {
        PrivateFiles.create(path);
        return new CaptureFile(
                path, PcapWriter.create(path, Instant.now(), System.nanoTime(), maxBytes), ring, advertised);
    }

    Path path() {
        return path;
    }

    PacketRing ring() {
        return ring;
    }

    /** A SIP message of the call. Any thread. */
    void add(SipMessage message) {
        if (messages.size() < MOST_WAITING) {
            messages.add(message);
        }
    }

    /** Writes what happened before {@code cutNs}, in order. */
    void write(long cutNs) throws IOException {
        while (true) {
            SipMessage next = messages.peek();
            long sipNs = next == null ? Long.MAX_VALUE : next.atNs();
            long packetNs = ring.oldestNs();
            if (Math.min(sipNs, packetNs) >= cutNs) {
                return;
            }
            if (next != null && sipNs <= packetNs) {
                messages.remove();
                write(
                        next.outgoing(),
                        ByteBuffer.wrap(next.raw()),
                        next.local(),
                        next.remote(),
                        sipNs,
                        advertised.sip());
            } else {
                packet();
            }
        }
    }

    private void packet() throws IOException {
        IOException[] failure = new IOException[1];
        ring.read((outgoing, payload, local, remote, atNs) -> {
            try {
                write(outgoing, payload, local, remote, atNs, advertised.media());
            } catch (IOException e) {
                failure[0] = e;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private void write(
            boolean outgoing,
            ByteBuffer payload,
            InetSocketAddress local,
            InetSocketAddress remote,
            long atNs,
            InetAddress ours)
            throws IOException {
        InetSocketAddress here = named(local, ours);
        InetAddress there = remote.getAddress();
        if (here == null
                || there == null
                || there.getAddress().length != here.getAddress().getAddress().length) {
            skipped++;
            return;
        }
        file.udp(outgoing ? here : remote, outgoing ? remote : here, payload, atNs);
    }

    private static @Nullable InetSocketAddress named(InetSocketAddress local, InetAddress ours) {
        InetAddress address = local.getAddress();
        return address == null || address.isAnyLocalAddress() ? new InetSocketAddress(ours, local.getPort()) : local;
    }

    /** Packets in the file. */
    int packets() {
        return file.packets();
    }

    /** Packets that are not in the file though they were seen. */
    long dropped() {
        return ring.dropped() + file.dropped() + skipped;
    }

    void close() throws IOException {
        file.close();
    }
}
