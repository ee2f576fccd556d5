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

/**
 * One utterance on its way along the voices. Where one breaks off in the middle, the next goes on with what was not spoken; where
 * there is no next, the same one is asked anew as long as it gets any further. Confined to the loop.
 */
final class FallbackUtterance implements TtsStream {
    private final Candidates.Choice<TextToSpeech> choice;
    private final AudioFormat format;
    private final EventLoop loop;
    private final Consumer<TtsEvent> events;
    private final VoicedText text;
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
        this.text = new VoicedText(format);
    }

    void start() {
        ask(choice.next());
    }

    @Override
    public void say(String piece) {
        if (ended || finished) {
            return;
        }
        text.add(piece);
        if (current != null) {
            current.say(piece);
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
        String rest = text.rest();
        if (!rest.isEmpty()) {
            stream.say(rest);
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
                text.audio(audio.audio().readableBytes());
                events.accept(audio);
                tellWords(false);
            }
            case TtsEvent.Words words -> {
                text.words(words);
                tellWords(false);
            }
            case TtsEvent.Done done -> {
                tellWords(true);
                ended = true;
                choice.succeeded();
                events.accept(done);
            }
            case TtsEvent.FailedOver deeper -> events.accept(deeper);
            case TtsEvent.Failed(ProviderFailure failure) -> onFailure(failure);
        }
    }

    private void tellWords(boolean all) {
        TtsEvent.Words due = ended ? null : text.due(all);
        if (due != null) {
            events.accept(due);
        }
    }

    private void onFailure(ProviderFailure failure) {
        if (heard && finished && text.rest().isBlank()) {
            choice.noted(failure);
            ended = true;
            events.accept(new TtsEvent.Done());
            return;
        }
        Candidate<TextToSpeech> next = choice.failed(failure, true, text.progressed());
        if (next == null) {
            ended = true;
            events.accept(new TtsEvent.Failed(failure));
            return;
        }
        text.handOver();
        current = null;
        events.accept(new TtsEvent.FailedOver(failure, next.name()));
        if (!ended) {
            ask(next);
        }
    }
}
