package io.earshot.bridge.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Judges the head of a request before its body is read: form, resource, and whether whoever asks may. A refused request is answered
 * and its connection closed, so that nothing that follows can be taken for a request. Confined to the connection's I/O thread.
 */
final class RequestGate extends ChannelInboundHandlerAdapter {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

    private final NavigableMap<String, HttpResource> resources;
    private final AccessControl access;
    private final HttpCounters counters;
    private boolean closing;

    private record Refusal(String reason, HttpAnswer answer) {
        static Refusal of(int status, String reason, String text) {
            return new Refusal(reason, HttpAnswer.text(status, text));
        }
    }

    RequestGate(NavigableMap<String, HttpResource> resources, AccessControl access, HttpCounters counters) {
        this.resources = resources;
        this.access = access;
        this.counters = counters;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
            return;
        }
        Refusal refusal = message instanceof HttpRequest request ? judge(ctx, request) : null;
        if (refusal == null) {
            ctx.fireChannelRead(message);
            return;
        }
        closing = true;
        counters.refused(refusal.reason());
        ReferenceCountUtil.release(message);
        ctx.writeAndFlush(Answers.response(refusal.answer(), true)).addListener(ChannelFutureListener.CLOSE);
    }

    private @Nullable Refusal judge(ChannelHandlerContext ctx, HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return malformed(request.decoderResult().cause());
        }
        Refusal form = form(request);
        return form != null ? form : resource(ctx, request);
    }

    private static Refusal malformed(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> Refusal.of(414, "too_long", "the request line is too long");
            case TooLongHttpHeaderException _ -> Refusal.of(431, "too_long", "the header fields are too long");
            default -> Refusal.of(400, "malformed", "malformed request");
        };
    }

    private static @Nullable Refusal form(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return Refusal.of(505, "malformed", "HTTP/1.1 is spoken here");
        }
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))) {
            return Refusal.of(400, "malformed", "one Host header field is needed");
        }
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty() && !(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"))) {
            return Refusal.of(400, "malformed", "no transfer coding but chunked is understood");
        }
        return METHODS.contains(request.method().name())
                ? null
                : new Refusal(
                        "method",
                        HttpAnswer.text(405, "no such method here").with("Allow", "GET, HEAD, POST, PUT, DELETE"));
    }

    private @Nullable Refusal resource(ChannelHandlerContext ctx, HttpRequest request) {
        Optional<RequestTarget> target;
        try {
            target = RequestTarget.find(RequestTarget.path(request.uri()), resources);
        } catch (IllegalArgumentException e) {
            return Refusal.of(400, "malformed", "malformed path");
        }
        if (target.isEmpty()) {
            return Refusal.of(404, "not_found", "no such resource");
        }
        return switch (access.judge(
                target.get().prefix(), request.method().name(), request.headers(), certified(ctx))) {
            case MAY -> null;
            case UNKNOWN ->
                new Refusal(
                        "unauthorized",
                        HttpAnswer.text(401, "a token is needed: Authorization: Bearer TOKEN")
                                .with("WWW-Authenticate", "Bearer realm=\"earshot\""));
            case NOT_ENOUGH -> Refusal.of(403, "forbidden", "this token is for reading figures only");
            case NO_CERTIFICATE -> Refusal.of(403, "certificate", "a client certificate is needed");
            case FOREIGN_HOST -> Refusal.of(421, "host", "ask by address or as localhost");
        };
    }

    private static boolean certified(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        try {
            return tls != null && tls.engine().getSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException none) {
            return false;
        }
    }
}
