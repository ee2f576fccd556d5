package io.earshot.perf.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process has used, read from Linux' /proc. Immutable.
 *
 * @param cpuMs processor time since its start, milliseconds (10 ms steps)
 * @param residentKb resident memory, KiB (proportional set size: shared pages are divided among their users)
 * @param threads threads now
 * @param descriptors open file descriptors now
 */
public record ProcessUsage(long cpuMs, long residentKb, int threads, int descriptors) {
    private static final long MS_PER_TICK = 10;

    /** Reads the figures of a running process of ours. */
    public static ProcessUsage of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        int threads = Integer.parseInt(fields[17]);
        try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
            return new ProcessUsage(ticks * MS_PER_TICK, proportionalKb(proc), threads, (int) open.count());
        }
    }

    private static long proportionalKb(Path proc) throws IOException {
        for (String line : Files.readAllLines(proc.resolve("smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D+", ""));
            }
        }
        throw new IOException("no Pss line for " + proc);
    }
}
