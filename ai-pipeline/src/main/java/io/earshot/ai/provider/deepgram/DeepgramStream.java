package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.AudioBacklog;
import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderCounters.Event;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.VendorText;
import io.earshot.ai.provider.ws.WebSocket;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.provider.ws.WebSocketListener;
import io.earshot.ai.provider.ws.WebSocketRequest;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One caller's audio on its way to Deepgram: joins a protocol core, a socket and the caller, keeps audio while there is
 * no connection, and opens it again when it is lost. Confined to the call's loop.
 */
final class DeepgramStream implements SttStream, WebSocketListener {
    private enum State {
        /** A socket is being opened, or is open and not yet ready for audio. */
        CONNECTING,
        READY,
        /** Waiting before the next attempt. */
        BACKING_OFF,
        CLOSED
    }

    private static final int REPLAY_FRAME_MS = 100;
    private static final long NEVER_NS = Long.MIN_VALUE;

    private final WebSocketClient client;
    private final WebSocketRequest request;
    private final DeepgramCore core;
    private final AudioFormat format;
    private final EventLoop loop;
    private final Consumer<SttEvent> events;
    private final ProviderCounters counters;
    private final Retries retries;
    private final LoopTimer timer;
    private final AudioBacklog backlog;
    private final AudioBatch batch;
    private final int frameBytes;
    private final int quietFrameBytes;
    /** Made once: none of these may be allocated for each packet. */
    private final Consumer<ByteBuf> toSocket = this::sendNow;

    private final Consumer<ByteBuf> toBacklog = this::keep;
    private State state = State.CONNECTING;
    private @Nullable WebSocket socket;
    private @Nullable ScheduledFuture<?> delayed;
    private long messageNs = NEVER_NS;
    private boolean draining;
    private String requestId = "";

    DeepgramStream(
            WebSocketClient client,
            WebSocketRequest request,
            DeepgramCore core,
            StreamSettings settings,
            AudioFormat format,
            EventLoop loop,
            Consumer<SttEvent> events,
            ProviderCounters counters) {
        this.client = client;
        this.request = request;
        this.core = core;
        this.format = format;
        this.loop = loop;
        this.events = events;
        this.counters = counters;
        this.retries = new Retries(settings, ThreadLocalRandom.current());
        this.timer = new LoopTimer(loop, new CoreTimer());
        ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        this.backlog =
                new AudioBacklog(allocator, format.bytes((int) settings.buffer().toMillis()));
        this.frameBytes = format.bytes((int) settings.sendEvery().toMillis());
        this.quietFrameBytes = format.bytes((int) settings.quietSendEvery().toMillis());
        this.batch = new AudioBatch(allocator, frameBytes);
    }

    void start() {
        connect();
    }

    @Override
    public void send(ByteBuf audio) {
        // A binary frame without octets ends the vendor's stream.
        if (!audio.isReadable() || state == State.CLOSED) {
            return;
        }
        if (state != State.READY) {
            keep(audio);
        } else if (batch.enabled()) {
            batch.add(audio, toSocket);
        } else {
            sendNow(audio);
        }
    }

    @Override
    public void endTurn() {
        if (state != State.CLOSED) {
            batch.flush(toSocket);
            core.endTurn(LoopTimer.nowNs());
            drain();
        }
    }

    @Override
    public void attentive(boolean now) {
        if (state != State.CLOSED) {
            batch.frame(now ? frameBytes : quietFrameBytes, state == State.READY ? toSocket : toBacklog);
        }
    }

    @Override
    public boolean heardSince(long sinceNs) {
        return messageNs != NEVER_NS && messageNs - sinceNs >= 0;
    }

    @Override
    public void close() {
        if (state == State.CLOSED) {
            return;
        }
        WebSocket open = socket;
        if (open != null && open.isOpen()) {
            batch.flush(toSocket);
            open.sendText(core.farewell());
            open.awaitPeerClose();
        } else if (open != null) {
            open.abort();
        }
        end();
    }

    @Override
    public void onOpen(HttpHeaders headers) {
        counters.count(Event.CONNECTED);
        requestId = VendorText.clean(headers.get("dg-request-id", ""), null);
        core.onOpen(requestId, LoopTimer.nowNs());
        startReadyLimit();
        drain();
    }

    @Override
    public void onMessage(boolean text, ByteBuf payload) {
        messageNs = LoopTimer.nowNs();
        if (text) {
            core.onMessage(payload, messageNs);
            drain();
        } else {
            counters.count(Event.UNKNOWN_MESSAGE);
        }
    }

