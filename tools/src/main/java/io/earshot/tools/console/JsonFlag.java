package io.earshot.tools.console;

import picocli.CommandLine.Option;

/** The option {@code --json}, the same for every command: results as JSON on standard output, failures too. Confined to the command. */
public final class JsonFlag {
    @Option(names = "--json", description = "Print JSON instead of text, for scripts; failures too.")
    private boolean json;

    /** Made by the command line. */
    public JsonFlag() {}

    /** Whether JSON is wanted. */
    public boolean wanted() {
        return json;
    }
}
