package io.earshot.perf.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Where a JVM's processor time and allocations go, by Flight Recorder: processor-time samples (native code counts for
 * the Java frame that called it) and sampled allocations. Used by one thread.
 */
final class Profile {
    private static final int MOST = 25;

    private final Jcmd jcmd;

    private Profile(Jcmd jcmd) {
        this.jcmd = jcmd;
    }

    static Profile start(Jcmd jcmd, Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("profile.jfr").toAbsolutePath();
        jcmd.send(
                "JFR.start",
                "name=load",
                "settings=profile",
                "filename=" + file,
                "jdk.CPUTimeSample#enabled=true",
                "jdk.CPUTimeSample#throttle=5ms",
                "jdk.ExecutionSample#enabled=false");
        return new Profile(jcmd);
    }

    /** Ends the recording and writes its file. */
    void stop() throws IOException, InterruptedException {
        jcmd.send("JFR.stop", "name=load");
    }

    /** The file of a level's recording. */
    static Path file(Path directory, int calls) {
        return directory.resolve("calls-" + calls).resolve("profile.jfr");
    }

    /** Text tables of the greatest shares: by top frame, by first frame of ours, by what was allocated where. */
    static String report(Path file) throws IOException {
        Map<String, Double> tops = new TreeMap<>();
        Map<String, Double> ours = new TreeMap<>();
        Map<String, Double> threads = new TreeMap<>();
        Map<String, Double> bytes = new TreeMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.CPUTimeSample" -> {
                        RecordedStackTrace stack = event.getStackTrace();
                        tops.merge(top(stack), 1.0, Double::sum);
                        ours.merge(firstOfOurs(stack), 1.0, Double::sum);
                        threads.merge(thread(event), 1.0, Double::sum);
                    }
                    case "jdk.ObjectAllocationSample" -> {
                        RecordedClass type = event.getClass("objectClass");
                        String what =
                                (type == null ? "?" : type.getName()) + " in " + firstOfOurs(event.getStackTrace());
                        bytes.merge(what, (double) event.getLong("weight"), Double::sum);
                    }
                    default -> {}
                }
            }
        }
        return table("Processor time by thread", threads)
                + table("Processor time by top frame", tops)
                + table("Processor time by innermost frame of ours", ours)
                + table("Bytes allocated", bytes);
    }

    private static String thread(RecordedEvent event) {
        var thread = event.getThread("eventThread");
        String name = thread == null ? null : thread.getJavaName();
        return name == null ? "(not Java)" : ThreadTimes.kind(name);
    }

    private static String top(@Nullable RecordedStackTrace stack) {
        return stack == null || stack.getFrames().isEmpty()
                ? "(no Java frame)"
                : name(stack.getFrames().getFirst());
    }

    private static String firstOfOurs(@Nullable RecordedStackTrace stack) {
        if (stack == null) {
            return "(no Java frame)";
        }
        List<RecordedFrame> frames = stack.getFrames();
        return frames.stream()
                .map(Profile::name)
                .filter(name -> name.startsWith("io.earshot"))
                .findFirst()
                .orElse("(not ours) " + (frames.isEmpty() ? "" : name(frames.getLast())));
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static String table(String title, Map<String, Double> shares) {
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        StringBuilder text = new StringBuilder("\n" + title + " (" + Math.round(sum) + ")\n");
        shares.entrySet().stream()
                .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
                .limit(MOST)
                .forEach(entry ->
                        text.append(String.format("%6.1f %%  %s%n", entry.getValue() * 100 / sum, entry.getKey())));
        return text.toString();
    }
}
