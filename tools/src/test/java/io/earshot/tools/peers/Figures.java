package io.earshot.tools.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** What tests measured, for people to read: {@code target/peers/figures.txt}. Thread-safe: one append a line. */
final class Figures {
    private static final Path FILE = Path.of("target/peers/figures.txt").toAbsolutePath();

    private Figures() {}

    static void note(String format, Object... values) throws IOException {
        Files.createDirectories(FILE.getParent());
        String line = String.format(Locale.ROOT, format, values) + "\n";
        Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
