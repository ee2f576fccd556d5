package io.earshot.perf.load;

import io.earshot.tools.console.CommandForm;
import io.earshot.tools.console.JsonFlag;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command of perf is told: where it is, where to leave its files, how to print. Confined to the command. */
public final class RunOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--root", hidden = true, description = "The repository; set by the script.")
    private Path root = Path.of(".");

    @Option(names = "--out", paramLabel = "DIR", description = "Where to leave everything. Default: run/ and its name.")
    private @Nullable Path out;

    @Mixin
    private JsonFlag json = new JsonFlag();

    /** Made by the command line. */
    public RunOptions() {}

    /** A command of perf with the form of all commands. */
    public static CommandLine line(Object run) {
        CommandLine line = new CommandLine(run);
        return CommandForm.of(line, line.getCommandName());
    }

    /** The repository. */
    public Path root() {
        return root.toAbsolutePath().normalize();
    }

    /** What was built there, run by this JVM. */
    public Installation installation() {
        return new Installation(root(), Path.of(System.getProperty("java.home")));
    }

    /** Where to leave files; made when it is not there. */
    public Path out() throws IOException {
        Path usual = Path.of("run", command.name().replaceFirst("^perf/", ""));
        return Files.createDirectories(out == null ? usual : out);
    }

    /** Whether JSON is wanted. */
    public boolean json() {
        return json.wanted();
    }

    /** Prints a result. */
    public void print(String text) {
        PrintWriter to = command.commandLine().getOut();
        to.println(text);
        to.flush();
    }

    /** Tells how far it is. */
    public void say(String text) {
        PrintWriter to = command.commandLine().getErr();
        to.println(command.name() + ": " + text);
        to.flush();
    }
}
