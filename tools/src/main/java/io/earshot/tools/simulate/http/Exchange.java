package io.earshot.tools.simulate.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP request and the ways to answer it. Confined to the connection's event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is seen
public final class Exchange {
    private final Channel channel;
    private final LoopTimer timer;
    private final FullHttpRequest request;
    private final QueryStringDecoder query;
    private final boolean keepAlive;

    Exchange(Channel channel, LoopTimer timer, FullHttpRequest request) {
        this.channel = channel;
        this.timer = timer;
        this.request = request;
        this.query = new QueryStringDecoder(request.uri());
        this.keepAlive = HttpUtil.isKeepAlive(request);
    }

    /** The path without the query, decoded. */
    public String path() {
        return query.path();
    }

    /** The query's parameters; a repeated key keeps all its values. */
    public Map<String, List<String>> parameters() {
        return query.parameters();
    }

    /** A query parameter's first value; null when it is absent. */
    public @Nullable String parameter(String name) {
        List<String> values = query.parameters().get(name);
        return values == null ? null : values.get(0);
    }

    /** A header's first value; null when it is absent. */
    public @Nullable String header(CharSequence name) {
        return request.headers().get(name);
    }

    public HttpMethod method() {
        return request.method();
    }

    /** The request's body; valid during the call that handed over this exchange. */
    public ByteBuf body() {
        return request.content();
    }

    /** The timers of this connection's event loop. */
    public LoopTimer timer() {
        return timer;
    }

    /** Whether the client wants a WebSocket. */
    public boolean wantsWebSocket() {
        return request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true);
    }

    /** Answers with a JSON body. */
    public void answer(int status, String json, HttpHeaders headers) {
        answer(status, "application/json", Unpooled.copiedBuffer(json, StandardCharsets.UTF_8), headers);
    }

    /** Answers with a JSON body and no headers of its own. */
    public void answer(int status, String json) {
        answer(status, json, new DefaultHttpHeaders());
    }

    /** Answers with any body, which is released. */
    public void answer(int status, String contentType, ByteBuf body, HttpHeaders headers) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
        response.headers().add(headers);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        finish(response);
    }

    /** Begins an answer whose body comes in pieces. */
    public StreamingBody stream(int status, String contentType, HttpHeaders headers) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        response.headers().add(headers);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        HttpUtil.setTransferEncodingChunked(response, true);
        HttpUtil.setKeepAlive(response, keepAlive);
        channel.writeAndFlush(response, channel.voidPromise());
        return new StreamingBody(channel, keepAlive);
    }

    /** Breaks the connection without an answer. */
    public void abort() {
        channel.close();
    }

    /**
     * Accepts the WebSocket, with these headers and this subprotocol (null: none).
     *
     * @return false when the request was no proper WebSocket handshake and was answered so
     */
    public boolean upgrade(@Nullable String subprotocol, HttpHeaders headers, WebSocketSession session) {
        return WebSocketUpgrade.perform(channel, timer, request, subprotocol, headers, session);
    }

    private void finish(HttpResponse response) {
        HttpUtil.setKeepAlive(response, keepAlive);
        ChannelFuture written = channel.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
