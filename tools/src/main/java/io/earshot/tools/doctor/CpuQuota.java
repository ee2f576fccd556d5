package io.earshot.tools.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What control groups let this process have of the processors: the least of its own group and those above it, version 2 or 1. Immutable.
 *
 * @param processors how many; -1 where nothing is limited
 * @param throttled share of its periods, 0 to 1, in which it was stopped; -1 where nobody counts
 */
record CpuQuota(double processors, double throttled) {
    static final CpuQuota NONE = new CpuQuota(-1, -1);

    /** Of this process. */
    static CpuQuota read() {
        return read(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
    }

    /**
     * Of a process.
     *
     * @param groups its list of groups, as {@code /proc/PID/cgroup}
     * @param mount where control groups are mounted
     */
    static CpuQuota read(Path groups, Path mount) {
        CpuQuota least = NONE;
        for (String line : lines(groups)) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) {
                least = least.or(above(mount, parts[2], mount.resolve("unified")));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("cpu")) {
                least = least.or(above(mount.resolve("cpu"), parts[2], mount.resolve(parts[1])));
            }
        }
        return least;
    }

    /** A container sees its own group as the root of the mount, whatever its list of groups says. */
    private static CpuQuota above(Path mount, String group, Path otherMount) {
        CpuQuota least = of(mount).or(of(otherMount));
        for (Path at = mount.resolve(group.substring(Math.min(1, group.length())));
                at != null && !at.equals(mount);
                at = at.getParent()) {
            least = least.or(of(at));
        }
        return least;
    }

    private static CpuQuota of(Path group) {
        List<String> both = lines(group.resolve("cpu.max"));
        if (!both.isEmpty()) {
            String[] words = both.getFirst().strip().split(" ");
            return words.length == 2 ? of(words[0], words[1], group) : NONE;
        }
        List<String> quota = lines(group.resolve("cpu.cfs_quota_us"));
        List<String> period = lines(group.resolve("cpu.cfs_period_us"));
        return quota.isEmpty() || period.isEmpty() ? NONE : of(quota.getFirst(), period.getFirst(), group);
    }

    private static CpuQuota of(String quota, String period, Path group) {
        return quota.strip().matches("\\d{1,12}") && period.strip().matches("[1-9]\\d{0,11}")
                ? new CpuQuota(
                        Double.parseDouble(quota.strip()) / Double.parseDouble(period.strip()),
                        throttled(lines(group.resolve("cpu.stat"))))
                : NONE;
    }

    private static double throttled(List<String> counts) {
        double periods = count(counts, "nr_periods ");
        return periods > 0 ? count(counts, "nr_throttled ") / periods : -1;
    }

    private static double count(List<String> counts, String name) {
        return counts.stream()
                .filter(it -> it.startsWith(name))
                .map(it -> it.substring(name.length()).strip())
                .filter(it -> it.matches("\\d{1,18}"))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(0);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException none) {
            return List.of();
        }
    }

    private CpuQuota or(CpuQuota other) {
        return processors < 0 || (other.processors >= 0 && other.processors < processors) ? other : this;
    }
}
