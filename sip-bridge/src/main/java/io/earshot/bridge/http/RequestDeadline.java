package io.earshot.bridge.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which no complete exchange happened for the time allowed: it counts from the connection's
 * start or the end of the last answer, so that a client cannot hold it by sending a header octet now and then.
 * Confined to the connection's I/O thread.
 */
final class RequestDeadline extends ChannelDuplexHandler {
    private final Duration allowed;
    private final HttpCounters counters;
    private @Nullable ScheduledFuture<?> deadline;

    RequestDeadline(Duration allowed, HttpCounters counters) {
        this.allowed = allowed;
        this.counters = counters;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        restart(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        // Answers reach this handler encoded; any write is the answer to a complete request.
        promise.addListener(_ -> restart(ctx));
        ctx.write(message, promise);
    }

    private void restart(ChannelHandlerContext ctx) {
        stop();
        if (ctx.channel().isActive()) {
            deadline = ctx.executor().schedule(() -> giveUp(ctx), allowed.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp(ChannelHandlerContext ctx) {
        counters.timedOut();
        ctx.close();
    }

    private void stop() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
