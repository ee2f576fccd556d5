package io.earshot.perf.compare;

import io.earshot.perf.load.MachineUsage;
import io.earshot.perf.load.ProcessUsage;
import java.io.IOException;
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
        List<ProcessHandle> all = new java.util.ArrayList<>();
        ProcessHandle.of(pid).ifPresent(top -> {
            all.add(top);
            top.descendants().forEach(all::add);
        });
        long cpuMs = 0;
        long residentKb = 0;
        for (ProcessHandle each : all) {
            ProcessUsage usage = ProcessUsage.of(each.pid());
            cpuMs += usage.cpuMs();
            residentKb += usage.residentKb();
        }
        return new Sum(cpuMs, residentKb);
    }
}
