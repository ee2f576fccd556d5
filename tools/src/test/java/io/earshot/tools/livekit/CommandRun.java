package io.earshot.tools.livekit;

import io.earshot.tools.console.CommandForm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What a command printed and how it ended.
 *
 * @param status exit code
 * @param out standard output
 * @param err standard error
 */
public record CommandRun(int status, String out, String err) {
    /** Runs one of the commands of this package: {@code trunks}, {@code rooms}, {@code participants} or {@code dispatch}. */
    public static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = CommandForm.of(new CommandLine(command(arguments[0])), "earshot")
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        List<String> rest = Stream.of(arguments).skip(1).toList();
        int status = line.execute(rest.toArray(String[]::new));
        return new CommandRun(status, out.toString(), err.toString());
    }

    private static Class<?> command(String name) {
        return switch (name) {
            case "rooms" -> RoomsCommand.class;
            case "participants" -> ParticipantsCommand.class;
            case "trunks" -> TrunksCommand.class;
            case "dispatch" -> DispatchCommand.class;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
