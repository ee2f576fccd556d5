package io.earshot.bridge;

import io.earshot.ai.provider.phrase.PhraseMemory;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.net.MediaLoop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the greeting, and then other sentences, spoken once in each format, one after another so that no vendor's concurrency limit is met, and so
 * finds out before the first call whether the voice works. The lessons run on one loop; the starting thread waits.
 */
final class GreetingLessons {
    private static final Logger log = LoggerFactory.getLogger(GreetingLessons.class);
    private static final long LONGEST_WAIT_MS = 1_500;

    private final PhraseMemory voice;
    private final MediaLoop loop;
    private final Queue<Lesson> lessons = new ArrayDeque<>();
    private final CountDownLatch open;

    private record Lesson(String sentence, AudioFormat format, boolean awaited) {}

    /** @param later sentences that are learnt after the greeting, and not waited for */
    GreetingLessons(
            PhraseMemory voice, String greeting, List<String> later, List<AudioFormat> formats, MediaLoop loop) {
        this.voice = voice;
        this.loop = loop;
        if (!greeting.isBlank()) {
            formats.forEach(format -> lessons.add(new Lesson(greeting, format, true)));
        }
        later.forEach(sentence -> formats.forEach(format -> lessons.add(new Lesson(sentence, format, false))));
        lessons.removeIf(lesson -> voice.remembers(lesson.format(), lesson.sentence()));
        this.open = new CountDownLatch(
                (int) lessons.stream().filter(Lesson::awaited).count());
    }

    /** Begins, and waits at most 1.5 s; what is not learnt by then is learnt behind, or by the first call. */
    void run() {
        loop.execute(this::next);
        try {
            if (!open.await(LONGEST_WAIT_MS, TimeUnit.MILLISECONDS)) {
                log.info("the voice is still learning the greeting in {} formats", open.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next() {
        Lesson lesson = lessons.poll();
        if (lesson != null) {
            TtsStream stream = voice.open(lesson.format(), loop.eventLoop(), event -> onEvent(lesson, event));
            stream.say(lesson.sentence());
            stream.finish();
        }
    }

    private void onEvent(Lesson lesson, TtsEvent event) {
        switch (event) {
            case TtsEvent.Audio piece -> piece.audio().release();
            case TtsEvent.Words _, TtsEvent.FailedOver _ -> {}
            case TtsEvent.Done _ -> {
                if (lesson.awaited()) {
                    open.countDown();
                }
                next();
            }
            case TtsEvent.Failed failed -> {
                log.warn("the voice cannot say \"{}\": {}", lesson.sentence(), failed.failure());
                lessons.clear();
                while (open.getCount() > 0) {
                    open.countDown();
                }
            }
        }
    }
}
