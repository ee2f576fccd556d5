package io.earshot.media.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Writes a packet capture in the classic pcap format with nanosecond time stamps, link type RAW: each packet is an IP packet, made
 * up around a UDP payload. One file may hold the SIP and the RTP of a call; with both, Wireshark finds the RTP by itself. A SIP
 * message that came over TCP is best written as a datagram with its true addresses.
 *
 * <p>Thread-safe because each packet is written under the writer's lock: SIP and media come from different threads. Blocking: for
 * a softphone or a short trace, not for a media loop under load.
 */
public final class PcapWriter implements Closeable {
    private static final int NANOSECOND_MAGIC = 0xa1b2_3c4d;
    private static final int SNAP_LENGTH = 65_535 + UdpPacket.MAX_HEADER;
    private static final int LINKTYPE_RAW = 101;
    private static final int RECORD_HEADER = 16;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MAX_FILE_BYTES = 1L << 30;

    private final OutputStream file;
    private final long wallMinusMonotonicNs;
    private final long maxBytes;
    private final ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER + SNAP_LENGTH);
    private long written;
    private int packets;
    private int dropped;
    private boolean closed;

    private PcapWriter(OutputStream file, long wallMinusMonotonicNs, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.wallMinusMonotonicNs = wallMinusMonotonicNs;
    }

    /**
     * Creates {@code path}, replacing what was there.
     *
     * @param epoch wall time at {@code epochNs}
     * @param epochNs the same moment on the monotonic clock that packets are stamped with
     * @throws IOException when the file cannot be written
     */
    public static PcapWriter create(Path path, Instant epoch, long epochNs) throws IOException {
        return create(path, epoch, epochNs, MAX_FILE_BYTES);
    }

    /** The same with another limit than 1 GB: packets beyond {@code maxBytes} are counted as dropped. */
    public static PcapWriter create(Path path, Instant epoch, long epochNs, long maxBytes) throws IOException {
        long wallNs = epoch.getEpochSecond() * SECOND_NS + epoch.getNano();
        PcapWriter writer = new PcapWriter(Files.newOutputStream(path), wallNs - epochNs, maxBytes);
        writer.header();
        return writer;
    }

    /**
     * Appends one datagram.
     *
     * @param source where it came from, address resolved
     * @param destination where it went, of the same IP version
     * @param payload what UDP carried, from position to limit, at most 65,507 bytes; left as it is
     * @param atNs when, on the monotonic clock given at creation
     * @throws IOException when the disk refuses
     */
    public synchronized void udp(InetSocketAddress source, InetSocketAddress destination, ByteBuffer payload, long atNs)
            throws IOException {
        if (payload.remaining() > UdpPacket.MAX_PAYLOAD) {
            throw new IllegalArgumentException("no datagram has " + payload.remaining() + " bytes");
        }
        if (closed || written + RECORD_HEADER + UdpPacket.MAX_HEADER + payload.remaining() > maxBytes) {
            dropped++;
            return;
        }
        record.clear().position(RECORD_HEADER);
        UdpPacket.write(record, source, destination, payload, packets);
        stamp(atNs + wallMinusMonotonicNs, record.position() - RECORD_HEADER);
        packets++;
        flush();
    }

    /** Packets in the file. */
    public synchronized int packets() {
        return packets;
    }

    /** Packets left out because the file was closed or had reached its limit. */
    public synchronized int dropped() {
        return dropped;
    }

    /** Ends the file; packets that still come are counted as dropped. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        file.close();
    }

    private void header() throws IOException {
        record.putInt(NANOSECOND_MAGIC).putShort((short) 2).putShort((short) 4);
        record.putInt(0).putInt(0).putInt(SNAP_LENGTH).putInt(LINKTYPE_RAW);
        flush();
    }

    private void stamp(long wallNs, int length) {
        record.putInt(0, (int) Math.floorDiv(wallNs, SECOND_NS));
        record.putInt(4, (int) Math.floorMod(wallNs, SECOND_NS));
        record.putInt(8, length).putInt(12, length);
    }

    private void flush() throws IOException {
        file.write(record.array(), 0, record.position());
        written += record.position();
        record.clear();
    }
}
