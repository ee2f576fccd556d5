package io.earshot.tools.simulate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Python environment with the vendors' packages, made once and kept in the build folder until they change. */
final class PythonEnvironment {
    private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();
    private static final Path HOME = Path.of("target/vendor-sdks").toAbsolutePath();
    private static final String NEEDED =
            "The proofs with the vendors' own clients need python3 (3.10 or later) with venv"
                    + " and pip, and a package index to install from: apt-get install python3 python3-venv python3-pip";

    private PythonEnvironment() {}

    /** Makes the environment unless it is there. Throws AssertionError saying what to install. */
    static void prepare() throws IOException, InterruptedException {
        String wanted = Files.readString(SCRIPTS.resolve("requirements.txt"));
        Path made = HOME.resolve("made-for.txt");
        if (Files.exists(made) && Files.readString(made).equals(wanted)) {
            return;
        }
        need(List.of("python3", "-m", "venv", "--clear", HOME.toString()));
        String requirements = SCRIPTS.resolve("requirements.txt").toString();
        need(List.of(HOME.resolve("bin/pip").toString(), "install", "--quiet", "-r", requirements));
        Files.writeString(made, wanted);
    }

    /** Runs a script with one argument; returns what it printed. Throws AssertionError with that when it failed. */
    static String run(String script, String argument, int seconds) throws IOException, InterruptedException {
        return execute(List.of(HOME.resolve("bin/python").toString(), "-u", script, argument), seconds, "");
    }

    private static void need(List<String> command) throws InterruptedException {
        try {
            execute(command, 300, NEEDED + "\n");
        } catch (IOException e) {
            throw new AssertionError(NEEDED, e);
        }
    }

    private static String execute(List<String> command, int seconds, String hint)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("vendor-sdk", ".log");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                String outcome = ended ? "failed" : "did not end within " + seconds + " s";
                throw new AssertionError(hint + String.join(" ", command) + " " + outcome + ":\n" + text);
            }
            return text;
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
