package io.earshot.ai.provider.ws;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Chooses the kind of TCP socket that a loop can serve. Stateless. */
final class LoopSockets {
    private LoopSockets() {}

    static Class<? extends SocketChannel> typeFor(EventLoop loop) {
        boolean epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }
}
