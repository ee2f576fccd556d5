package io.earshot.bridge.records;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The files of a journal: those set aside, named after the time, and the one that is written. A file is known by the digest of
 * its first line, so that a place in it is found again after it was renamed or compressed. Thread-safe because the only state
 * is a concurrent map of digests.
 */
final class Segments {
    static final String COMPRESSED = ".gz";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
    private static final int LONGEST_FIRST_LINE = 8 << 20;

    private final Path active;
    private final String stem;
    private final String suffix;
    private final Pattern asideName;
    private final Map<String, String> ids = new ConcurrentHashMap<>();

    Segments(Path active) {
        this.active = active;
        String name = active.getFileName().toString();
        int dot = name.lastIndexOf('.');
        this.stem = dot <= 0 ? name : name.substring(0, dot);
        this.suffix = dot <= 0 ? "" : name.substring(dot);
        this.asideName =
                Pattern.compile(Pattern.quote(stem) + "-(\\d{8}-\\d{6}-\\d{3})" + Pattern.quote(suffix) + "(\\.gz)?");
    }

    /** The file that is written. */
    Path active() {
        return active;
    }

    /** The files set aside, oldest first. */
    List<Path> aside() throws IOException {
        List<Path> found = new ArrayList<>();
        Path folder = active.toAbsolutePath().getParent();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, stem + "-*")) {
            for (Path each : all) {
                if (asideName.matcher(each.getFileName().toString()).matches()) {
                    found.add(each);
                }
            }
        }
        found.sort(Comparator.comparing(Segments::stamp));
        return withoutDoubles(found);
    }

    /** A name for the file that is to be set aside now: later than every one there is, whatever the clock says. */
    Path nextAside(Instant now) throws IOException {
        List<Path> before = aside();
        String stamp = STAMP.format(now);
        if (!before.isEmpty()) {
            String last = stampOf(before.getLast());
            if (stamp.compareTo(last) <= 0) {
                stamp = STAMP.format(STAMP.parse(last, Instant::from).plusMillis(1));
            }
        }
        return active.resolveSibling(stem + "-" + stamp + suffix);
    }

    /** When a file was set aside. */
    Instant setAsideAt(Path aside) {
        return STAMP.parse(stampOf(aside), Instant::from);
    }

    /**
     * What a file is known by; empty while it has no line.
     *
     * @throws NoSuchFileException when a file set aside was renamed, compressed or deleted meanwhile
     */
    String id(Path file) throws IOException {
        if (file.equals(active)) {
            return Files.exists(file) ? digestOfFirstLine(file) : "";
        }
        String known = ids.get(key(file));
        if (known != null) {
            return known;
        }
        String id = digestOfFirstLine(file);
        ids.put(key(file), id);
        return id;
    }

    /** Whether a file set aside is known by this id. */
    boolean knows(String id) throws IOException {
        for (Path file : aside()) {
            if (id(file).equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** Opens a file for reading from its beginning, uncompressed. */
    static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return file.getFileName().toString().endsWith(COMPRESSED)
                    ? new GZIPInputStream(raw, 1 << 16)
                    : new BufferedInputStream(raw, 1 << 16);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Forgets digests of files that are gone. */
    void forget(Path file) {
        ids.remove(key(file));
    }

    private String stampOf(Path aside) {
        var matcher = asideName.matcher(aside.getFileName().toString());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not set aside: " + aside);
        }
        return matcher.group(1);
    }

    private static String stamp(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(COMPRESSED) ? name.substring(0, name.length() - COMPRESSED.length()) + "~" : name;
    }

    private static String key(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(COMPRESSED) ? name.substring(0, name.length() - COMPRESSED.length()) : name;
    }

    /** While a file is being compressed, or after a crash just then, it is there twice: the first of the two counts. */
    private static List<Path> withoutDoubles(List<Path> sorted) {
        List<Path> single = new ArrayList<>();
        for (Path file : sorted) {
            if (single.isEmpty() || !key(single.getLast()).equals(key(file))) {
                single.add(file);
            }
        }
        return single;
    }

    private static String digestOfFirstLine(Path file) throws IOException {
        try (InputStream in = open(file)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(4_096);
            int octet = in.read();
            while (octet >= 0 && octet != '\n' && line.size() < LONGEST_FIRST_LINE) {
                line.write(octet);
                octet = in.read();
            }
            return octet == '\n' ? digest(line.toByteArray()) : "";
        }
    }

    private static String digest(byte[] line) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(line);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }
}
