package io.earshot.media.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds libopus for this platform on the class path (the natives of {@code org.lwjgl:lwjgl-opus}), copies it to a
 * temporary file and loads it, once for the life of the process. Thread-safe because class loading is.
 */
final class OpusLibrary {
    private static final Outcome OUTCOME =
            load(resource(System.getProperty("os.name", ""), System.getProperty("os.arch", "")));

    /** What loading came to: the symbols, or why there are none. */
    record Outcome(@Nullable SymbolLookup symbols, String failure) {}

    private OpusLibrary() {}

    /** Whether libopus is loaded. */
    static boolean available() {
        return OUTCOME.symbols != null;
    }

    /** The library's symbols; IllegalStateException, with the reason, when it is not available. */
    static SymbolLookup symbols() {
        SymbolLookup symbols = OUTCOME.symbols;
        if (symbols == null) {
            throw new IllegalStateException("Opus is not available: " + OUTCOME.failure);
        }
        return symbols;
    }

    /** Resource name of the shared library of a platform; there is none for most. */
    static String resource(String osName, String osArch) {
        String system = osName.toLowerCase(Locale.ROOT);
        String machine = switch (osArch) {
            case "amd64", "x86_64" -> "x64";
            case "aarch64" -> "arm64";
            default -> osArch;
        };
        return system + "/" + machine + "/org/lwjgl/opus/libopus.so";
    }

    static Outcome load(String resource) {
        try (InputStream in = OpusLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                return new Outcome(null, "no native library for this platform (" + resource + ")");
            }
            return new Outcome(load(in), "");
        } catch (IOException | RuntimeException | LinkageError e) {
            return new Outcome(null, "cannot load " + resource + ": " + e);
        }
    }

    /** The file may go as soon as the library is mapped. */
    @SuppressWarnings("restricted") // native access is the purpose
    private static SymbolLookup load(InputStream in) throws IOException {
        Path file = Files.createTempFile("earshot-opus-", ".so");
        try {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return SymbolLookup.libraryLookup(file, Arena.global());
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
