package io.earshot.bridge.recording;

import io.earshot.bridge.config.RecordingConfig;
import io.earshot.bridge.metrics.Families;
import io.earshot.media.audio.AudioFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which calls are recorded, gives each its recorder, and looks after the files. Thread-safe because recorders are in a concurrent
 * map; what is done to a recorder is done on its call's loop.
 */
public final class RecordingDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecordingDesk.class);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final RecordingConfig config;
    private final @Nullable RecordingWriter writer;
    private final @Nullable RecordingShelf shelf;
    private final Map<String, CallRecorder> recorders = new ConcurrentHashMap<>();
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong withoutConsent = new AtomicLong();

    private RecordingDesk(RecordingConfig config, @Nullable RecordingWriter writer, @Nullable RecordingShelf shelf) {
        this.config = config;
        this.writer = writer;
        this.shelf = shelf;
    }

    /** Nothing is ever recorded. */
    public static RecordingDesk none() {
        return new RecordingDesk(RecordingConfig.defaults(), null, null);
    }

    /**
     * As configured. Recordings that an earlier process left unfinished are completed.
     *
     * @throws IOException when the directory cannot be made or read
     */
    public static RecordingDesk open(RecordingConfig config) throws IOException {
        if (!config.configured()) {
            return none();
        }
        Path directory = Files.createDirectories(Path.of(config.directory()).toAbsolutePath());
        RecordingShelf shelf = new RecordingShelf(directory, config.keep(), config.keepBytes());
        int left = shelf.complete();
        if (left > 0) {
            log.info("completed {} recordings that an earlier process had left", left);
        }
        RecordingWriter writer = new RecordingWriter(config);
        writer.start();
        shelf.start();
        return new RecordingDesk(config, writer, shelf);
    }

    /** The recorder of a new call; null where nothing is ever recorded. On its loop. */
    public @Nullable CallRecorder recorder(
            String callId, String number, String caller, String trunk, LongSupplier nanoClock) {
        if (writer == null) {
            return null;
        }
        CallRecorder recorder = new CallRecorder(this, callId, config.wants(number, caller, trunk), nanoClock);
        recorders.put(callId, recorder);
        return recorder;
    }

    /** What whoever speaks first in a call has to say before the greeting; empty: nothing. Who asks will say it. On the call's loop. */
    public String announcement(String callId) {
        CallRecorder recorder = recorders.get(callId);
        return recorder != null && mustAnnounce() && recorder.announce() ? config.announcement() : "";
    }

    /**
     * Starts, pauses or stops the recording of a call. On its loop.
     *
     * @return false when that cannot be done now
     */
    public boolean control(String callId, String action) {
        CallRecorder recorder = recorders.get(callId);
        if (recorder == null) {
            return false;
        }
        return switch (action) {
            case "start" -> recorder.start();
            case "pause" -> recorder.pause();
            case "stop" -> recorder.stop();
            default -> false;
        };
    }

    boolean mustAnnounce() {
        return config.consent() == RecordingConfig.Consent.ANNOUNCE;
    }

    void notAnnounced(String callId) {
        withoutConsent.incrementAndGet();
        log.warn("call {} is not recorded: nobody announces it", callId);
    }

    String formatLabel() {
        return config.format().name().toLowerCase(Locale.ROOT);
    }

    @Nullable
    Take begin(String callId, AudioFormat format, long nowNs) {
        if (writer == null) {
            return null;
        }
        Instant now = Instant.now();
        String ending = config.format() == RecordingConfig.Format.OPUS ? ".opus" : ".wav";
        Path file = Path.of(config.directory())
                .toAbsolutePath()
                .resolve(DAY.format(now))
                .resolve(TIME.format(now) + "-" + callId + ending);
        Take take = new Take(format, nowNs, config.maxTime().toNanos(), file);
        writer.add(take);
        started.incrementAndGet();
        return take;
    }

    void forget(CallRecorder recorder) {
        recorders.remove(recorder.callId(), recorder);
    }

    /** Adds what it counts. */
    public void addTo(Families families) {
        RecordingWriter counted = writer;
        RecordingShelf kept = shelf;
        if (counted == null || kept == null) {
            return;
        }
        families.counters("earshot_recordings", "Recordings, by what became of them", List.of("outcome"), samples -> {
                    samples.at(started.get(), "started");
                    samples.at(counted.completed(), "completed");
                    samples.at(counted.failed(), "failed");
                    samples.at(withoutConsent.get(), "not_announced");
                    samples.at(kept.deleted(), "deleted");
                })
                .counter("earshot_recording_bytes", "Octets of complete recordings", counted::bytes)
                .counter(
                        "earshot_recording_pieces_dropped",
                        "Pieces of audio left out because the writer was behind",
                        counted::droppedPieces);
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
        if (shelf != null) {
            shelf.close();
        }
    }
}
