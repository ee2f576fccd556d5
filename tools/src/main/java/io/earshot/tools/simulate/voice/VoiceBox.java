package io.earshot.tools.simulate.voice;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Speech on request: from memory when the text was spoken before, else synthesized on a thread of its own and kept, the
 * longest unused given up first. Thread-safe because the memory is locked and the voice confined to its thread. At most
 * 1,000 texts wait; more are refused.
 */
public final class VoiceBox implements AutoCloseable {
    private static final int MOST_WAITING = 1_000;

    private final ThreadPoolExecutor thread;
    private final Memory memory;
    private @Nullable KevinVoice voice;

    private record Key(String text, OutputFormat format) {}

    /** {@code mostBytes} of speech are kept. */
    public VoiceBox(long mostBytes) {
        memory = new Memory(mostBytes);
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
            Thread named = new Thread(task, "simulated-voice");
            named.setDaemon(true);
            return named;
        });
    }

    /** The speech of a text if it is in memory; else null. */
    public @Nullable Speech known(String text, OutputFormat format) {
        return memory.find(new Key(text, format));
    }

    /**
     * Has a text spoken; {@code then} gets it on {@code executor}.
     *
     * @throws RejectedExecutionException when too many texts wait or this is closed
     */
    public void request(String text, OutputFormat format, Executor executor, Consumer<Speech> then) {
        thread.execute(() -> {
            Speech speech = speak(text, format);
            executor.execute(() -> then.accept(speech));
        });
    }

    /** Has a text spoken for later and waits for nothing. */
    public void prepare(String text, OutputFormat format) {
        thread.execute(() -> speak(text, format));
    }

    /** Texts that still wait are not spoken. */
    @Override
    public void close() {
        thread.getQueue().clear();
        try {
            thread.execute(this::silence);
        } catch (RejectedExecutionException _) {
            // Closed before.
        }
        thread.shutdown();
    }

    private void silence() {
        if (voice != null) {
            voice.close();
        }
    }

    private Speech speak(String text, OutputFormat format) {
        Key key = new Key(text, format);
        Speech known = memory.find(key);
        if (known != null) {
            return known;
        }
        if (voice == null) {
            voice = new KevinVoice();
        }
        Speech speech = Speech.of(voice.speak(text), format);
        memory.keep(key, speech);
        return speech;
    }

    /** Speech by text and format, the longest unused first. Thread-safe because every method locks. */
    private static final class Memory {
        private final Map<Key, Speech> kept = new LinkedHashMap<>(64, 0.75f, true);
        private final long mostBytes;
        private long bytes;

        Memory(long mostBytes) {
            this.mostBytes = mostBytes;
        }

        synchronized @Nullable Speech find(Key key) {
            return kept.get(key);
        }

        synchronized void keep(Key key, Speech speech) {
            kept.put(key, speech);
            bytes += speech.weight();
            var oldest = kept.entrySet().iterator();
            while (bytes > mostBytes && oldest.hasNext()) {
                bytes -= oldest.next().getValue().weight();
                oldest.remove();
            }
        }
    }
}
