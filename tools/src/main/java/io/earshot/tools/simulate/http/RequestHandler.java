package io.earshot.tools.simulate.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.function.Consumer;

/** Hands each HTTP request of a connection to the endpoints. Confined to the connection's event loop. */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Consumer<Exchange> endpoints;
    private final LoopTimer timer;

    RequestHandler(Consumer<Exchange> endpoints, LoopTimer timer) {
        this.endpoints = endpoints;
        this.timer = timer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Exchange exchange = new Exchange(context.channel(), timer, request);
        if (request.decoderResult().isFailure()) {
            exchange.answer(400, "{\"error\":{\"message\":\"malformed HTTP\"}}");
            return;
        }
        endpoints.accept(exchange);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionErrors.close(context, cause);
    }
}
