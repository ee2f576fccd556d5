package io.earshot.bridge.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the resource of a request and lets a virtual thread answer it. Confined to the connection's I/O thread. */
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
            reply(ctx, HttpAnswer.text(400, "malformed request"));
            return;
        }
        String path = path(request);
        Map.Entry<String, HttpResource> entry = path == null ? null : find(path);
        if (path == null || entry == null) {
            reply(ctx, HttpAnswer.text(404, "no such resource"));
            return;
        }
        String method = request.method().name();
        byte[] body = ByteBufUtil.getBytes(request.content());
        String rest = path.substring(entry.getKey().length());
        HttpResource.Headers headers = request.headers()::get;
        workers.execute(() -> reply(ctx, answer(entry.getValue(), method, rest, body, headers)));
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

    private Map.@Nullable Entry<String, HttpResource> find(String path) {
        for (var entry = resources.floorEntry(path); entry != null; entry = resources.lowerEntry(entry.getKey())) {
            String prefix = entry.getKey();
            if (path.equals(prefix) || path.startsWith(prefix.endsWith("/") ? prefix : prefix + "/")) {
                return entry;
            }
        }
        return null;
    }

    private static @Nullable String path(FullHttpRequest request) {
        try {
            return new QueryStringDecoder(request.uri()).path();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void reply(ChannelHandlerContext ctx, HttpAnswer answer) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        answer.headers().forEach(response.headers()::set);
        ctx.writeAndFlush(response);
    }
}
