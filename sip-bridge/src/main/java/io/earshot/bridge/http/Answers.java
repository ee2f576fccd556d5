package io.earshot.bridge.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Makes responses of answers. They name no server and no version, and are kept by no cache. Stateless. */
final class Answers {
    private Answers() {}

    /** A response after which the connection stays open, or does not. */
    static FullHttpResponse response(HttpAnswer answer, boolean last) {
        FullHttpResponse response = bare(answer, Unpooled.wrappedBuffer(answer.body()));
        if (last) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    /** What HEAD gets: the header of the response to GET (RFC 9110 section 9.3.2). */
    static FullHttpResponse head(HttpAnswer answer) {
        return bare(answer, Unpooled.EMPTY_BUFFER);
    }

    private static FullHttpResponse bare(HttpAnswer answer, io.netty.buffer.ByteBuf body) {
        var response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
                .set("X-Content-Type-Options", "nosniff")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        answer.headers().forEach(response.headers()::set);
        return response;
    }
}
