package io.earshot.ai.provider.fallback;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.fallback.Candidates.Candidate;
import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One utterance on its way along the voices; its text is kept until something of it is heard. Confined to the loop. */
final class FallbackUtterance implements TtsStream {
    private final Candidates.Choice<TextToSpeech> choice;
    private final AudioFormat format;
    private final EventLoop loop;
    private final Consumer<TtsEvent> events;
    private final StringBuilder said = new StringBuilder();
    private @Nullable TtsStream current;
    private int turn;
    private boolean finished;
    private boolean heard;
    private boolean ended;

    FallbackUtterance(
            Candidates.Choice<TextToSpeech> choice, AudioFormat format, EventLoop loop, Consumer<TtsEvent> events) {
        this.choice = choice;
        this.format = format;
        this.loop = loop;
        this.events = events;
    }

    void start() {
        ask(choice.next());
    }

    @Override
    public void say(String text) {
        if (ended || finished) {
            return;
        }
        if (!heard) {
            said.append(text);
        }
        if (current != null) {
            current.say(text);
        }
    }

    @Override
    public void finish() {
        if (ended || finished) {
            return;
        }
        finished = true;
        if (current != null) {
            current.finish();
        }
    }

    @Override
    public void cancel() {
        if (ended) {
            return;
        }
        ended = true;
        if (heard) {
            choice.succeeded();
        } else {
            choice.abandoned();
        }
        if (current != null) {
            current.cancel();
        }
    }

    private void ask(@Nullable Candidate<TextToSpeech> candidate) {
        if (candidate == null) {
            return;
        }
        int mine = ++turn;
        TtsStream stream = candidate.provider().open(format, loop, event -> onEvent(mine, event));
        if (mine != turn || ended) {
            return;
        }
        current = stream;
        if (!said.isEmpty()) {
            stream.say(said.toString());
        }
        if (finished) {
            stream.finish();
        }
    }

    private void onEvent(int from, TtsEvent event) {
        if (ended || from != turn) {
            if (event instanceof TtsEvent.Audio(var late)) {
                late.release();
            }
            return;
        }
        switch (event) {
            case TtsEvent.Audio audio -> {
                heard = true;
                said.setLength(0);
                events.accept(audio);
            }
            case TtsEvent.Words words -> events.accept(words);
            case TtsEvent.Done done -> {
                ended = true;
                choice.succeeded();
                events.accept(done);
            }
            case TtsEvent.FailedOver deeper -> events.accept(deeper);
            case TtsEvent.Failed(ProviderFailure failure) -> onFailure(failure);
        }
    }

    private void onFailure(ProviderFailure failure) {
        Candidate<TextToSpeech> next = choice.failed(failure, !heard);
        if (next == null) {
            ended = true;
            events.accept(new TtsEvent.Failed(failure));
        } else {
            current = null;
            events.accept(new TtsEvent.FailedOver(failure, next.name()));
            if (!ended) {
                ask(next);
            }
        }
    }
}
