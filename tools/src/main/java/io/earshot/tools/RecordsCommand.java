package io.earshot.tools;

import io.earshot.bridge.records.RecordSchema;
import io.earshot.tools.console.Exit;
import io.earshot.tools.records.RecordPrinter;
import io.earshot.tools.serve.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the records of ended calls. */
@Command(
        name = "records",
        description = "Shows the records of ended calls, from every file of a journal, also while a bridge writes it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 printed, 64 wrong usage, 78 wrong configuration."},
        subcommands = RecordShowCommand.class)
final class RecordsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The journal; default: records.file of earshot.yaml here.")
    private @Nullable Path file;

    @Option(names = "--follow", description = "Go on with calls as they end.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Calls that began after it: 2026-11-20T08:00:00Z, or 15m, 2h, 3d ago.")
    private @Nullable String since;

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description =
                    "Calls that fulfil it, as in end.reason=failed, quality.received.mos<3.5 or from~555. May be repeated.")
    private List<String> where = List.of();

    @Option(names = "--json", description = "Print whole records, one line each.")
    private boolean json;

    @Option(names = "--csv", description = "Print the most used fields as CSV.")
    private boolean csv;

    @Option(names = "--summary", description = "Print ratios over all these calls (RFC 6076) at the end.")
    private boolean summary;

    @Option(names = "--schema", description = "Print the JSON schema of a record.")
    private boolean schema;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (schema) {
            out.print(RecordSchema.text());
            out.flush();
            return Exit.OK;
        }
        Path journal = file == null ? RecordShowCommand.configured(new ConfigOptions()) : file;
        try {
            RecordPrinter.Form form =
                    json ? RecordPrinter.Form.JSON : csv ? RecordPrinter.Form.CSV : RecordPrinter.Form.TABLE;
            new RecordPrinter(out, form, since == null ? Instant.EPOCH : instant(since), where, summary)
                    .print(journal, follow);
            return Exit.OK;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Instant instant(String text) {
        if (text.matches("\\d+[smhd]")) {
            long amount = Long.parseLong(text.substring(0, text.length() - 1));
            Duration ago = switch (text.charAt(text.length() - 1)) {
                case 's' -> Duration.ofSeconds(amount);
                case 'm' -> Duration.ofMinutes(amount);
                case 'h' -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
            return Instant.now().minus(ago);
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither a time such as 2026-11-20T08:00:00Z nor 2h", e);
        }
    }
}
