package io.earshot.ai.provider.fallback;

import io.earshot.ai.provider.AudioBacklog;
import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.fallback.Candidates.Candidate;
import io.earshot.ai.stt.SpeechToText;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One caller's audio on its way along the recognisers. Text that one had fixed before it failed stays at the head of
 * the turn. Where ends of turn were promised and the recogniser that took over does not detect them, a turn ends when
 * nothing followed its fixed text for a while. Confined to the call's loop.
 */
final class FallbackEars implements SttStream, LoopTimer.Deadline {
    private static final int REPLAY_FRAME_MS = 100;
    /** Kept while nobody is known to speak: the beginning of speech that the recogniser did not tell of yet. */
    private static final int KEPT_IN_SILENCE_MS = 1_500;

    private static final long QUIET_AFTER_FINAL_NS = 500_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final Candidates.Choice<SpeechToText> choice;
    private final AudioFormat format;
    private final EventLoop loop;
    private final Consumer<SttEvent> events;
    private final AudioBacklog backlog;
    private final int replayBytes;
    private final boolean endsPromised;
    private final LoopTimer timer;
    private @Nullable SttStream current;
    private int turn;
    private boolean proven;
    private boolean speaking;
    private boolean ended;
    private boolean answerDue;
    private boolean attentive = true;
    private boolean endsMissing;
    private long endDueNs = NEVER;
    /** Fixed text of the open turn: of earlier recognisers, and of the present one. */
    private String carried = "";

    private String fixed = "";

    FallbackEars(
            Candidates.Choice<SpeechToText> choice,
            AudioFormat format,
            int replayBytes,
            boolean endsPromised,
            EventLoop loop,
            Consumer<SttEvent> events) {
        this.choice = choice;
        this.format = format;
        this.loop = loop;
        this.events = events;
        this.endsPromised = endsPromised;
        this.timer = new LoopTimer(loop, this);
        this.backlog = new AudioBacklog(PooledByteBufAllocator.DEFAULT, replayBytes);
        this.replayBytes = replayBytes;
    }

    void start() {
        ask(choice.next());
    }

    @Override
    public void send(ByteBuf audio) {
        if (ended) {
            return;
        }
        if (choice.hasOthers()) {
            backlog.add(audio);
        }
        if (current != null) {
            current.send(audio);
        }
    }

    @Override
    public void endTurn() {
        if (ended) {
            return;
        }
        answerDue = true;
        if (current != null) {
            current.endTurn();
        }
    }

    @Override
    public void attentive(boolean now) {
        attentive = now;
        if (current != null) {
            current.attentive(now);
        }
    }

    @Override
    public boolean heardSince(long sinceNs) {
        return current != null && current.heardSince(sinceNs);
    }

    /** When the turn is taken to be over, unless something is said before. */
    @Override
    public long deadlineNs() {
        return endDueNs;
    }

    @Override
    public void onDeadline(long nowNs) {
        endDueNs = NEVER;
        endTurn();
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        end();
        if (!proven) {
            choice.abandoned();
        }
        if (current != null) {
            current.close();
        }
    }

    private void ask(@Nullable Candidate<SpeechToText> candidate) {
        if (candidate == null) {
            return;
        }
        int mine = ++turn;
        proven = false;
        endsMissing = endsPromised && !candidate.provider().detectsEndOfTurn();
        SttStream stream = candidate.provider().open(format, loop, event -> onEvent(mine, event));
        if (mine != turn || ended) {
            return;
        }
        current = stream;
        backlog.forEach(format.bytes(REPLAY_FRAME_MS), stream::send);
        if (!attentive) {
            stream.attentive(false);
        }
        if (answerDue) {
            stream.endTurn();
        }
    }

    private void onEvent(int from, SttEvent event) {
        if (ended || from != turn) {
            return;
        }
        endDueNs = NEVER;
        switch (event) {
            case SttEvent.Opened opened -> {
                prove();
                events.accept(opened);
            }
            case SttEvent.Interim(String text) -> {
                speaking = true;
                keepAll();
                events.accept(new SttEvent.Interim(whole(text)));
            }
            case SttEvent.EagerEndOfTurn(String text, double confidence) ->
                events.accept(new SttEvent.EagerEndOfTurn(whole(text), confidence));
            case SttEvent.Final(String text) -> onFinal(text);
            case SttEvent.EndOfTurn(String text) -> onEndOfTurn(text);
            case SttEvent.SpeechStarted started -> {
                speaking = true;
                keepAll();
                events.accept(started);
            }
            case SttEvent.TurnResumed resumed -> events.accept(resumed);
            case SttEvent.FailedOver deeper -> events.accept(deeper);
            case SttEvent.Failed(ProviderFailure failure) -> onFailure(failure);
        }
    }

    private void prove() {
        if (!proven) {
            proven = true;
            choice.succeeded();
            if (!speaking) {
                keepLittle();
            }
        }
    }

    private void onFinal(String text) {
        fixed = text;
        backlog.clear();
        keepLittle();
        choice.renew();
        if (endsMissing) {
            endDueNs = LoopTimer.nowNs() + QUIET_AFTER_FINAL_NS;
            timer.update();
        }
        events.accept(new SttEvent.Final(whole(text)));
    }

    private void onEndOfTurn(String text) {
        String all = whole(text);
        fixed = "";
        carried = "";
        answerDue = false;
        backlog.clear();
        keepLittle();
        if (!text.isEmpty()) {
            choice.renew();
        }
        events.accept(new SttEvent.EndOfTurn(all));
    }

    private void onFailure(ProviderFailure failure) {
        Candidate<SpeechToText> next = choice.failed(failure, true);
        if (next == null) {
            end();
            events.accept(new SttEvent.Failed(failure));
            return;
        }
        carried = whole(fixed);
        fixed = "";
        current = null;
        keepAll();
        events.accept(new SttEvent.FailedOver(failure, next.name()));
        if (!ended) {
            ask(next);
        }
    }

    private void keepLittle() {
        speaking = false;
        backlog.limit(format.bytes(KEPT_IN_SILENCE_MS));
    }

    private void keepAll() {
        backlog.limit(replayBytes);
    }

    private void end() {
        ended = true;
        timer.stop();
        backlog.clear();
    }

    private String whole(String text) {
        return (carried + " " + text).strip();
    }
}
