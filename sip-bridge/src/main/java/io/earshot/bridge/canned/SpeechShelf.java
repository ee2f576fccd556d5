package io.earshot.bridge.canned;

import io.earshot.ai.agent.Outage;
import io.earshot.ai.agent.Phrase;
import io.earshot.ai.agent.Recordings;
import io.earshot.ai.provider.phrase.PhraseMemory;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.Encoding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sentences that can be played without a voice: files of the administrator first, then what the voice has spoken, in this
 * process or an earlier one. Files are read at the start; what the voice learns is written by threads of its own.
 * Thread-safe because the recordings are in concurrent maps and never change.
 */
public final class SpeechShelf implements Recordings {
    private static final Logger log = LoggerFactory.getLogger(SpeechShelf.class);

    private final Outage outage;
    private final PhraseMemory voice;
    private final String voiceSettings;
    private final Map<String, WaveFile> files = new ConcurrentHashMap<>();
    private final Map<Key, byte[]> converted = new ConcurrentHashMap<>();

    private record Key(String sentence, AudioFormat format) {}

    /**
     * An empty shelf over what {@code voice} remembers.
     *
     * @param voiceSettings what the voice sounds like follows from: recordings of another voice are not used
     */
    public SpeechShelf(Outage outage, PhraseMemory voice, String voiceSettings) {
        this.outage = outage;
        this.voice = voice;
        this.voiceSettings = voiceSettings;
    }

    /** Reads what is on disk for calls in these formats, and keeps there what the voice learns from now on. */
    public void open(Collection<String> sentences, Collection<AudioFormat> formats) {
        if (outage.recordings().isEmpty()) {
            return;
        }
        Path directory = Path.of(outage.recordings());
        for (Phrase phrase : Phrase.values()) {
            readFile(directory.resolve(phrase.name().toLowerCase(Locale.ROOT) + ".wav"), outage.sentence(phrase));
        }
        for (String sentence : sentences) {
            formats.forEach(format -> readKept(directory, sentence, format));
        }
        voice.onLearnt((format, sentence, audio) -> Thread.ofVirtual()
                .name("speech-shelf")
                .start(() -> keep(directory.resolve(name(sentence, format)), audio)));
    }

    @Override
    public @Nullable ByteBuf recall(String sentence, AudioFormat format) {
        WaveFile file = files.get(sentence);
        if (file == null) {
            return voice.recalled(sentence, format);
        }
        byte[] audio = converted.computeIfAbsent(new Key(sentence, format), key -> file.in(key.format()));
        return Unpooled.wrappedBuffer(audio).asReadOnly();
    }

    private void readFile(Path file, String sentence) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            WaveFile wave = WaveFile.read(file);
            files.put(sentence, wave);
            // Converted now for the usual calls: converting takes a moment that no call's loop has.
            for (Encoding encoding : new Encoding[] {Encoding.PCMU, Encoding.PCMA}) {
                AudioFormat format = new AudioFormat(encoding, AudioFormat.PCMU_8K.sampleRate());
                converted.put(new Key(sentence, format), wave.in(format));
            }
        } catch (IOException e) {
            log.warn("a recording cannot be used: {}", e.getMessage());
        }
    }

    private void readKept(Path directory, String sentence, AudioFormat format) {
        Path file = directory.resolve(name(sentence, format));
        try {
            if (Files.exists(file)) {
                voice.teach(format, sentence, Files.readAllBytes(file));
            }
        } catch (IOException e) {
            log.warn("a kept recording cannot be read: {}", e.toString());
        }
    }

    private static void keep(Path file, byte[] audio) {
        try {
            Files.createDirectories(file.getParent());
            Path unfinished = Files.createTempFile(file.getParent(), "speech", ".tmp");
            Files.write(unfinished, audio);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("what the voice said cannot be kept: {}", e.toString());
        }
    }

    private String name(String sentence, AudioFormat format) {
        String about = voiceSettings + '\n' + format + '\n' + sentence.strip();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(about.getBytes(StandardCharsets.UTF_8));
            return "voice-" + HexFormat.of().formatHex(digest, 0, 16) + ".raw";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
