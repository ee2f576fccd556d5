package io.earshot.perf.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time of a process by kind of thread (Linux): threads whose names differ in digits only are one kind.
 * Immutable.
 *
 * @param ticksByKind hundredths of a second since each thread began
 */
record ThreadTimes(Map<String, Long> ticksByKind) {
    private static final double MS_PER_TICK = 10;

    ThreadTimes {
        ticksByKind = Map.copyOf(ticksByKind);
    }

    static ThreadTimes of(long pid) throws IOException {
        Map<String, Long> times = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                try {
                    add(times, Files.readString(task.resolve("stat")));
                } catch (IOException _) {
                    // This thread has ended; what it used is lost to us.
                }
            }
        }
        return new ThreadTimes(times);
    }

    static void add(Map<String, Long> times, String stat) {
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        times.merge(kind(name), Long.parseLong(fields[11]) + Long.parseLong(fields[12]), Long::sum);
    }

    static String kind(String name) {
        return name.replaceAll("[-#@]\\d*", "").strip();
    }

    /** Percent of a core since {@code earlier}, greatest first; kinds below a hundredth of a percent are left out. */
    Map<String, Double> percentSince(ThreadTimes earlier, double elapsedMs) {
        Map<String, Double> percent = new LinkedHashMap<>();
        ticksByKind.entrySet().stream()
                .map(entry -> Map.entry(
                        entry.getKey(),
                        (entry.getValue() - earlier.ticksByKind.getOrDefault(entry.getKey(), 0L))
                                * MS_PER_TICK
                                * 100
                                / elapsedMs))
                .filter(entry -> entry.getValue() >= 0.01)
                .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
                .forEach(entry -> percent.put(entry.getKey(), entry.getValue()));
        return percent;
    }
}
