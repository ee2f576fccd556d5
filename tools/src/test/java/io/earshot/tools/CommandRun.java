package io.earshot.tools;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs a command line within the test's process. */
public final class CommandRun {
    private CommandRun() {}

    /** All that it printed, and its exit code. */
    public static String of(String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter to = new PrintWriter(printed);
        int code = Earshot.commandLine().setOut(to).setErr(to).execute(arguments);
        return printed + "\nexit code " + code;
    }
}
