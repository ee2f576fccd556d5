package io.earshot.bridge.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets one request of a connection in at a time, so that answers leave in the order of the requests and a client that sends many at
 * once waits, and not we. What was read already is held; no more is read meanwhile. Confined to the connection's I/O thread.
 */
final class OneAtATime extends ChannelDuplexHandler {
    private final ConnectionBook book;
    private final Deque<Object> held = new ArrayDeque<>();
    private boolean busy;

    OneAtATime(ConnectionBook book) {
        this.book = book;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (busy) {
            held.addLast(message);
        } else {
            pass(ctx, message);
        }
    }

    private void pass(ChannelHandlerContext ctx, Object message) {
        if (message instanceof LastHttpContent) {
            busy = true;
            book.works(ctx.channel());
            ctx.channel().config().setAutoRead(false);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response && response.status().code() >= 200) {
            promise.addListener(_ -> answered(ctx));
        }
        ctx.write(message, promise);
    }

    private void answered(ChannelHandlerContext ctx) {
        busy = false;
        if (!ctx.channel().isActive()) {
            return;
        }
        book.waits(ctx.channel());
        while (!busy && !held.isEmpty()) {
            pass(ctx, held.removeFirst());
        }
        if (!busy) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        ctx.fireChannelInactive();
    }
}
