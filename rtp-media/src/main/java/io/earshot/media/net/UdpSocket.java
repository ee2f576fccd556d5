package io.earshot.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.BindException;
import java.net.InetSocketAddress;

/**
 * One UDP socket of a call. Not connected, so that it hears every source and no ICMP message can disturb it.
 * Confined to its loop.
 */
public final class UdpSocket {
    /** Receives datagrams. */
    public interface Listener {
        /** A datagram arrived. It is borrowed: valid during the call, {@code retain()} to keep it longer. */
        void onDatagram(ByteBuf datagram, InetSocketAddress from, long arrivalNs);

        /** {@link #onDatagram} threw: a bug of this call; its socket goes on. */
        void onFault(RuntimeException fault);
    }

    private final MediaLoop loop;
    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private long errors;
    private long unsendable;

    private UdpSocket(MediaLoop loop, DatagramChannel channel) {
        this.loop = loop;
        this.channel = channel;
        this.local = channel.localAddress();
    }

    static UdpSocket open(MediaLoop loop, UdpTransport transport, InetSocketAddress local, Listener listener)
            throws BindException {
        DatagramChannel channel = transport.newChannel();
        Inbound inbound = new Inbound(loop, listener);
        channel.pipeline().addLast(inbound);
        require(loop.eventLoop().register(channel), channel, local);
        require(channel.bind(local), channel, local);
        UdpSocket socket = new UdpSocket(loop, channel);
        inbound.socket = socket;
        return socket;
    }

    /** On the loop itself both steps end before they return. */
    private static void require(ChannelFuture step, DatagramChannel channel, InetSocketAddress local)
            throws BindException {
        if (!step.isSuccess()) {
            var _ = channel.close();
            BindException failure = new BindException("cannot bind " + local);
            failure.initCause(step.cause());
            throw failure;
        }
    }

    /** Where this socket is bound. */
    public InetSocketAddress local() {
        return local;
    }

    /** Where buffers for {@link #send} come from. */
    public ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /**
     * Sends a datagram now; it is released. Dropped and counted when the kernel takes no more.
     *
     * @return monotonic time at which it was handed to the kernel
     */
    public long send(ByteBuf datagram, InetSocketAddress to) {
        if (channel.isWritable()) {
            var _ = channel.writeAndFlush(new DatagramPacket(datagram, to), channel.voidPromise());
        } else {
            datagram.release();
            unsendable++;
        }
        return loop.nowNs();
    }

    /** Errors the kernel reported (ICMP, refused sends); none of them ends anything. */
    public long errors() {
        return errors;
    }

    /** Datagrams dropped because the socket's send queue was full. */
    public long unsendable() {
        return unsendable;
    }

    /** Closes the socket. */
    public void close() {
        var _ = channel.close();
    }

    private static final class Inbound extends ChannelInboundHandlerAdapter {
        private final MediaLoop loop;
        private final Listener listener;
        private @org.jspecify.annotations.Nullable UdpSocket socket;

        Inbound(MediaLoop loop, Listener listener) {
            this.loop = loop;
            this.listener = listener;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            try {
                listener.onDatagram(packet.content(), packet.sender(), loop.nowNs());
            } catch (RuntimeException bug) {
                listener.onFault(bug);
            } finally {
                packet.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (socket != null) {
                socket.errors++;
            }
        }
    }
}
