package io.earshot.ai.provider.openai;

import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.provider.LoopMailbox;
import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderCounters.Event;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One completion with its time limits and repetitions. A request is repeated only while nothing of its answer came: a
 * caller must not hear the beginning twice. Signals of an attempt that was given up are dropped. Confined to the
 * call's loop.
 */
final class ChatCall implements LlmCall, LoopTimer.Deadline {
    private enum State {
        WAITING_FOR_FIRST,
        STREAMING,
        BACKING_OFF,
        ENDED
    }

    private final String provider;
    private final OpenAiConfig.Timeouts limits;
    private final RepeatRule repeats;
    private final Function<LoopMailbox<Signal>, Attempt> attempts;
    private final EventLoop loop;
    private final Consumer<LlmEvent> events;
    private final ProviderCounters counters;
    private final LoopTimer timer;
    private final long totalDueNs;
    private State state = State.BACKING_OFF;
    private long dueNs;
    private int attemptNumber;
    /** The attempt under way: null once it has ended by itself. */
    private @Nullable Attempt attempt;

    private @Nullable ScheduledFuture<?> delayed;

    ChatCall(
            String provider,
            OpenAiConfig.Timeouts limits,
            RepeatRule repeats,
            Function<LoopMailbox<Signal>, Attempt> attempts,
            EventLoop loop,
            Consumer<LlmEvent> events,
            ProviderCounters counters) {
        this.provider = provider;
        this.limits = limits;
        this.repeats = repeats;
        this.attempts = attempts;
        this.loop = loop;
        this.events = events;
        this.counters = counters;
        this.timer = new LoopTimer(loop, this);
        this.totalDueNs = LoopTimer.nowNs() + limits.total().toNanos();
    }

    void start() {
        become(State.WAITING_FOR_FIRST, limits.firstToken());
        int number = ++attemptNumber;
        Attempt started = attempts.apply(new LoopMailbox<>(loop, signal -> onSignal(number, signal)));
        attempt = started;
        started.start();
    }

    @Override
    public void cancel() {
        if (state != State.ENDED) {
            end();
        }
    }

    @Override
    public long deadlineNs() {
        return totalDueNs - dueNs < 0 ? totalDueNs : dueNs;
    }

    @Override
    public void onDeadline(long nowNs) {
        if (state == State.ENDED) {
            return;
        }
        counters.count(Event.TIMED_OUT);
        boolean total = totalDueNs - nowNs <= 0;
        String what = total
                ? "no complete answer after " + limits.total().toMillis() + " ms"
                : state == State.STREAMING
                        ? "no further token for " + limits.betweenTokens().toMillis() + " ms"
                        : "no first token after " + limits.firstToken().toMillis() + " ms";
        fail(ProviderFailure.of(provider, Kind.TIMEOUT, what));
    }

    private void onSignal(int from, Signal signal) {
        if (from != attemptNumber || state == State.ENDED) {
            counters.count(Event.LATE_MESSAGE);
            return;
        }
        switch (signal) {
            case Signal.Text(LlmEvent.Token token) -> {
                become(State.STREAMING, limits.betweenTokens());
                events.accept(token);
            }
            case Signal.Progress() -> become(State.STREAMING, limits.betweenTokens());
            case Signal.Finished(LlmEvent.Finished finished) -> {
                attempt = null;
                end();
                events.accept(finished);
            }
            case Signal.Failed(ProviderFailure failure, boolean repeatable) -> onFailure(failure, repeatable);
        }
    }

    private void onFailure(ProviderFailure failure, boolean repeatable) {
        attempt = null;
        counters.count(state == State.STREAMING ? Event.DISCONNECTED : Event.CONNECT_FAILED);
        boolean mayRepeat = state == State.WAITING_FOR_FIRST && (repeatable || failure.kind() == Kind.UNREACHABLE);
        long waitMs = mayRepeat ? repeats.afterFailure(failure) : RepeatRule.NEVER;
        if (waitMs == RepeatRule.NEVER) {
            fail(failure);
            return;
        }
        counters.count(Event.RETRIED);
        become(State.BACKING_OFF, limits.total());
        delayed = loop.schedule(this::start, waitMs, TimeUnit.MILLISECONDS);
    }

    private void fail(ProviderFailure failure) {
        if (state != State.ENDED) {
            end();
            events.accept(new LlmEvent.Failed(failure));
        }
    }

    private void end() {
        state = State.ENDED;
        timer.stop();
        if (delayed != null) {
            delayed.cancel(false);
        }
        if (attempt != null) {
            attempt.cancel();
        }
    }

    private void become(State next, Duration limit) {
        state = next;
        dueNs = LoopTimer.nowNs() + limit.toNanos();
        timer.update();
    }
}
