package io.earshot.media.net;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Which kernel interface carries the datagrams, and with which options. Immutable. */
enum UdpTransport {
    EPOLL,
    NIO;

    /** More than any datagram that crosses an Ethernet; what is longer is cut by the kernel and fails to parse. */
    static final int MAX_DATAGRAM_BYTES = 2_048;

    /** Kernel buffer for about 100 ms of a flood, and seconds of a call. */
    private static final int SOCKET_BUFFER_BYTES = 64 * 1024;

    private static final int STREAM_BUFFER_BYTES = 16 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    /** DSCP EF (RFC 3246), as voice is marked (RFC 4594, section 2.3). */
    private static final int EXPEDITED_FORWARDING = 46 << 2;

    static UdpTransport best(boolean nativeTransport) {
        return nativeTransport && Epoll.isAvailable() ? EPOLL : NIO;
    }

    IoHandlerFactory ioHandlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    /** A TCP connection that is full keeps no more than a second of a call waiting. */
    SocketChannel newStream() {
        SocketChannel channel = switch (this) {
            case EPOLL -> new EpollSocketChannel();
            case NIO -> new NioSocketChannel();
        };
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
        channel.config().setTcpNoDelay(true);
        channel.config().setConnectTimeoutMillis(CONNECT_MILLIS);
        channel.config()
                .setWriteBufferWaterMark(new WriteBufferWaterMark(STREAM_BUFFER_BYTES / 2, STREAM_BUFFER_BYTES));
        channel.config().setOption(ChannelOption.IP_TOS, EXPEDITED_FORWARDING);
        return channel;
    }

    DatagramChannel newChannel() {
        DatagramChannel channel = switch (this) {
            case EPOLL -> new EpollDatagramChannel();
            case NIO -> new NioDatagramChannel();
        };
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES));
        channel.config().setOption(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        channel.config().setOption(ChannelOption.IP_TOS, EXPEDITED_FORWARDING);
        return channel;
    }
}
