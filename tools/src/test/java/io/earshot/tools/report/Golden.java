package io.earshot.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts compared with files under src/test/resources/report; written anew with {@code EARSHOT_GOLDEN=write} set. */
final class Golden {
    private static final Path HOME = Path.of("src/test/resources/report");

    private Golden() {}

    static void assertMatches(String name, String text) throws IOException {
        Path file = HOME.resolve(name);
        if ("write".equals(System.getenv("EARSHOT_GOLDEN"))) {
            Files.createDirectories(HOME);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
