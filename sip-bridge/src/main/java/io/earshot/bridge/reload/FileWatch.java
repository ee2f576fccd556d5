package io.earshot.bridge.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Knows when files have changed and are quiet again. It looks at what a path leads to now, so that a file replaced by another (as editors
 * do) and a link led elsewhere (as Kubernetes does with a ConfigMap) count like a file written in place. It looks from time to time rather
 * than being told, which also works on network file systems. Confined to the watching thread.
 */
final class FileWatch {
    private static final Stamp MISSING = new Stamp("", 0, 0, "");

    private final Supplier<? extends Collection<Path>> files;
    private Map<Path, Stamp> settled;
    private Map<Path, Stamp> last;

    /** Where a path leads and what is there. */
    private record Stamp(String target, long modifiedNs, long size, String key) {}

    /** Takes the files as they are now for known; {@code files} is asked at each look. */
    FileWatch(Supplier<? extends Collection<Path>> files) {
        this.files = files;
        this.last = stamps();
        this.settled = new HashMap<>(last);
    }

    /**
     * Whether something changed since it last said so, and did not change any more since the look before. A file that is new among those
     * watched is taken for known: it was just read.
     */
    boolean look() {
        Map<Path, Stamp> now = stamps();
        boolean quiet = !differ(last, now);
        last = now;
        settled.keySet().retainAll(now.keySet());
        now.forEach(settled::putIfAbsent);
        if (!quiet || !differ(settled, now)) {
            return false;
        }
        settled = new HashMap<>(now);
        return true;
    }

    private static boolean differ(Map<Path, Stamp> before, Map<Path, Stamp> now) {
        return before.entrySet().stream()
                .anyMatch(file ->
                        now.containsKey(file.getKey()) && !file.getValue().equals(now.get(file.getKey())));
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new HashMap<>();
        for (Path file : files.get()) {
            stamps.put(file, stamp(file));
        }
        return stamps;
    }

    private static Stamp stamp(Path file) {
        try {
            Path target = file.toRealPath();
            BasicFileAttributes there = Files.readAttributes(target, BasicFileAttributes.class);
            return new Stamp(
                    target.toString(),
                    there.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                    there.size(),
                    String.valueOf(there.fileKey()));
        } catch (IOException e) {
            return MISSING;
        }
    }
}
