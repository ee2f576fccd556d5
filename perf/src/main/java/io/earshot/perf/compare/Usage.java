package io.earshot.perf.compare;

import io.earshot.perf.load.MachineUsage;
import io.earshot.perf.load.ProcessUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What processes and the machine had used at one moment. Immutable.
 *
 * @param atNs monotonic clock
 * @param subject the process compared, with its children
 * @param server livekit-server
 * @param machine the whole machine
 */
record Usage(long atNs, Sum subject, Sum server, MachineUsage machine) {
    private static final int USER_TIME = 11;
    private static final int TIMES = 4;
    private static final long MS_PER_TICK = 10;

    /** Processor time and memory of several processes together. */
    record Sum(long cpuMs, long residentKb) {}

    static Usage of(long subject, long server) throws IOException {
        return new Usage(System.nanoTime(), tree(subject), tree(server), MachineUsage.now());
    }

    /** Percent of one core that the subject used since {@code earlier}. */
    double subjectPercent(Usage earlier) {
        return (subject.cpuMs - earlier.subject.cpuMs) * 1e8 / (atNs - earlier.atNs);
    }

    /** Percent of one core that livekit-server used. */
    double serverPercent(Usage earlier) {
        return (server.cpuMs - earlier.server.cpuMs) * 1e8 / (atNs - earlier.atNs);
    }

    /** Proportional set size of the subject, MB. */
    double subjectMb() {
        return subject.residentKb / 1_024.0;
    }

    private static Sum tree(long pid) throws IOException {
        List<ProcessHandle> all = new ArrayList<>();
        ProcessHandle.of(pid).ifPresent(top -> {
            all.add(top);
            top.descendants().forEach(all::add);
        });
        long cpuMs = 0;
        long residentKb = 0;
        for (ProcessHandle each : all) {
            try {
                residentKb += ProcessUsage.of(each.pid()).residentKb();
                cpuMs += cpuMs(each.pid());
            } catch (IOException e) {
                // A child may end, or be a zombie without memory, while it is read.
                if (each.pid() == pid) {
                    throw e;
                }
            }
        }
        return new Sum(cpuMs, residentKb);
    }

    /** Its own time and that of its children that have ended: a worker's job must not vanish with its process. */
    private static long cpuMs(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int field = USER_TIME; field < USER_TIME + TIMES; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * MS_PER_TICK;
    }
}
