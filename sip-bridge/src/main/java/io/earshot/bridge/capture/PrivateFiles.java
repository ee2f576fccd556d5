package io.earshot.bridge.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files that only their owner may read, and not for ever. Stateless. */
final class PrivateFiles {
    static final String SUFFIX = ".pcap";

    private PrivateFiles() {}

    /** Creates an empty file for the owner alone, where the file system knows owners. */
    static void create(Path path) throws IOException {
        Files.createFile(path, permissions(path, "rw-------"));
    }

    /** Creates a directory for the owner alone, unless it is there. */
    static void createDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, permissions(path, "rwx------"));
        }
    }

    private static FileAttribute<?>[] permissions(Path path, String allowed) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(allowed))
                }
                : new FileAttribute<?>[0];
    }

    /** Deletes captures older than {@code oldestMs} (wall time), then the oldest until the others are no larger than {@code most}. */
    static int sweep(Path directory, long oldestMs, long most) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparingLong(PrivateFiles::changedMs).reversed())
                    .toList();
        }
        long total = 0;
        int deleted = 0;
        for (Path file : files) {
            total += size(file);
            if (total > most || changedMs(file) < oldestMs) {
                Files.deleteIfExists(file);
                deleted++;
            }
        }
        return deleted;
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    private static long changedMs(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException gone) {
            return 0;
        }
    }
}
