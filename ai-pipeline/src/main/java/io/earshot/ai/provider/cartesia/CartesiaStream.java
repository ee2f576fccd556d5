package io.earshot.ai.provider.cartesia;

import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** Joins an utterance's core, its pooled socket and its user. Confined to the call's loop. */
final class CartesiaStream implements TtsStream, LoopTimer.Deadline {
    private final CartesiaPool pool;
    private final UtteranceCore core;
    private final Consumer<TtsEvent> events;
    private final ProviderCounters counters;
    private final LoopTimer timer;
    private CartesiaSocket socket;
    private String registered;
    private boolean cancelled;
    private boolean draining;

    CartesiaStream(
            CartesiaPool pool,
            UtteranceCore core,
            EventLoop loop,
            Consumer<TtsEvent> events,
            ProviderCounters counters) {
        this.pool = pool;
        this.core = core;
        this.events = events;
        this.counters = counters;
        this.timer = new LoopTimer(loop, this);
        this.socket = pool.acquire();
        this.registered = core.contextId();
        socket.add(registered, this);
        if (socket.isOpen()) {
            core.onConnected(LoopTimer.nowNs());
        }
    }

    @Override
    public void say(String text) {
        core.say(text, LoopTimer.nowNs());
        drain();
    }

    @Override
    public void finish() {
        core.finish(LoopTimer.nowNs());
        drain();
    }

    @Override
    public void cancel() {
        cancelled = true;
        core.cancel();
        drain();
    }

    @Override
    public long deadlineNs() {
        return core.deadlineNs();
    }

    @Override
    public void onDeadline(long nowNs) {
        core.onDeadline(nowNs);
        drain();
    }

    void onConnected() {
        core.onConnected(LoopTimer.nowNs());
        drain();
    }

    void onMessage(CartesiaMessage message) {
        core.onMessage(message, LoopTimer.nowNs());
        drain();
    }

    void onLost(ProviderFailure failure) {
        core.onLost(failure, LoopTimer.nowNs());
        drain();
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            for (UtteranceCore.Output output = core.poll(); output != null; output = core.poll()) {
                perform(output);
            }
        } finally {
            draining = false;
        }
        settle();
    }

    private void perform(UtteranceCore.Output output) {
        switch (output) {
            case UtteranceCore.Output.Tell(TtsEvent event) -> tell(event);
            case UtteranceCore.Output.Send(String json) -> {
                if (!socket.send(json)) {
                    counters.count(ProviderCounters.Event.DISCONNECTED);
                }
            }
            case UtteranceCore.Output.Reconnect() -> reconnect();
        }
    }

    private void tell(TtsEvent event) {
        if (!cancelled) {
            events.accept(event);
        } else if (event instanceof TtsEvent.Audio(var audio)) {
            audio.release();
        }
    }

    private void reconnect() {
        socket.remove(registered);
        socket = pool.acquire();
        registered = core.contextId();
        socket.add(registered, this);
        if (socket.isOpen()) {
            core.onConnected(LoopTimer.nowNs());
        }
    }

    /** After each step: messages go by the context's present name, and an utterance that is over leaves its socket. */
    private void settle() {
        if (core.ended()) {
            timer.stop();
            socket.remove(registered);
            return;
        }
        if (!registered.equals(core.contextId())) {
            socket.remove(registered);
            registered = core.contextId();
            socket.add(registered, this);
        }
        timer.update();
    }
}
