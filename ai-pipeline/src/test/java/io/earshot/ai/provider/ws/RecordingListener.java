package io.earshot.ai.provider.ws;

import static java.util.Objects.requireNonNull;

import io.earshot.ai.provider.ProviderFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what a connection tells. */
final class RecordingListener implements WebSocketListener {
    record Closed(int code, String reason) {}

    record Message(boolean text, String payload) {}

    final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(HttpHeaders headers) {
        events.add(headers);
    }

    @Override
    public void onMessage(boolean text, ByteBuf payload) {
        events.add(new Message(text, payload.toString(StandardCharsets.UTF_8)));
    }

    @Override
    public void onClosed(int code, String reason) {
        events.add(new Closed(code, reason));
    }

    @Override
    public void onFailed(ProviderFailure failure) {
        events.add(failure);
    }

    <T> T next(Class<T> type) throws InterruptedException {
        return type.cast(requireNonNull(events.poll(5, TimeUnit.SECONDS), "no event"));
    }
}
