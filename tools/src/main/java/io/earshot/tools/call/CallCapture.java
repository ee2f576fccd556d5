package io.earshot.tools.call;

import io.earshot.media.capture.PcapWriter;
import io.earshot.media.session.PacketTap;
import io.earshot.sip.wire.MessageTap;
import io.netty.buffer.ByteBuf;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes SIP and RTP of a call to one packet capture. The first fault of the disk ends the capture, not the call.
 * Thread-safe because the writer is.
 */
final class CallCapture implements PacketTap, MessageTap, Closeable {
    private final PcapWriter file;
    private volatile @Nullable IOException failure;

    private CallCapture(PcapWriter file) {
        this.file = file;
    }

    /**
     * Creates the file.
     *
     * @throws IOException when it cannot be written
     */
    static CallCapture create(Path file) throws IOException {
        return new CallCapture(PcapWriter.create(file, Instant.now(), System.nanoTime()));
    }

    @Override
    public void onPacket(
            boolean outgoing,
            ByteBuf datagram,
            InetSocketAddress local,
            InetSocketAddress remote,
            long atNs,
            boolean rtcp) {
        write(outgoing, local, remote, datagram.nioBuffer(), atNs);
    }

    @Override
    public void onMessage(
            boolean outgoing,
            byte[] raw,
            InetSocketAddress local,
            InetSocketAddress remote,
            String transport,
            long atNs) {
        write(outgoing, local, remote, ByteBuffer.wrap(raw), atNs);
    }

    /** Ends the file and reports the fault that ended it earlier, if any. */
    @Override
    public void close() throws IOException {
        file.close();
        IOException earlier = failure;
        if (earlier != null) {
            throw earlier;
        }
    }

    private void write(
            boolean outgoing, InetSocketAddress local, InetSocketAddress remote, ByteBuffer payload, long atNs) {
        if (failure != null) {
            return;
        }
        try {
            file.udp(outgoing ? local : remote, outgoing ? remote : local, payload, atNs);
        } catch (IOException e) {
            failure = e;
        }
    }
}