    @Override
    public void onClosed(int code, String reason) {
        counters.count(Event.DISCONNECTED);
        String detail = "closed with " + code + " " + reason + " (dg-request-id " + requestId + ")";
        onLost(ProviderFailure.of(request.provider(), CloseReason.kind(reason), detail));
    }

    @Override
    public void onFailed(ProviderFailure failure) {
        counters.count(Event.CONNECT_FAILED);
        onLost(failure);
    }

    private void connect() {
        state = State.CONNECTING;
        socket = client.connect(request, loop, this);
    }

    /** Flux is ready only after its first message, which a silent server might never send. */
    private void startReadyLimit() {
        if (state == State.CONNECTING) {
            long limitMs = request.limits().openTimeout().toMillis();
            delay(this::onNotReady, limitMs);
        }
    }

    private void onNotReady() {
        if (state == State.CONNECTING) {
            counters.count(Event.TIMED_OUT);
            lose(ProviderFailure.of(
                    request.provider(), ProviderFailure.Kind.TIMEOUT, "no first message after the handshake"));
        }
    }

    private void onReady() {
        state = State.READY;
        cancelDelayed();
        retries.onUp(LoopTimer.nowNs());
        backlog.forEach(format.bytes(REPLAY_FRAME_MS), toSocket);
        backlog.clear();
    }

    private void sendNow(ByteBuf audio) {
        WebSocket open = socket;
        if (open == null || !open.sendBinary(audio)) {
            counters.count(Event.AUDIO_DROPPED);
        }
        core.onAudioSent(LoopTimer.nowNs());
    }

    private void keep(ByteBuf audio) {
        if (backlog.add(audio) > 0) {
            counters.count(Event.AUDIO_DROPPED);
        }
    }

    private void lose(ProviderFailure failure) {
        if (socket != null) {
            socket.abort();
        }
        onLost(failure);
    }

    private void onLost(ProviderFailure failure) {
        if (state == State.CLOSED) {
            return;
        }
        socket = null;
        batch.flush(toBacklog);
        core.onDisconnected();
        cancelDelayed();
        long waitMs = retries.afterFailure(failure, LoopTimer.nowNs());
        if (waitMs == Retries.NONE) {
            fail(failure);
        } else {
            counters.count(Event.RETRIED);
            state = State.BACKING_OFF;
            delay(this::connect, waitMs);
            timer.update();
        }
    }

    private void fail(ProviderFailure failure) {
        end();
        String detail = VendorText.clean(failure.detail(), key());
        events.accept(new SttEvent.Failed(
                new ProviderFailure(failure.provider(), failure.kind(), detail, failure.retryAfterMs())));
    }

    private void end() {
        state = State.CLOSED;
        cancelDelayed();
        timer.stop();
        backlog.clear();
        batch.release();
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            for (DeepgramCore.Output output = core.poll();
                    output != null && state != State.CLOSED;
                    output = core.poll()) {
                perform(output);
            }
        } finally {
            draining = false;
        }
        if (state != State.CLOSED) {
            timer.update();
        }
    }

    private void perform(DeepgramCore.Output output) {
        switch (output) {
            case DeepgramCore.Output.Event(SttEvent event) -> events.accept(event);
            case DeepgramCore.Output.Text(String json) -> sendText(json);
            case DeepgramCore.Output.Silence(int millis) -> sendSilence(millis);
            case DeepgramCore.Output.Ready() -> onReady();
            case DeepgramCore.Output.Lost(ProviderFailure failure) -> lose(failure);
        }
    }

    private void sendText(String json) {
        if (socket != null) {
            socket.sendText(json);
        }
    }

    private void sendSilence(int millis) {
        int length = format.bytes(millis);
        ByteBuf silence = PooledByteBufAllocator.DEFAULT.directBuffer(length);
        try {
            for (int i = 0; i < length; i++) {
                silence.writeByte(format.encoding().silence());
            }
            sendNow(silence);
        } finally {
            silence.release();
        }
    }

    private @Nullable ApiKey key() {
        return request.authorization() == null ? null : request.authorization().key();
    }

    private void delay(Runnable task, long millis) {
        cancelDelayed();
        delayed = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private void cancelDelayed() {
        if (delayed != null) {
            delayed.cancel(false);
            delayed = null;
        }
    }

    private final class CoreTimer implements LoopTimer.Deadline {
        @Override
        public long deadlineNs() {
            return core.deadlineNs();
        }

        @Override
        public void onDeadline(long nowNs) {
            core.onDeadline(nowNs);
            drain();
        }
    }
}
