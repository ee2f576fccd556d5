package io.earshot.perf.load;

import java.io.IOException;
import java.util.List;

/**
 * Everybody's consumption at one moment. Immutable.
 *
 * @param atNs monotonic clock
 * @param wallMs wall clock, milliseconds since 1970
 * @param bridge the bridge
 * @param threads the bridge's threads
 * @param simulators the simulators
 * @param sippCpuMs processor time of all SIPps together
 * @param machine the whole machine
 * @param udpDrops datagrams dropped at the bridge's sockets
 */
record Reading(
        long atNs,
        long wallMs,
        ProcessUsage bridge,
        ThreadTimes threads,
        ProcessUsage simulators,
        long sippCpuMs,
        MachineUsage machine,
        long udpDrops) {
    static Reading take(long bridge, long simulators, List<Long> sipps) throws IOException {
        long sippCpuMs = 0;
        for (long pid : sipps) {
            sippCpuMs += ProcessUsage.of(pid).cpuMs();
        }
        return new Reading(
                System.nanoTime(),
                System.currentTimeMillis(),
                ProcessUsage.of(bridge),
                ThreadTimes.of(bridge),
                ProcessUsage.of(simulators),
                sippCpuMs,
                MachineUsage.now(),
                UdpSockets.drops(bridge));
    }

    double elapsedMs(Reading earlier) {
        return (atNs - earlier.atNs) / 1e6;
    }

    /** Percent of one core that the bridge used since {@code earlier}. */
    double bridgePercent(Reading earlier) {
        return percent(bridge.cpuMs() - earlier.bridge.cpuMs(), earlier);
    }

    /** Percent of one core that the simulators used. */
    double simulatorPercent(Reading earlier) {
        return percent(simulators.cpuMs() - earlier.simulators.cpuMs(), earlier);
    }

    /** Percent of one core that all SIPps used. */
    double sippPercent(Reading earlier) {
        return percent(sippCpuMs - earlier.sippCpuMs, earlier);
    }

    private double percent(long cpuMs, Reading earlier) {
        return cpuMs * 100.0 / elapsedMs(earlier);
    }
}
