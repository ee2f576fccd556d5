package io.earshot.tools.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.access.RunningBridge;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Levels of a running bridge's log. */
@Command(
        name = "log",
        description = "Shows and changes the log's levels while the bridge runs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {LogCommand.Levels.class, LogCommand.Level.class, LogCommand.Clear.class})
public final class LogCommand {
    private LogCommand() {}

    /** {@code log levels}. */
    @Command(name = "levels", description = "Lists the levels that hold for a while.", mixinStandardHelpOptions = true)
    static final class Levels implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private RunningBridge bridge = new RunningBridge();

        @Override
        public Integer call() throws Exception {
            return bridge.print("GET", "/v1/log", null, spec.commandLine().getOut());
        }
    }

    /** {@code log clear}. */
    @Command(name = "clear", description = "Ends them all.", mixinStandardHelpOptions = true)
    static final class Clear implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private RunningBridge bridge = new RunningBridge();

        @Override
        public Integer call() throws Exception {
            return bridge.print("DELETE", "/v1/log", null, spec.commandLine().getOut());
        }
    }

    /** {@code log level}. */
    @Command(
            name = "level",
            description = "Sets a level for a while: of a logger, of a running call, or of the next calls of a number.",
            mixinStandardHelpOptions = true)
    static final class Level implements Callable<Integer> {
        private static final ObjectMapper JSON = new ObjectMapper();

        @Spec
        private CommandSpec spec;

        @Mixin
        private RunningBridge bridge = new RunningBridge();

        @Parameters(paramLabel = "LEVEL", description = "trace, debug, info, warn or error.")
        private String level = "";

        @Option(
                names = "--minutes",
                paramLabel = "N",
                defaultValue = "10",
                description = "How long (${DEFAULT-VALUE}).")
        private double minutes;

        @ArgGroup(exclusive = true)
        private Target target = new Target();

        /** Whose level. */
        static final class Target {
            @Option(names = "--logger", paramLabel = "NAME", description = "A package or class (io.earshot).")
            private @Nullable String logger;

            @Option(names = "--call", paramLabel = "ID", description = "A running call, by our id or its Call-ID.")
            private @Nullable String call;

            @Option(names = "--number", paramLabel = "NUMBER", description = "The next call from or to that number.")
            private @Nullable String number;
        }

        @Override
        public Integer call() throws Exception {
            ObjectNode asked = JSON.createObjectNode();
            asked.put("level", level);
            asked.put("minutes", minutes);
            if (target.call != null) {
                return ask("PUT", "/v1/calls/" + RunningBridge.encoded(target.call) + "/log", asked);
            }
            if (target.number != null) {
                return ask("POST", "/v1/log/rules", asked.put("number", target.number));
            }
            return ask("PUT", "/v1/log", asked.put("logger", target.logger == null ? "io.earshot" : target.logger));
        }

        private int ask(String method, String path, ObjectNode asked) throws InterruptedException {
            return bridge.print(
                    method, path, asked.toString(), spec.commandLine().getOut());
        }
    }
}
