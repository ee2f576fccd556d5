package io.earshot.tools.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** What {@code tools/src/peers/install} left on this machine. Tests without it fail where it is required, and are aborted elsewhere. */
final class Installed {
    static final Path SCRIPTS = Path.of("src/peers").toAbsolutePath();
    /** Set by continuous integration, which installs the peers: then what is missing is a failure. */
    private static final boolean REQUIRED = "required".equals(System.getenv("EARSHOT_PEERS_TESTS"));

    private Installed() {}

    /** A program of ours, built from its module: livekit-server, livekit-sip, lk. */
    static String program(String name) {
        return present(home().resolve("bin").resolve(name)).toString();
    }

    /** The Python with LiveKit's packages. */
    static String python() {
        return present(home().resolve("python/bin/python")).toString();
    }

    /** LiveKit's client for browsers, as one script. */
    static String browserClient() throws IOException {
        return Files.readString(
                present(home().resolve("browser/node_modules/livekit-client/dist/livekit-client.umd.js")));
    }

    /** The address for media in the namespace that the tests' JVM was started in. */
    static String mediaAddress() {
        String address = System.getenv("EARSHOT_NAMESPACE");
        if (address == null) {
            throw missing("a network namespace could not be made: it needs root or unprivileged user namespaces");
        }
        return address;
    }

    /** Says that something is missing: thrown as a failure or as the end of a test that cannot be made here. */
    static RuntimeException missing(String what) {
        String text = what + ". The peers' one command: tools/src/peers/install";
        if (REQUIRED) {
            throw new AssertionError(text);
        }
        return new TestAbortedException(text);
    }

    private static Path present(Path file) {
        if (!Files.exists(file)) {
            throw missing(file + " is not there");
        }
        return file;
    }

    private static Path home() {
        String own = System.getenv("EARSHOT_PEERS");
        if (own != null) {
            return Path.of(own);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path caches = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return caches.resolve("earshot/peers");
    }
}
