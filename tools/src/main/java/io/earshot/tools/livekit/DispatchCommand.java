package io.earshot.tools.livekit;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.tools.console.Exit;
import io.earshot.tools.console.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import livekit.LivekitAgentDispatch.RoomAgentDispatch;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPDispatchRuleUpdate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Dispatch rules of a LiveKit server, what they decide, and agents sent into rooms. */
@Command(
        name = "dispatch",
        description = "Lists, creates, changes, deletes and explains dispatch rules; sends agents into rooms.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DispatchCommand.ListAll.class,
            DispatchCommand.Create.class,
            DispatchCommand.Update.class,
            DispatchCommand.Delete.class,
            ExplainCommand.class,
            AgentsCommand.class
        })
public final class DispatchCommand {
    private DispatchCommand() {}

    private static void row(TextTable table, SIPDispatchRuleInfo rule) {
        table.row(
                rule.getSipDispatchRuleId(),
                Words.dash(rule.getName()),
                Words.orAny(rule.getTrunkIdsList()),
                Words.orAny(rule.getInboundNumbersList()),
                Words.orAny(rule.getNumbersList()),
                room(rule.getRule()),
                agents(rule));
    }

    /** The rule's kind and room; a PIN is only mentioned. */
    private static String room(SIPDispatchRule rule) {
        return switch (rule.getRuleCase()) {
            case DISPATCH_RULE_DIRECT ->
                "direct " + rule.getDispatchRuleDirect().getRoomName()
                        + pin(rule.getDispatchRuleDirect().getPin());
            case DISPATCH_RULE_INDIVIDUAL ->
                "individual " + rule.getDispatchRuleIndividual().getRoomPrefix()
                        + pin(rule.getDispatchRuleIndividual().getPin());
            case DISPATCH_RULE_CALLEE ->
                "callee " + rule.getDispatchRuleCallee().getRoomPrefix()
                        + pin(rule.getDispatchRuleCallee().getPin());
            case RULE_NOT_SET -> "?";
        };
    }

    private static String pin(String pin) {
        return pin.isEmpty() ? "" : " (PIN)";
    }

    private static String agents(SIPDispatchRuleInfo rule) {
        return Words.dash(String.join(
                ",",
                rule.getRoomConfig().getAgentsList().stream()
                        .map(RoomAgentDispatch::getAgentName)
                        .toList()));
    }

