package io.earshot.bridge.records;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal line by line from a given place on, through every file set aside to the end of the one that is written. Only
 * lines that the writer has finished are given. Confined to one thread.
 */
public final class JournalReader implements AutoCloseable {
    private static final int ATTEMPTS = 10;

    private final Supplier<CallJournal.Committed> committed;
    private final Segments segments;
    private JournalPosition position;
    private @Nullable InputStream in;
    private boolean readsActive;
    private long rotation;
    private long skippedFiles;
    private boolean first;

    /** A line and the place behind it. The octets are not copied. */
    public record Line(byte[] json, JournalPosition after) {}

    JournalReader(Supplier<CallJournal.Committed> committed, Segments segments, JournalPosition from) {
        this.committed = committed;
        this.segments = segments;
        this.position = from;
        this.first = from.segment().isEmpty();
    }

    /** Reads a journal that another process writes, or none does. */
    public static JournalReader of(Path file) {
        Segments segments = new Segments(file.toAbsolutePath());
        return new JournalReader(() -> outside(segments.active()), segments, JournalPosition.START);
    }

    /** Another process tells nothing: a file that was set aside shows by its inode, and what is in it counts. */
    private static CallJournal.Committed outside(Path active) {
        try {
            long inode = ((Number) Files.getAttribute(active, "unix:ino")).longValue();
            return new CallJournal.Committed(inode << 1, Files.size(active));
        } catch (IOException none) {
            return new CallJournal.Committed(0, 0);
        }
    }

    /** The place before the next line. */
    public JournalPosition position() {
        return position;
    }

    /** How often the place to go on from was gone, because the file had been deleted. */
    public long skippedFiles() {
        return skippedFiles;
    }

    /** The next line, or null when there is none now. */
    public @Nullable Line next() throws IOException {
        while (in != null || openNext()) {
            Line line = line();
            if (line != null) {
                return line;
            }
            if (readsActive && committed.get().rotation() == rotation) {
                return null;
            }
            if (readsActive && in == null) {
                return null;
            }
            if (readsActive) {
                // It was set aside meanwhile; what was added before that is read first.
                readsActive = false;
            } else {
                close();
            }
        }
        return null;
    }

    private @Nullable Line line() throws IOException {
        InputStream from = in;
        if (from == null) {
            return null;
        }
        if (readsActive) {
            CallJournal.Committed now = committed.get();
            if (now.rotation() == rotation && position.offset() >= now.bytes()) {
                return null;
            }
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(4_096);
        int octet = from.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = from.read();
        }
        if (octet < 0) {
            if (line.size() > 0 && readsActive) {
                // Half a line: it is read again once the other half is there.
                close();
            } else if (line.size() > 0) {
                position = JournalPosition.endOf(position.segment());
            }
            return null;
        }
        if (position.segment().isEmpty()) {
            throw new IllegalStateException("a line of no file");
        }
        position = new JournalPosition(position.segment(), position.offset() + line.size() + 1);
        return new Line(line.toByteArray(), position);
    }

    /** Opens the file that holds what follows; false when nothing does now. */
    private boolean openNext() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return tryNext(attempt == ATTEMPTS - 1);
            } catch (NoSuchFileException _) {
                // Renamed, compressed or deleted between two looks: the next look finds it under its new name.
            }
        }
        return false;
    }

    private boolean tryNext(boolean lastLook) throws IOException {
        CallJournal.Committed before = committed.get();
        List<Path> files = new ArrayList<>(segments.aside());
        files.add(segments.active());
        int here = indexOf(files, position.segment());
        if (here < 0 && !first && !lastLook) {
            // A listing made while a file is renamed may hold neither of its names; only one that is never seen is
            // gone.
            throw new NoSuchFileException(position.segment());
        }
        int next = following(files, here);
        if (next >= files.size()) {
            return false;
        }
        long offset = next == here ? position.offset() : 0;
        Path file = files.get(next);
        if (file.equals(segments.active()) && before.bytes() <= offset) {
            return false;
        }
        open(file, offset, before);
        skippedFiles += here < 0 && !first ? 1 : 0;
        first = false;
        return true;
    }

    private int following(List<Path> files, int here) throws IOException {
        int next = here < 0 ? 0 : remains(files.get(here)) ? here : here + 1;
        while (next < files.size() && segments.id(files.get(next)).isEmpty()) {
            next++;
        }
        return next;
    }

    private void open(Path file, long offset, CallJournal.Committed before) throws IOException {
        String id = segments.id(file);
        InputStream opened = Segments.open(file);
        if (before.rotating() || committed.get().rotation() != before.rotation() || id.isEmpty()) {
            opened.close();
            throw new NoSuchFileException(file + " was set aside just now");
        }
        opened.skipNBytes(offset);
        in = opened;
        position = new JournalPosition(id, offset);
        readsActive = file.equals(segments.active());
        rotation = before.rotation();
    }

    /** Whether a file has something behind our place. */
    private boolean remains(Path file) throws IOException {
        if (file.equals(segments.active())) {
            return true;
        }
        try (InputStream all = Segments.open(file)) {
            all.skipNBytes(position.offset());
            return all.read() >= 0;
        } catch (EOFException beyond) {
            return false;
        }
    }

    private int indexOf(List<Path> files, String id) throws IOException {
        for (int i = 0; i < files.size() && !id.isEmpty(); i++) {
            if (segments.id(files.get(i)).equals(id)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }
}
