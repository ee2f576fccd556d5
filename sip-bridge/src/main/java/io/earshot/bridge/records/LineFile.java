package io.earshot.bridge.records;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file of lines that is only appended to. A last line without its end, from a crash, is cut off when the file is
 * opened; a file that has grown to its limit is set aside under the time. Confined to the writing thread.
 */
final class LineFile implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Path path;
    private final long limitBytes;
    private FileChannel channel;

    LineFile(Path path, long limitBytes) throws IOException {
        this.path = path;
        this.limitBytes = limitBytes;
        cutTornEnd(path);
        this.channel = open(path);
    }

    /** The last lines, {@code bytes} octets of them at most. */
    Set<String> lastLines(int bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long from = Math.max(0, file.length() - bytes);
            byte[] end = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(end);
            return new HashSet<>(new String(end, StandardCharsets.UTF_8).lines().toList());
        }
    }

    /** Appends lines with their ends, in one write. */
    void append(List<byte[]> lines) throws IOException {
        int bytes = lines.stream().mapToInt(line -> line.length + 1).sum();
        ByteBuffer block = ByteBuffer.allocate(bytes);
        lines.forEach(line -> block.put(line).put((byte) '\n'));
        block.flip();
        while (block.hasRemaining()) {
            channel.write(block);
        }
        if (channel.size() >= limitBytes) {
            setAside();
        }
    }

    /** Waits until the disk has it. */
    void sync() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void setAside() throws IOException {
        channel.force(false);
        channel.close();
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        String aside = stem + "-" + STAMP.format(Instant.now()) + (dot < 0 ? "" : name.substring(dot));
        Files.move(path, path.resolveSibling(aside), StandardCopyOption.ATOMIC_MOVE);
        channel = open(path);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static void cutTornEnd(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long end = file.length();
            while (end > 0) {
                file.seek(end - 1);
                if (file.read() == '\n') {
                    break;
                }
                end--;
            }
            file.setLength(end);
        }
    }
}
