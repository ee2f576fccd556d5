package io.earshot.tools.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a log, at most its last 64 MB, line by line. Stateless. */
final class LogFile {
    private static final long MOST_OCTETS = 64L << 20;
    private static final long MOST_LINES = 2_000_000;
    private static final int LONGEST_LINE = 1 << 20;
    private static final int LOOKED_AT = 4_096;

    /** Why a file is no log that can be read, for people. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }
    }

    private LogFile() {}

    /**
     * Gives each line to {@code taker}; longer ones than 1 MB are cut.
     *
     * @return octets that were passed over at its beginning
     * @throws Unreadable with the reason
     */
    static long read(Path log, Consumer<String> taker) throws Unreadable {
        if (Files.isDirectory(log)) {
            throw new Unreadable("is a directory");
        }
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            long passed = Math.max(0, file.size() - MOST_OCTETS);
            file.position(passed);
            read(Channels.newInputStream(file), passed > 0, taker);
            return passed;
        } catch (NoSuchFileException none) {
            throw new Unreadable("does not exist");
        } catch (AccessDeniedException forbidden) {
            throw new Unreadable("may not be read by this user");
        } catch (Unreadable known) {
            throw known;
        } catch (IOException failed) {
            throw new Unreadable("cannot be read (" + failed.getMessage() + ")");
        }
    }

    /** The same from a stream, as it comes. */
    static void read(InputStream in, boolean midLine, Consumer<String> taker) throws IOException {
        // ISO 8859-1 reads any octets; the words looked for are ASCII.
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), 2 * LOOKED_AT);
        look(lines);
        StringBuilder line = new StringBuilder();
        boolean more = !midLine || next(lines, line);
        for (long count = 0; more && count < MOST_LINES; count++) {
            line.setLength(0);
            more = next(lines, line);
            if (!line.isEmpty()) {
                taker.accept(line.toString());
            }
        }
    }

    private static void look(BufferedReader lines) throws IOException {
        lines.mark(LOOKED_AT);
        char[] first = new char[LOOKED_AT];
        int length = Math.max(0, lines.read(first));
        lines.reset();
        String text = new String(first, 0, length);
        if (text.isEmpty()) {
            throw new Unreadable("is empty");
        }
        if (text.startsWith("\u001f\u008b") || text.startsWith("(\u00b5/\u00fd") || text.startsWith("BZh")) {
            throw new Unreadable(
                    "is compressed: unpack it and give it by --log - (zcat FILE | earshot doctor --log -)");
        }
        if (text.indexOf('\0') >= 0) {
            throw new Unreadable("is binary, and no log");
        }
    }

    /** Reads one line into {@code line}; false at the end. */
    private static boolean next(Reader in, StringBuilder line) throws IOException {
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                return true;
            }
            if (line.length() < LONGEST_LINE && octet != '\r') {
                line.append((char) octet);
            }
        }
        return false;
    }
}
