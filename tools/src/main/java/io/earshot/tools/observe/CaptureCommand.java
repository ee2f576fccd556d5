package io.earshot.tools.observe;

import io.earshot.tools.access.RunningBridge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Packet captures of a running bridge's calls. */
@Command(
        name = "capture",
        description = "Captures the packets of a running call for Wireshark, where the bridge is (capture.directory).",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CaptureCommand.Start.class, CaptureCommand.Stop.class})
public final class CaptureCommand {
    private CaptureCommand() {}

    private static String path(String call) {
        return "/v1/calls/" + RunningBridge.encoded(call) + "/capture";
    }

    /** {@code capture start}. */
    @Command(name = "start", description = "Begins a capture.", mixinStandardHelpOptions = true)
    static final class Start implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private RunningBridge bridge = new RunningBridge();

        @Parameters(paramLabel = "CALL", description = "The call, by our id or its Call-ID.")
        private String call = "";

        @Option(
                names = "--seconds",
                paramLabel = "N",
                defaultValue = "300",
                description = "How long (${DEFAULT-VALUE}).")
        private int seconds;

        @Override
        public Integer call() throws Exception {
            return bridge.print(
                    "POST",
                    path(call),
                    "{\"action\":\"start\",\"seconds\":" + seconds + "}",
                    spec.commandLine().getOut());
        }
    }

    /** {@code capture stop}. */
    @Command(name = "stop", description = "Ends a capture.", mixinStandardHelpOptions = true)
    static final class Stop implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private RunningBridge bridge = new RunningBridge();

        @Parameters(paramLabel = "CALL", description = "The call, by our id or its Call-ID.")
        private String call = "";

        @Override
        public Integer call() throws Exception {
            return bridge.print(
                    "POST",
                    path(call),
                    "{\"action\":\"stop\"}",
                    spec.commandLine().getOut());
        }
    }
}
