package io.earshot.ai.provider.cartesia;

import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderCounters.Event;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.VendorText;
import io.earshot.ai.provider.ws.WebSocket;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.provider.ws.WebSocketListener;
import io.earshot.ai.provider.ws.WebSocketRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pooled socket: hands each message to the utterance whose context it names, and drops and counts those of contexts
 * that are over. Closes itself when unused for long. Confined to its loop.
 */
final class CartesiaSocket implements WebSocketListener, LoopTimer.Deadline {
    private final String provider;
    private final CartesiaPool pool;
    private final ProviderCounters counters;
    private final long idleNs;
    private final LoopTimer timer;
    private final Map<String, CartesiaStream> contexts = new HashMap<>();
    private final WebSocket socket;
    private long unusedSinceNs;
    private boolean gone;
    private String requestId = "";

    CartesiaSocket(
            WebSocketClient client,
            WebSocketRequest request,
            EventLoop loop,
            CartesiaPool pool,
            ProviderCounters counters,
            long idleNs) {
        this.provider = request.provider();
        this.pool = pool;
        this.counters = counters;
        this.idleNs = idleNs;
        this.timer = new LoopTimer(loop, this);
        this.unusedSinceNs = LoopTimer.nowNs();
        this.socket = client.connect(request, loop, this);
    }

    boolean isOpen() {
        return socket.isOpen();
    }

    int contexts() {
        return contexts.size();
    }

    void add(String contextId, CartesiaStream stream) {
        contexts.put(contextId, stream);
    }

    void remove(String contextId) {
        contexts.remove(contextId);
        if (contexts.isEmpty() && !gone) {
            unusedSinceNs = LoopTimer.nowNs();
            timer.update();
        }
    }

    /** False when the message was refused. */
    boolean send(String json) {
        return socket.sendText(json);
    }

    @Override
    public void onOpen(HttpHeaders headers) {
        counters.count(Event.CONNECTED);
        requestId = VendorText.clean(headers.get("x-request-id", ""), null);
        timer.update();
        for (CartesiaStream stream : List.copyOf(contexts.values())) {
            stream.onConnected();
        }
    }

    @Override
    public void onMessage(boolean text, ByteBuf payload) {
        if (!text) {
            counters.count(Event.UNKNOWN_MESSAGE);
            return;
        }
        try {
            dispatch(CartesiaMessage.parse(payload, PooledByteBufAllocator.DEFAULT));
        } catch (IOException e) {
            counters.count(Event.MALFORMED_MESSAGE);
        }
    }

    @Override
    public void onClosed(int code, String reason) {
        counters.count(Event.DISCONNECTED);
        String detail = "closed with " + code + " " + reason + " (x-request-id " + requestId + ")";
        leave(ProviderFailure.of(provider, Kind.DISCONNECTED, VendorText.clean(detail, null)));
    }

    @Override
    public void onFailed(ProviderFailure failure) {
        counters.count(Event.CONNECT_FAILED);
        leave(failure);
    }

    @Override
    public long deadlineNs() {
        return contexts.isEmpty() && !gone ? unusedSinceNs + idleNs : Long.MAX_VALUE;
    }

    @Override
    public void onDeadline(long nowNs) {
        socket.close(1000, "unused");
        gone = true;
        timer.stop();
        pool.remove(this);
    }

    private void dispatch(CartesiaMessage message) {
        try {
            CartesiaStream stream = receiver(message);
            if (stream == null) {
                counters.count(Event.LATE_MESSAGE);
            } else {
                stream.onMessage(message);
            }
        } finally {
            message.release();
        }
    }

    /** An error that names no context can only mean the single one there is. */
    private @Nullable CartesiaStream receiver(CartesiaMessage message) {
        if (message.contextId().isEmpty() && contexts.size() == 1) {
            return contexts.values().iterator().next();
        }
        return contexts.get(message.contextId());
    }

    private void leave(ProviderFailure failure) {
        gone = true;
        timer.stop();
        pool.remove(this);
        List<CartesiaStream> abandoned = new ArrayList<>(contexts.values());
        contexts.clear();
        for (CartesiaStream stream : abandoned) {
            stream.onLost(failure);
        }
    }
}
