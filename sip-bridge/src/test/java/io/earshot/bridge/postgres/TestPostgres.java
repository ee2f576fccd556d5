package io.earshot.bridge.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own on loopback, from Debian's or Ubuntu's package {@code postgresql}. It does not run as root: root lends
 * it the user {@code postgres} that the package makes.
 */
final class TestPostgres implements AutoCloseable {
    private static final String MISSING =
            "PostgreSQL's programs are missing: apt-get install postgresql (Debian, Ubuntu)";

    private final Path programs;
    private final Path folder;
    private final int port;
    private Process server;

    private TestPostgres(Path programs, Path folder, int port) throws Exception {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.server = launch();
    }

    static TestPostgres start() throws Exception {
        Path programs = programs();
        Path folder = Files.createTempDirectory("earshot-postgres");
        if (root()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        run(
                folder,
                programs.resolve("initdb"),
                "-D",
                folder.resolve("data").toString(),
                "-U",
                "earshot",
                "-A",
                "trust",
                "--no-sync");
        return new TestPostgres(programs, folder, freePort());
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Ends it as a power cut would. */
    void kill() throws Exception {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly().waitFor();
    }

    void restart() throws Exception {
        server = launch();
    }

    private Process launch() throws Exception {
        Process started = new ProcessBuilder(command(
                        programs.resolve("postgres"),
                        "-D",
                        folder.resolve("data").toString(),
                        "-p",
                        Integer.toString(port),
                        "-h",
                        "127.0.0.1",
                        "-k",
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()))
                .start();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!ready() && System.nanoTime() - deadlineNs < 0) {
            assertThat(started.isAlive()).as(log()).isTrue();
        }
        return started;
    }

    private boolean ready() throws Exception {
        Process asked = new ProcessBuilder(
                        programs.resolve("pg_isready").toString(), "-h", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return asked.waitFor() == 0;
    }

    private String log() throws IOException {
        Path log = folder.resolve("server.log");
        return Files.exists(log) ? Files.readString(log) : "no log";
    }

    @Override
    public void close() throws Exception {
        server.descendants().forEach(ProcessHandle::destroy);
        server.destroy();
        if (!server.waitFor(20, TimeUnit.SECONDS)) {
            kill();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static void run(Path folder, Path program, String... arguments) throws Exception {
        Path log = folder.resolve("initdb.log");
        Process process = new ProcessBuilder(command(program, arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(folder.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static List<String> command(Path program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Path programs() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        assertThat(versions).as(MISSING).isDirectory();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(versions)) {
            for (Path version : all) {
                if (Files.isExecutable(version.resolve("bin/initdb"))) {
                    return version.resolve("bin");
                }
            }
        }
        throw new AssertionError(MISSING);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
