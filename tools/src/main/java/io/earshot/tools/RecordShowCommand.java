package io.earshot.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.bridge.config.ConfigException;
import io.earshot.tools.console.CommandFailure;
import io.earshot.tools.console.Exit;
import io.earshot.tools.records.RecordFinder;
import io.earshot.tools.records.RecordStory;
import io.earshot.tools.serve.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what happened in one call. */
@Command(
        name = "show",
        description = "Tells what happened in one call, for people: who, when, why it ended, how it sounded.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 found, 1 no such call, 64 wrong usage, 78 wrong configuration."})
final class RecordShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Parameters(
            paramLabel = "CALL",
            description =
                    "Our id (EC_…), LiveKit's, the SIP Call-ID or the trace id; or part of a number: its latest five calls.")
    private String call;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The journal; default: records.file of the configuration.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print whole records, one line each.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<JsonNode> found = RecordFinder.find(journal(), call);
        if (found.isEmpty()) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "no record of " + call + " in " + journal(),
                    "Name another journal with --file; earshot records lists the calls of one.");
        }
        PrintWriter out = spec.commandLine().getOut();
        found.forEach(record -> out.println(json ? record.toString() : new RecordStory(record).text()));
        out.flush();
        return Exit.OK;
    }

    private Path journal() {
        return file == null ? configured(options) : file;
    }

    /** The journal that the configuration names. */
    static Path configured(ConfigOptions options) {
        try {
            String named = options.load(System.getenv()).records().file();
            if (named.isEmpty()) {
                throw new CommandFailure(
                        Exit.USAGE, "the configuration has no records.file", "Name the journal's file.");
            }
            return Path.of(named);
        } catch (ConfigException wrong) {
            throw new CommandFailure(
                    Exit.CONFIGURATION,
                    "the configuration cannot be used: " + wrong.faults(),
                    "Mend it, or name the journal's file.");
        }
    }
}
