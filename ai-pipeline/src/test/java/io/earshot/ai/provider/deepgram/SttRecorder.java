package io.earshot.ai.provider.deepgram;

import static java.util.Objects.requireNonNull;

import io.earshot.ai.stt.SttEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Notes what a recogniser says. */
final class SttRecorder implements Consumer<SttEvent> {
    final BlockingQueue<SttEvent> events = new LinkedBlockingQueue<>();

    @Override
    public void accept(SttEvent event) {
        events.add(event);
    }

    SttEvent next() throws InterruptedException {
        return requireNonNull(events.poll(5, TimeUnit.SECONDS), "no event");
    }

    <T extends SttEvent> T next(Class<T> type) throws InterruptedException {
        SttEvent event = next();
        while (!type.isInstance(event)) {
            event = next();
        }
        return type.cast(event);
    }
}
