package io.earshot.tools.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigFault;
import io.earshot.bridge.config.ConfigSchema;
import io.earshot.bridge.config.ConfigText;
import io.earshot.bridge.config.EffectiveKey;
import io.earshot.bridge.vendor.Vendor;
import io.earshot.tools.access.RunningBridge;
import io.earshot.tools.console.Exit;
import io.earshot.tools.console.JsonFlag;
import io.earshot.tools.serve.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at a configuration without starting anything, and has a running bridge take over a changed one. */
@Command(
        name = "config",
        description = "Checks, shows or describes the configuration of serve; has a running bridge read it again.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommand {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String CODES = "Exit codes: 0 usable, 64 wrong usage, 78 wrong configuration.";

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    /** Made by the command line. */
    public ConfigCommand() {
        this(System.getenv());
    }

    ConfigCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Command(
            name = "check",
            description = {
                "Says whether serve could use it; every fault at once, with file and line. Keys of providers may be set elsewhere:",
                "those that are not set here are named, and are no fault."
            },
            mixinStandardHelpOptions = true,
            footer = {"", CODES})
    int check(@Mixin ConfigOptions options, @Mixin JsonFlag json) {
        BridgeConfig config;
        try {
            config = options.load(environment);
        } catch (ConfigException wrong) {
            return cannotBeUsed(options, json, wrong.faults());
        }
        List<String> missing = missingKeys(config);
        if (json.wanted()) {
            ObjectNode verdict = verdict(options, List.of());
            missing.forEach(verdict.putArray("missingKeys")::add);
            print(verdict + "\n");
        } else {
            print("usable: " + source(options) + "\n");
            if (!missing.isEmpty()) {
                print("  not set here, and serve does not start without: " + String.join(", ", missing) + "\n");
            }
        }
        return Exit.OK;
    }

    private int cannotBeUsed(ConfigOptions options, JsonFlag json, List<ConfigFault> faults) {
        if (json.wanted()) {
            print(verdict(options, faults) + "\n");
        } else {
            print("cannot be used: " + source(options) + "\n");
            faults.forEach(fault -> print("  " + fault + "\n"));
        }
        return Exit.CONFIGURATION;
    }

    /** Variables of the keys that providers need and have not. */
    private static List<String> missingKeys(BridgeConfig config) {
        return config.needsAgent()
                ? Vendor.of(config).stream()
                        .filter(Vendor::keyless)
                        .map(Vendor::variable)
                        .distinct()
                        .toList()
                : List.of();
    }

    @Command(
            name = "show",
            description = {
                "Prints the effective configuration as YAML; secrets are shown as ***. With --json each key says where its value",
                "came from: default, environment, file (with the line) or setting (--set)."
            },
            mixinStandardHelpOptions = true,
            footer = {"", CODES})
    int show(
            @Mixin ConfigOptions options,
            @Option(names = "--changed", description = "Only what differs from the defaults.") boolean changed,
            @Mixin JsonFlag json)
            throws IOException {
        try {
            if (json.wanted()) {
                List<EffectiveKey> keys = options.explain(environment);
                print(JSON.writeValueAsString(effective(options, keys, changed)) + "\n");
                return Exit.OK;
            }
            BridgeConfig config = options.load(environment);
            print(ConfigText.yaml(config, BridgeConfig.defaults(Map.of()), changed));
            return Exit.OK;
        } catch (ConfigException wrong) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("earshot: the configuration cannot be used:");
            wrong.faults().forEach(fault -> err.println("  " + fault));
            err.flush();
            if (json.wanted()) {
                print(verdict(options, wrong.faults()) + "\n");
            }
            return Exit.CONFIGURATION;
        }
    }

    @Command(
            name = "schema",
            description = {
                "Prints the JSON Schema of the configuration file. For an editor, write it into a file and begin earshot.yaml with",
                "# yaml-language-server: $schema=earshot.schema.json"
            },
            mixinStandardHelpOptions = true)
    int schema(@Mixin JsonFlag json) throws IOException {
        print(JSON.writeValueAsString(ConfigSchema.of(BridgeConfig.defaults(Map.of()))) + "\n");
        return Exit.OK;
    }

    @Command(
            name = "reload",
            description = {
                "Has a running bridge read its configuration again: all of it is in force for new calls, but for what needs a",
                "restart, or nothing is changed. Running calls keep what they began with."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 applied, or nothing had changed; 64 wrong usage, 69 no bridge answers, 77 the token is not"
                        + " accepted, 78 refused: all faults are named, nothing is changed."
            })
    int reload(@Mixin RunningBridge bridge) throws IOException, InterruptedException {
        return new ReloadRequest(bridge).run(spec.commandLine().getOut());
    }

    private static ObjectNode verdict(ConfigOptions options, List<ConfigFault> faults) {
        ObjectNode verdict = JSON.createObjectNode();
        verdict.put("usable", faults.isEmpty());
        verdict.put("source", source(options));
        ArrayNode list = verdict.putArray("faults");
        for (ConfigFault fault : faults) {
            list.addObject().put("where", fault.where()).put("key", fault.key()).put("problem", fault.problem());
        }
        return verdict;
    }

    /** Keys with their values, and where each came from. */
    private static ObjectNode effective(ConfigOptions options, List<EffectiveKey> keys, boolean changedOnly) {
        ObjectNode shown = JSON.createObjectNode();
        shown.put("usable", true);
        shown.put("source", source(options));
        ObjectNode all = shown.putObject("keys");
        for (EffectiveKey key : keys) {
            if (key.changed() || !changedOnly) {
                describe(all.putObject(key.key()), key);
            }
        }
        return shown;
    }

    private static void describe(ObjectNode node, EffectiveKey key) {
        node.putPOJO("value", key.value());
        node.put("from", key.origin().name().toLowerCase(Locale.ROOT));
        if (!key.where().isEmpty()) {
            node.put("where", key.where());
        }
        if (!key.reference().isEmpty()) {
            node.put("reference", key.reference());
        }
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
