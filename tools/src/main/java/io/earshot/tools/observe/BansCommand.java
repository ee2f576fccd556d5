package io.earshot.tools.observe;

import io.earshot.tools.access.RunningBridge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot bans}: who is banned by a running bridge, and ending that. */
@Command(
        name = "bans",
        description = "Lists the addresses that a running bridge does not listen to, or ends their bans.",
        mixinStandardHelpOptions = true)
public final class BansCommand implements Callable<Integer> {
    private static final String PATH = "/v1/guard/bans";

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningBridge bridge = new RunningBridge();

    @Option(names = "--lift", paramLabel = "ADDRESS", description = "End the ban of this address; all: every ban.")
    private String lift = "";

    @Override
    public Integer call() throws InterruptedException {
        String path = lift.isEmpty() || lift.equals("all") ? PATH : PATH + "/" + RunningBridge.encoded(lift);
        return bridge.print(
                lift.isEmpty() ? "GET" : "DELETE",
                path,
                null,
                spec.commandLine().getOut());
    }
}
