package io.earshot.bridge.records;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file of lines that is only appended to. A last line without its end, from a crash, is cut off when the file is
 * opened. After a write that failed the file is opened anew and what was half written is cut off before the next one, so that
 * the same lines can be tried again. Confined to the writing thread.
 */
final class LineFile implements AutoCloseable {
    private final Path path;
    private FileChannel channel;
    private long size;
    private long bornMs;
    private boolean broken;

    LineFile(Path path) throws IOException {
        this.path = path;
        cutTornEnd();
        this.channel = open();
    }

    /** Octets of whole lines in it. */
    long size() {
        return size;
    }

    /** Wall time at which the file began, milliseconds since the epoch. */
    long bornMs() {
        return bornMs;
    }

    /** The last lines of a file, {@code bytes} octets of them at most; none when it does not exist. */
    static Set<String> lastLines(Path path, int bytes) throws IOException {
        if (!Files.isRegularFile(path)) {
            return Set.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long from = Math.max(0, file.length() - bytes);
            byte[] end = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(end);
            return new HashSet<>(new String(end, StandardCharsets.UTF_8).lines().toList());
        }
    }

    /** Appends lines with their ends, all or, with an exception, none. */
    void append(List<byte[]> lines) throws IOException {
        mend();
        int bytes = lines.stream().mapToInt(line -> line.length + 1).sum();
        ByteBuffer block = ByteBuffer.allocate(bytes);
        lines.forEach(line -> block.put(line).put((byte) '\n'));
        block.flip();
        broken = true;
        while (block.hasRemaining()) {
            channel.write(block);
        }
        broken = false;
        size += bytes;
    }

    /** Waits until the disk has it. */
    void sync() throws IOException {
        channel.force(false);
    }

    /** Gives the file another name and begins a new one under the old name. */
    void setAside(Path aside) throws IOException {
        channel.force(false);
        Files.move(path, aside);
        channel.close();
        broken = true;
        size = 0;
        mend();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void mend() throws IOException {
        if (!broken) {
            return;
        }
        channel.close();
        cutTo(size);
        channel = open();
        broken = false;
    }

    private FileChannel open() throws IOException {
        FileChannel opened =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        size = opened.size();
        bornMs = size == 0
                ? System.currentTimeMillis()
                : Files.readAttributes(path, BasicFileAttributes.class)
                        .creationTime()
                        .toMillis();
        return opened;
    }

    private void cutTo(long length) throws IOException {
        if (Files.isRegularFile(path) && Files.size(path) > length) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.truncate(length);
            }
        }
        cutTornEnd();
    }

    private void cutTornEnd() throws IOException {
        if (!Files.isRegularFile(path)) {
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
            if (end < file.length()) {
                file.setLength(end);
            }
        }
    }
}
