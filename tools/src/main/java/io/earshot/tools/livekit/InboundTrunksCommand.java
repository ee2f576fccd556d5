package io.earshot.tools.livekit;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.tools.console.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import livekit.LivekitSip.SIPHeaderOptions;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import livekit.LivekitSip.SIPInboundTrunkUpdate;
import livekit.LivekitSip.SIPMediaEncryption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trunks that calls come in by. */
@Command(
        name = "inbound",
        description = "Trunks that calls come in by.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InboundTrunksCommand.ListAll.class,
            InboundTrunksCommand.Create.class,
            InboundTrunksCommand.Update.class,
            InboundTrunksCommand.Delete.class
        })
final class InboundTrunksCommand {
    private InboundTrunksCommand() {}

    private static void row(TextTable table, SIPInboundTrunkInfo trunk) {
        table.row(
                trunk.getSipTrunkId(),
                Words.dash(trunk.getName()),
                Words.orAny(trunk.getNumbersList()),
                Words.orAny(trunk.getAllowedNumbersList()),
                Words.orAny(trunk.getAllowedAddressesList()),
                Words.dash(trunk.getAuthUsername()));
    }

    /** {@code trunks inbound list}. */
    @Command(name = "list", description = "Lists inbound trunks.")
    static final class ListAll extends LiveKitCommand {
        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            TextTable table = new TextTable("TRUNK", "NAME", "NUMBERS", "ALLOWED NUMBERS", "ALLOWED ADDRESSES", "USER");
            out.list(api.sip().inbound(), table, InboundTrunksCommand::row, "No inbound trunks.");
            return 0;
        }
    }

    /** {@code trunks inbound create}. */
    @Command(name = "create", description = "Creates an inbound trunk.")
    static final class Create extends LiveKitCommand {
        @Mixin
        private TrunkOptions common = new TrunkOptions();

        @Option(names = "--numbers", paramLabel = "NUMBER", split = ",", description = "Numbers called. Default: any.")
        private List<String> numbers = List.of();

        @Option(names = "--allowed-numbers", paramLabel = "NUMBER", split = ",", description = "Callers. Default: any.")
        private List<String> allowedNumbers = List.of();

        @Option(
                names = "--allowed-addresses",
                paramLabel = "ADDRESS",
                split = ",",
                description = "Source addresses or ranges. Default: any.")
        private List<String> allowedAddresses = List.of();

        @Option(names = "--header", paramLabel = "NAME=VALUE", description = "Header of the 200 answer.")
        private Map<String, String> headers = Map.of();

        @Option(names = "--header-attribute", paramLabel = "HEADER=ATTRIBUTE", description = "INVITE to attribute.")
        private Map<String, String> headerAttributes = Map.of();

        @Option(names = "--attribute-header", paramLabel = "ATTRIBUTE=HEADER", description = "Attribute to BYE.")
        private Map<String, String> attributeHeaders = Map.of();

        @Option(names = "--include-headers", paramLabel = "WHICH", description = "${COMPLETION-CANDIDATES}.")
        private @Nullable SIPHeaderOptions include;

        @Option(names = "--ringing-timeout", paramLabel = "S", description = "Longest time to ring.")
        private @Nullable Integer ringing;

        @Option(names = "--max-duration", paramLabel = "S", description = "Longest call.")
        private @Nullable Integer longest;

        @Option(names = "--encryption", paramLabel = "WHICH", description = "${COMPLETION-CANDIDATES}.")
        private @Nullable SIPMediaEncryption encryption;

        @Option(names = "--file", paramLabel = "FILE", description = "JSON of the trunk; options go before it.")
        private @Nullable Path file;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            SIPInboundTrunkInfo made = api.sip().createInbound(trunk());
            out.result(made, "Inbound trunk " + made.getSipTrunkId() + " is created.");
            return 0;
        }

        private SIPInboundTrunkInfo trunk() {
            SIPInboundTrunkInfo.Builder trunk = SIPInboundTrunkInfo.newBuilder();
            Flags.file(this, file, "trunk", trunk);
            common.set(trunk::setName, trunk::setMetadata, trunk::setAuthUsername, trunk::setAuthPassword);
            Flags.set(include, trunk::setIncludeHeaders);
            Flags.set(encryption, trunk::setMediaEncryption);
            Flags.set(ringing, it -> trunk.setRingingTimeout(Words.seconds(it)));
            Flags.set(longest, it -> trunk.setMaxCallDuration(Words.seconds(it)));
            trunk.addAllNumbers(numbers).addAllAllowedNumbers(allowedNumbers).addAllAllowedAddresses(allowedAddresses);
            trunk.putAllHeaders(headers)
                    .putAllHeadersToAttributes(headerAttributes)
                    .putAllAttributesToHeaders(attributeHeaders);
            return trunk.clearSipTrunkId().clearCreatedAt().clearUpdatedAt().build();
        }
    }

    /** {@code trunks inbound update}. */
    @Command(name = "update", description = "Changes what is given of an inbound trunk, or replaces it from a file.")
    static final class Update extends LiveKitCommand {
        @Parameters(paramLabel = "ID", description = "Id of the trunk.")
        private String id;

        @Mixin
        private TrunkOptions common = new TrunkOptions();

        @Option(names = "--numbers", paramLabel = "NUMBER", split = ",", description = "New list; '' for any.")
        private @Nullable List<String> numbers;

        @Option(names = "--add-number", paramLabel = "NUMBER", description = "Number to add; may be repeated.")
        private List<String> addNumbers = List.of();

        @Option(names = "--remove-number", paramLabel = "NUMBER", description = "Number to remove; may be repeated.")
        private List<String> removeNumbers = List.of();

        @Option(names = "--allowed-numbers", paramLabel = "NUMBER", split = ",", description = "New list; '' for any.")
        private @Nullable List<String> allowedNumbers;

        @Option(
                names = "--allowed-addresses",
                paramLabel = "ADDRESS",
                split = ",",
                description = "New list; '' for any.")
        private @Nullable List<String> allowedAddresses;

        @Option(names = "--file", paramLabel = "FILE", description = "JSON of the trunk that replaces it.")
        private @Nullable Path file;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            SIPInboundTrunkInfo changed = file == null ? change(api) : replace(api);
            out.result(changed, "Inbound trunk " + changed.getSipTrunkId() + " is changed.");
            return 0;
        }

        private SIPInboundTrunkInfo replace(LiveKitApi api) throws ApiException {
            SIPInboundTrunkInfo.Builder trunk = SIPInboundTrunkInfo.newBuilder();
            Flags.file(this, file, "trunk", trunk);
            return api.sip().replaceInbound(id, trunk.setSipTrunkId(id).build());
        }

        private SIPInboundTrunkInfo change(LiveKitApi api) throws ApiException {
            SIPInboundTrunkUpdate.Builder update = SIPInboundTrunkUpdate.newBuilder();
            common.set(update::setName, update::setMetadata, update::setAuthUsername, update::setAuthPassword);
            Flags.change(numbers, addNumbers, removeNumbers, update::setNumbers);
            Flags.change(allowedNumbers, List.of(), List.of(), update::setAllowedNumbers);
            Flags.change(allowedAddresses, List.of(), List.of(), update::setAllowedAddresses);
            return api.sip().updateInbound(id, update.build());
        }
    }

    /** {@code trunks inbound delete}. */
    @Command(name = "delete", description = "Deletes inbound trunks.")
    static final class Delete extends TrunksCommand.Delete {
        @Override
        List<String> existing(LiveKitApi api) throws ApiException {
            return api.sip().inbound().stream()
                    .map(SIPInboundTrunkInfo::getSipTrunkId)
                    .toList();
        }
    }
}
