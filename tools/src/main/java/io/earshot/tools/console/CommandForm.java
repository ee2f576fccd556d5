package io.earshot.tools.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What all commands have in common: exit codes, how failures are told, that {@code --json} tells them as JSON too. Standard output belongs
 * to results, standard error to people. Stateless.
 */
public final class CommandForm {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CODES = "Exit codes:";
    private static final String USUAL_CODES = CODES + " 0 done, 1 failed, 64 wrong usage.";

    private CommandForm() {}

    /**
     * Gives a command line, with all its commands, the common form.
     *
     * @param program name before messages, such as {@code earshot}
     */
    public static CommandLine of(CommandLine line, String program) {
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((wrong, arguments) -> tellUsage(program, wrong, arguments));
        line.setExecutionExceptionHandler((failure, command, _) -> tell(program, command, known(failure)));
        giveCodes(line);
        return line;
    }

    /** Tells a failure as this form does, for commands that go on after it; returns its exit code. */
    public static int tell(CommandLine command, CommandFailure failure) {
        return tell("earshot", command, failure);
    }

    private static int tell(String program, CommandLine command, CommandFailure failure) {
        PrintWriter err = command.getErr();
        err.println(program + ": " + StraySecrets.hiddenIn(failure.what(), List.of()));
        if (!failure.advice().isEmpty()) {
            err.println("  " + failure.advice());
        }
        err.flush();
        if (wantsJson(command.getParseResult())) {
            print(command.getOut(), failure);
        }
        return failure.exitCode();
    }

    private static int tellUsage(String program, ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        String told = StraySecrets.hiddenIn(String.valueOf(wrong.getMessage()), List.of(arguments));
        err.println(program + ": " + told);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        if (Arrays.asList(arguments).contains("--json")) {
            print(command.getOut(), new CommandFailure(Exit.USAGE, told));
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static CommandFailure known(Exception failure) {
        return failure instanceof CommandFailure known
                ? known
                : new CommandFailure(
                        Exit.FAILED,
                        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
    }

    private static boolean wantsJson(ParseResult parsed) {
        return parsed != null && parsed.hasMatchedOption("--json");
    }

    private static void print(PrintWriter out, CommandFailure failure) {
        ObjectNode told = JSON.createObjectNode();
        told.put("error", failure.what()).put("exitCode", failure.exitCode());
        if (!failure.advice().isEmpty()) {
            told.put("advice", failure.advice());
        }
        out.println(told);
        out.flush();
    }

    private static void giveCodes(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.exitCodeOnInvalidInput(Exit.USAGE).exitCodeOnExecutionException(Exit.FAILED);
        UsageMessageSpec usage = spec.usageMessage();
        if (line.getSubcommands().isEmpty()
                && usage.exitCodeList().isEmpty()
                && Arrays.stream(usage.footer()).noneMatch(text -> text.startsWith(CODES))) {
            List<String> footer = new java.util.ArrayList<>(List.of(usage.footer()));
            footer.addAll(List.of("", USUAL_CODES));
            usage.footer(footer.toArray(String[]::new));
        }
        line.getSubcommands().values().forEach(CommandForm::giveCodes);
    }
}
