package io.earshot.bridge;

import io.earshot.ai.latency.LatencyLog;
import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.bridge.config.LatencyConfig;
import io.earshot.bridge.observe.SendLateness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the interval log of turn latency and RTP pacing on a thread of its own. Thread-safe because only that thread writes. */
final class LatencyReporter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LatencyReporter.class);

    /** Tag of the lateness of RTP packets in the log. */
    private static final String RTP_SEND = "rtp-send";

    private final LatencyRecorder recorder;
    private final SendLateness lateness;
    private final LatencyLog file;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("latency-log").daemon().factory());

    /** Creates the log and writes an interval as often as configured. */
    LatencyReporter(LatencyConfig config, LatencyRecorder recorder, SendLateness lateness) throws IOException {
        this.recorder = recorder;
        this.lateness = lateness;
        this.file = LatencyLog.create(Path.of(config.log()), System.currentTimeMillis());
        long millis = config.interval().toMillis();
        thread.scheduleAtFixedRate(this::write, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void write() {
        try {
            file.writeInterval(recorder, Map.of(RTP_SEND, nanos(lateness.takeInterval())), System.currentTimeMillis());
        } catch (IOException e) {
            log.error("the latency log cannot be written: {}", e.getMessage());
        }
    }

    private static Histogram nanos(Histogram micros) {
        Histogram nanos = new Histogram(2);
        for (HistogramIterationValue value : micros.recordedValues()) {
            nanos.recordValueWithCount(
                    TimeUnit.MICROSECONDS.toNanos(value.getValueIteratedTo()), value.getCountAtValueIteratedTo());
        }
        return nanos;
    }

    /** Writes the last interval and closes the file. */
    @Override
    public void close() {
        thread.execute(() -> {
            write();
            file.close();
        });
        thread.close();
    }
}
