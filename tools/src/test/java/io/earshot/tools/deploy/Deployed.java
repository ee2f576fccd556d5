package io.earshot.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The deployment's files, and the programs that judge them. */
final class Deployed {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path DEPLOY = ROOT.resolve("sip-bridge/deploy");
    static final Path DOCS = ROOT.resolve("sip-bridge/docs");

    private Deployed() {}

    /** What a program printed. */
    record Ran(int status, String output) {}

    /** Runs a program of a Debian package; a missing one fails the test and says what to install. */
    static Ran run(String debianPackage, Path directory, String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            throw new AssertionError(
                    command[0] + " is missing: apt-get install " + debianPackage + " (.ci/run does so)", missing);
        }
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }

    static void succeeds(String debianPackage, Path directory, String... command) throws Exception {
        Ran ran = run(debianPackage, directory, command);
        assertThat(ran.status())
                .as(String.join(" ", command) + "\n" + ran.output())
                .isZero();
    }

    /** The files under a directory of the deployment with this ending. */
    static List<Path> files(String directory, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(DEPLOY.resolve(directory))) {
            List<Path> found =
                    new ArrayList<>(all.filter(path -> path.toString().endsWith(ending))
                            .sorted()
                            .toList());
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    /** Every Markdown file of the repository. */
    static List<Path> guides() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT, 6)) {
            List<Path> found = all.filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !path.toString().matches(".*/(target|run|node_modules)/.*"))
                    .sorted()
                    .toList();
            assertThat(found).contains(ROOT.resolve("README.md"), DOCS.resolve("OPERATIONS.md"));
            return found;
        }
    }
}
