package io.earshot.bridge.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.NavigableMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a virtual thread answer a request that came through the gate. Confined to the connection's I/O thread. */
final class ResourceHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(ResourceHandler.class);

    private final NavigableMap<String, HttpResource> resources;
    private final ExecutorService workers;

    ResourceHandler(NavigableMap<String, HttpResource> resources, ExecutorService workers) {
        this.resources = resources;
        this.workers = workers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            // Of a body: what follows it cannot be told from the rest.
            ctx.writeAndFlush(Answers.response(HttpAnswer.text(400, "malformed request"), true))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        String method = request.method().name();
        String asked = method.equals("HEAD") ? "GET" : method;
        byte[] body = ByteBufUtil.getBytes(request.content());
        HttpResource.Headers headers = request.headers()::get;
        RequestTarget target =
                RequestTarget.find(RequestTarget.path(request.uri()), resources).orElseThrow();
        workers.execute(() -> {
            HttpAnswer answer = answer(target.resource(), asked, target.rest(), body, headers);
            ctx.writeAndFlush(method.equals("HEAD") ? Answers.head(answer) : Answers.response(answer, false));
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static HttpAnswer answer(
            HttpResource resource, String method, String path, byte[] body, HttpResource.Headers headers) {
        try {
            return resource.answer(method, path, body, headers);
        } catch (RuntimeException bug) {
            log.error("HTTP resource failed: {} {}", method, path.length(), bug);
            return HttpAnswer.text(500, "internal error; see the log");
        }
    }
}