    /** {@code dispatch list}. */
    @Command(name = "list", description = "Lists dispatch rules.")
    static final class ListAll extends LiveKitCommand {
        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            TextTable table = new TextTable("RULE", "NAME", "TRUNKS", "CALLERS", "CALLED", "ROOM", "AGENTS");
            out.list(api.sip().rules(), table, DispatchCommand::row, "No dispatch rules.");
            return 0;
        }
    }

    /** {@code dispatch create}. */
    @Command(name = "create", description = "Creates a dispatch rule.")
    static final class Create extends LiveKitCommand {
        @Mixin
        private RuleFlags flags = new RuleFlags();

        @Option(names = "--name", paramLabel = "NAME", description = "Name for people.")
        private @Nullable String name;

        @Option(names = "--trunks", paramLabel = "ID", split = ",", description = "Trunks. Default: any.")
        private List<String> trunks = List.of();

        @Option(names = "--inbound-numbers", paramLabel = "NUMBER", split = ",", description = "Callers. Default: any.")
        private List<String> inboundNumbers = List.of();

        @Option(names = "--numbers", paramLabel = "NUMBER", split = ",", description = "Numbers called. Default: any.")
        private List<String> numbers = List.of();

        @Option(names = "--hide-phone-number", description = "Keep the caller's number out of the room.")
        private boolean hide;

        @Option(names = "--metadata", paramLabel = "TEXT", description = "Metadata of the participant.")
        private @Nullable String metadata;

        @Option(names = "--attribute", paramLabel = "KEY=VALUE", description = "Attribute of the participant.")
        private Map<String, String> attributes = Map.of();

        @Option(
                names = "--agent",
                paramLabel = "NAME[=METADATA]",
                mapFallbackValue = "",
                description = "Agent to send into the room; may be repeated.")
        private Map<String, String> agents = Map.of();

        @Option(names = "--room-preset", paramLabel = "NAME", description = "Preset of the room (hosted LiveKit).")
        private @Nullable String preset;

        @Option(names = "--file", paramLabel = "FILE", description = "JSON of the rule; options go before it.")
        private @Nullable Path file;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            SIPDispatchRuleInfo made = api.sip().createRule(rule());
            out.result(made, "Dispatch rule " + made.getSipDispatchRuleId() + " is created.");
            return 0;
        }

        private SIPDispatchRuleInfo rule() {
            SIPDispatchRuleInfo.Builder rule = SIPDispatchRuleInfo.newBuilder();
            Flags.file(this, file, "dispatchRule", rule);
            Flags.set(flags.rule(), rule::setRule);
            Flags.set(name, rule::setName);
            Flags.set(metadata, rule::setMetadata);
            Flags.set(preset, rule::setRoomPreset);
            rule.addAllTrunkIds(trunks).addAllInboundNumbers(inboundNumbers).addAllNumbers(numbers);
            rule.putAllAttributes(attributes).setHidePhoneNumber(hide || rule.getHidePhoneNumber());
            agents.forEach((agent, text) -> rule.getRoomConfigBuilder()
                    .addAgents(
                            RoomAgentDispatch.newBuilder().setAgentName(agent).setMetadata(text)));
            if (!rule.hasRule()) {
                throw wrong("one of --direct, --individual and --callee is needed, as an option or in the file");
            }
            return rule.clearSipDispatchRuleId()
                    .clearCreatedAt()
                    .clearUpdatedAt()
                    .build();
        }
    }

    /** {@code dispatch update}. */
    @Command(name = "update", description = "Changes what is given of a dispatch rule, or replaces it from a file.")
    static final class Update extends LiveKitCommand {
        @Parameters(paramLabel = "ID", description = "Id of the rule.")
        private String id;

        @Mixin
        private RuleFlags flags = new RuleFlags();

        @Option(names = "--name", paramLabel = "NAME", description = "Name for people.")
        private @Nullable String name;

        @Option(names = "--trunks", paramLabel = "ID", split = ",", description = "New list; '' for any.")
        private @Nullable List<String> trunks;

        @Option(names = "--metadata", paramLabel = "TEXT", description = "Metadata of the participant.")
        private @Nullable String metadata;

        @Option(names = "--attribute", paramLabel = "KEY=VALUE", description = "Attribute of the participant.")
        private Map<String, String> attributes = Map.of();

        @Option(names = "--file", paramLabel = "FILE", description = "JSON of the rule that replaces it.")
        private @Nullable Path file;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            SIPDispatchRuleInfo changed = file == null ? change(api) : replace(api);
            out.result(changed, "Dispatch rule " + changed.getSipDispatchRuleId() + " is changed.");
            return 0;
        }

        private SIPDispatchRuleInfo replace(LiveKitApi api) throws ApiException {
            SIPDispatchRuleInfo.Builder rule = SIPDispatchRuleInfo.newBuilder();
            Flags.file(this, file, "dispatchRule", rule);
            return api.sip().replaceRule(id, rule.setSipDispatchRuleId(id).build());
        }

        private SIPDispatchRuleInfo change(LiveKitApi api) throws ApiException {
            SIPDispatchRuleUpdate.Builder update =
                    SIPDispatchRuleUpdate.newBuilder().putAllAttributes(attributes);
            Flags.set(flags.rule(), update::setRule);
            Flags.set(name, update::setName);
            Flags.set(metadata, update::setMetadata);
            Flags.change(trunks, List.of(), List.of(), update::setTrunkIds);
            return api.sip().updateRule(id, update.build());
        }
    }

    /** {@code dispatch delete}. */
    @Command(name = "delete", description = "Deletes dispatch rules.")
    static final class Delete extends LiveKitCommand {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of the rules.")
        private List<String> ids;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            int code = 0;
            for (String id : ids) {
                if (api.sip().deleteRule(id)) {
                    out.done("Dispatch rule " + id + " is deleted.");
                } else {
                    code = fail(
                            Exit.FAILED, "there is no such dispatch rule: " + id, "List them: earshot dispatch list");
                }
            }
            return code;
        }
    }
}
