package io.earshot.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Datagrams over a TCP connection, each behind its length in 16 bits (RFC 4571). Where TCP does not keep up they are dropped,
 * as a network would. Confined to its loop.
 */
public final class FramedSocket {
    /** Hears a connection. */
    public interface Listener {
        /** The connection is up. */
        void onConnected(InetSocketAddress local);

        /** A datagram arrived; borrowed. */
        void onDatagram(ByteBuf datagram, long arrivalNs);

        /** It failed, or is over; nothing follows. Not called for our own {@link #close}. */
        void onClosed();

        /** A callback threw: a bug of this call; the connection goes on. */
        void onFault(RuntimeException fault);
    }

    private static final int LENGTH_BYTES = 2;

    private final MediaLoop loop;
    private final SocketChannel channel;
    private final FrameReader reader;
    private long unsendable;

    private FramedSocket(MediaLoop loop, SocketChannel channel, FrameReader reader) {
        this.loop = loop;
        this.channel = channel;
        this.reader = reader;
    }

    /** Nothing is heard before this has returned. */
    static FramedSocket connect(
            MediaLoop loop, UdpTransport transport, InetAddress local, InetSocketAddress remote, Listener listener) {
        SocketChannel channel = transport.newStream();
        FrameReader reader = new FrameReader(loop, listener);
        channel.pipeline().addLast(reader);
        var _ = loop.eventLoop().register(channel);
        loop.execute(() -> channel.connect(remote, new InetSocketAddress(local, 0))
                .addListener(connected -> {
                    if (connected.isSuccess()) {
                        listener.onConnected(channel.localAddress());
                    } else {
                        reader.close(channel);
                    }
                }));
        return new FramedSocket(loop, channel, reader);
    }

    /** Where buffers for {@link #send} come from. */
    public ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /**
     * Sends a datagram, which is released; dropped and counted when the connection takes no more.
     *
     * @return monotonic time at which it was handed to the kernel
     */
    public long send(ByteBuf datagram) {
        try {
            if (channel.isActive() && channel.isWritable()) {
                int length = datagram.readableBytes();
                ByteBuf frame = channel.alloc().buffer(LENGTH_BYTES + length).writeShort(length);
                var _ = channel.writeAndFlush(frame.writeBytes(datagram), channel.voidPromise());
            } else {
                unsendable++;
            }
        } finally {
            datagram.release();
        }
        return loop.nowNs();
    }

    /** Datagrams dropped because the connection was down or full. */
    public long unsendable() {
        return unsendable;
    }

    /** Closes the connection; its listener hears nothing more. */
    public void close() {
        reader.silence();
        var _ = channel.close();
    }
}
