package io.earshot.tools;

import io.earshot.tools.process.ReadyLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Does in one process what a start and a first call do, so that the JVM can record which classes they need and keep
 * them in its AOT cache. Ends with the process: the bridge is not taken down.
 */
@Command(name = "train", description = "Training run for the start-up cache.", hidden = true)
final class TrainCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        try (PipedReader said = new PipedReader()) {
            PipedWriter says = new PipedWriter(said);
            Thread.ofPlatform()
                    .daemon()
                    .name("train-serve")
                    .start(() -> run(says, "serve", "--sandbox", "--sip", "127.0.0.1:0", "--http", "127.0.0.1:0"));
            String sip = new ReadyLine(ready(new BufferedReader(said))).address("sip");
            run(nowhere(), "--help");
            return run(nowhere(), "call", "sip:train@" + sip, "--json", "--wav", "yes-please@600", "--duration", "4");
        }
    }

    private static String ready(BufferedReader said) throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new IOException("serve ended before it was ready");
        }
        return line;
    }

    private static int run(Writer out, String... arguments) {
        CommandLine line = Earshot.commandLine();
        line.setOut(new PrintWriter(out));
        return line.execute(arguments);
    }

    private static Writer nowhere() {
        return new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
