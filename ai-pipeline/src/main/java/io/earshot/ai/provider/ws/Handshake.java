package io.earshot.ai.provider.ws;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.RetryAfter;
import io.earshot.ai.provider.VendorText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The opening handshake of one connection (RFC 6455 section 4): writes the request, judges the answer. Sans-IO. */
final class Handshake {
    private static final int MAX_BODY = 1_024;

    private final WebSocketRequest request;
    private final HandshakeKey key = HandshakeKey.random();
    private final StringBuilder body = new StringBuilder();
    private @Nullable HttpResponse response;

    Handshake(WebSocketRequest request) {
        this.request = request;
    }

    FullHttpRequest httpRequest() {
        FullHttpRequest http = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.GET, request.pathAndQuery(), Unpooled.EMPTY_BUFFER);
        HttpHeaders headers = http.headers();
        headers.set(HttpHeaderNames.HOST, request.hostHeader());
        headers.set(HttpHeaderNames.UPGRADE, "websocket");
        headers.set(HttpHeaderNames.CONNECTION, "Upgrade");
        headers.set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key.nonce());
        headers.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        headers.set(HttpHeaderNames.USER_AGENT, "earshot");
        request.headers().forEach(headers::set);
        WebSocketRequest.Authorization authorization = request.authorization();
        if (authorization != null) {
            headers.set(
                    authorization.header(),
                    authorization.scheme() + authorization.key().reveal());
        }
        return http;
    }

    /** Notes the head of the answer; true when it accepts the handshake. */
    boolean onResponse(HttpResponse answer) {
        response = answer;
        HttpHeaders headers = answer.headers();
        return answer.status().code() == 101
                && headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                && headers.containsValue(HttpHeaderNames.CONNECTION, "Upgrade", true)
                && key.accept().equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))
                && !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
    }

    /** Notes part of a refusal's body, of which the beginning is kept. */
    void onBody(ByteBuf part) {
        int take = Math.min(MAX_BODY - body.length(), part.readableBytes());
        if (take > 0) {
            body.append(part.toString(part.readerIndex(), take, StandardCharsets.UTF_8));
        }
    }

    boolean answered() {
        return response != null;
    }

    /** The refusal as a failure: status, the vendor's reason headers and body; the wait that it asks for. */
    ProviderFailure refusal() {
        HttpResponse answer = response;
        if (answer == null) {
            return ProviderFailure.of(request.provider(), Kind.DISCONNECTED, "closed during the handshake");
        }
        int status = answer.status().code();
        HttpHeaders headers = answer.headers();
        Kind kind = status == 101 ? Kind.PROTOCOL : Kind.ofHttpStatus(status);
        String detail = "handshake answered with HTTP " + status + reasons(headers) + " " + body;
        long wait = RetryAfter.millis(headers.get("retry-after-ms"), headers.get("retry-after"), Instant.now());
        return new ProviderFailure(request.provider(), kind, VendorText.clean(detail, request.key()), wait);
    }

    /** Deepgram gives the human reason in {@code dg-error}; every vendor has some request id. */
    private static String reasons(HttpHeaders headers) {
        return headers.entries().stream()
                .filter(header -> isReason(header.getKey()))
                .map(Handshake::text)
                .collect(Collectors.joining());
    }

    private static boolean isReason(String name) {
        return name.regionMatches(true, 0, "dg-", 0, 3) || name.equalsIgnoreCase("x-request-id");
    }

    private static String text(Map.Entry<String, String> header) {
        return " " + header.getKey() + ": " + header.getValue();
    }
}
