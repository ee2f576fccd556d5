package io.earshot.tools;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Does what a typical start does, so that the JVM can record which classes to keep in its AOT cache. */
@Command(name = "train", description = "Training run for the start-up cache.", hidden = true)
final class TrainCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        CommandLine line = Earshot.commandLine();
        line.setOut(new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        return line.execute("--help");
    }
}
