package io.earshot.tools;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigFault;
import io.earshot.bridge.config.ConfigSchema;
import io.earshot.bridge.config.ConfigText;
import io.earshot.tools.serve.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at a configuration without starting anything. */
@Command(
        name = "config",
        description = "Checks, shows or describes the configuration of serve; starts nothing.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 usable, 78 wrong configuration."})
final class ConfigCommand {
    private static final int WRONG_CONFIGURATION = 78;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, String> environment;

    /** Made by the command line. */
    ConfigCommand() {
        this(System.getenv());
    }

    ConfigCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Command(
            name = "check",
            description = "Says whether serve could use it; every fault at once, with file and line.",
            mixinStandardHelpOptions = true)
    int check(@Mixin ConfigOptions options, @Option(names = "--json", description = "For scripts.") boolean json) {
        List<ConfigFault> faults = faults(options);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(options, faults));
        } else if (faults.isEmpty()) {
            out.println("usable: " + source(options));
        } else {
            out.println("cannot be used: " + source(options));
            faults.forEach(fault -> out.println("  " + fault));
        }
        out.flush();
        return faults.isEmpty() ? 0 : WRONG_CONFIGURATION;
    }

    @Command(
            name = "show",
            description = "Prints the effective configuration as YAML; secrets are shown as ***.",
            mixinStandardHelpOptions = true)
    int show(
            @Mixin ConfigOptions options,
            @Option(names = "--changed", description = "Only what differs from the defaults.") boolean changed) {
        try {
            BridgeConfig defaults = BridgeConfig.defaults(Map.of());
            print(ConfigText.yaml(options.load(environment), defaults, changed));
            return 0;
        } catch (ConfigException wrong) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("earshot: the configuration cannot be used:");
            wrong.faults().forEach(fault -> err.println("  " + fault));
            return WRONG_CONFIGURATION;
        }
    }

    @Command(
            name = "schema",
            description = "Prints the JSON Schema of the configuration file, for editors.",
            mixinStandardHelpOptions = true)
    int schema() throws IOException {
        print(JSON.writeValueAsString(ConfigSchema.of(BridgeConfig.defaults(Map.of()))) + "\n");
        return 0;
    }

    @Spec
    private CommandSpec spec;

    private List<ConfigFault> faults(ConfigOptions options) {
        try {
            options.load(environment);
            return List.of();
        } catch (ConfigException wrong) {
            return wrong.faults();
        }
    }

    private static ObjectNode json(ConfigOptions options, List<ConfigFault> faults) {
        ObjectNode verdict = JSON.createObjectNode();
        verdict.put("usable", faults.isEmpty());
        verdict.put("source", source(options));
        ArrayNode list = verdict.putArray("faults");
        for (ConfigFault fault : faults) {
            list.addObject().put("where", fault.where()).put("key", fault.key()).put("problem", fault.problem());
        }
        return verdict;
    }

    private static String source(ConfigOptions options) {
        Path file = options.file();
        return file == null ? "the defaults (no earshot.yaml here)" : file.toString();
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
