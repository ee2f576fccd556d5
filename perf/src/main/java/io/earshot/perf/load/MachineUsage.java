package io.earshot.perf.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the whole machine has used since it started. Immutable.
 *
 * @param busyMs processor time spent by anybody, all cores, milliseconds
 * @param totalMs processor time there was, all cores, milliseconds
 * @param udpReceiveDrops datagrams that the kernel dropped because a receiver's buffer was full
 */
public record MachineUsage(long busyMs, long totalMs, long udpReceiveDrops) {
    /** Reads /proc/stat and /proc/net/snmp. */
    public static MachineUsage now() throws IOException {
        String[] cpu =
                Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split("\\s+");
        long total = 0;
        for (int i = 1; i <= 8; i++) {
            total += Long.parseLong(cpu[i]);
        }
        long idle = Long.parseLong(cpu[4]) + Long.parseLong(cpu[5]);
        return new MachineUsage((total - idle) * 10, total * 10, udpDrops());
    }

    /** Share of all cores that was busy since {@code earlier}, 0 to 1. */
    public double busySince(MachineUsage earlier) {
        return (double) (busyMs - earlier.busyMs) / Math.max(1, totalMs - earlier.totalMs);
    }

    private static long udpDrops() throws IOException {
        String[] names = null;
        for (String line : Files.readAllLines(Path.of("/proc/net/snmp"))) {
            if (line.startsWith("Udp:")) {
                String[] fields = line.split(" ");
                if (names != null) {
                    return Long.parseLong(fields[java.util.List.of(names).indexOf("RcvbufErrors")]);
                }
                names = fields;
            }
        }
        throw new IOException("no UDP counters");
    }
}
