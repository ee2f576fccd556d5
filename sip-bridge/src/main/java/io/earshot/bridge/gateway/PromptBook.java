package io.earshot.bridge.gateway;

import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said to callers who are asked for a PIN: sentences of the configured voice, each spoken once for each format and
 * kept; until it is there, and where there is no voice, tones. Thread-safe because its maps are concurrent; bounded because
 * sentences and formats are few.
 */
final class PromptBook {
    private static final Logger log = LoggerFactory.getLogger(PromptBook.class);
    private static final int LONGEST_MS = 20_000;

    private final @Nullable TextToSpeech voice;
    private final Map<Key, byte[]> spoken = new ConcurrentHashMap<>();
    private final Set<Key> asked = ConcurrentHashMap.newKeySet();

    /** @param voice who speaks, or null for tones alone */
    PromptBook(@Nullable TextToSpeech voice) {
        this.voice = voice;
    }

    /** Whether it speaks with this voice. */
    boolean isOf(@Nullable TextToSpeech speaker) {
        return Objects.equals(speaker, voice);
    }

    private record Key(AudioFormat format, String text) {}

    /** Has a sentence spoken ahead of its first use, on {@code loop}. */
    void learn(AudioFormat format, String text, EventLoop loop) {
        Key key = new Key(format, text.strip());
        if (voice != null && !key.text().isEmpty() && asked.add(key)) {
            TtsStream stream = voice.open(format, loop, new Lesson(key)::onEvent);
            stream.say(key.text());
            stream.finish();
        }
    }

    /** The sentence, or {@code tones} while it is not there; empty when nothing is to be said. */
    byte[] audio(AudioFormat format, String text, byte[] tones) {
        if (text.isBlank()) {
            return new byte[0];
        }
        return spoken.getOrDefault(new Key(format, text.strip()), tones);
    }

    /** A sentence on its way. Confined to its loop. */
    private final class Lesson {
        private final Key key;
        private final ByteArrayOutputStream audio = new ByteArrayOutputStream();

        Lesson(Key key) {
            this.key = key;
        }

        void onEvent(TtsEvent event) {
            switch (event) {
                case TtsEvent.Audio piece -> take(piece);
                case TtsEvent.Words _, TtsEvent.FailedOver _ -> {}
                case TtsEvent.Done _ -> spoken.put(key, audio.toByteArray());
                case TtsEvent.Failed failed -> {
                    asked.remove(key);
                    log.warn("the voice cannot say a prompt, tones stand for it: {}", failed.failure());
                }
            }
        }

        private void take(TtsEvent.Audio piece) {
            try {
                byte[] octets = new byte[piece.audio().readableBytes()];
                piece.audio().readBytes(octets);
                int room = key.format().bytes(LONGEST_MS) - audio.size();
                audio.write(octets, 0, Math.min(octets.length, room));
            } finally {
                piece.audio().release();
            }
        }
    }
}
