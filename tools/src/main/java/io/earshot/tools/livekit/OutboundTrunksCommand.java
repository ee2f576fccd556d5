package io.earshot.tools.livekit;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.tools.console.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import livekit.LivekitSip.SIPMediaEncryption;
import livekit.LivekitSip.SIPOutboundTrunkInfo;
import livekit.LivekitSip.SIPOutboundTrunkUpdate;
import livekit.LivekitSip.SIPTransport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trunks that numbers are called by. */
@Command(
        name = "outbound",
        description = "Trunks that numbers are called by.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            OutboundTrunksCommand.ListAll.class,
            OutboundTrunksCommand.Create.class,
            OutboundTrunksCommand.Update.class,
            OutboundTrunksCommand.Delete.class
        })
final class OutboundTrunksCommand {
    private OutboundTrunksCommand() {}

    private static void row(TextTable table, SIPOutboundTrunkInfo trunk) {
        table.row(
                trunk.getSipTrunkId(),
                Words.dash(trunk.getName()),
                trunk.getAddress(),
                trunk.getTransport().name().replace("SIP_TRANSPORT_", ""),
                Words.orAny(trunk.getNumbersList()),
                Words.dash(trunk.getAuthUsername()));
    }

    /** {@code trunks outbound list}. */
    @Command(name = "list", description = "Lists outbound trunks.")
    static final class ListAll extends LiveKitCommand {
        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            TextTable table = new TextTable("TRUNK", "NAME", "ADDRESS", "TRANSPORT", "NUMBERS", "USER");
            out.list(api.sip().outbound(), table, OutboundTrunksCommand::row, "No outbound trunks.");
            return 0;
        }
    }

    /** {@code trunks outbound create}. */
    @Command(name = "create", description = "Creates an outbound trunk.")
    static final class Create extends LiveKitCommand {
        @Mixin
        private TrunkOptions common = new TrunkOptions();

        @Option(names = "--address", paramLabel = "HOST[:PORT]", description = "The provider's SIP server.")
        private @Nullable String address;

        @Option(names = "--transport", paramLabel = "WHICH", description = "${COMPLETION-CANDIDATES}.")
        private @Nullable SIPTransport transport;

        @Option(names = "--numbers", paramLabel = "NUMBER", split = ",", description = "Numbers to call from.")
        private List<String> numbers = List.of();

        @Option(names = "--from-host", paramLabel = "HOST", description = "Host in the From header.")
        private @Nullable String fromHost;

        @Option(names = "--header", paramLabel = "NAME=VALUE", description = "Header of the INVITE.")
        private Map<String, String> headers = Map.of();

        @Option(names = "--encryption", paramLabel = "WHICH", description = "${COMPLETION-CANDIDATES}.")
        private @Nullable SIPMediaEncryption encryption;

        @Option(names = "--file", paramLabel = "FILE", description = "JSON of the trunk; options go before it.")
        private @Nullable Path file;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            SIPOutboundTrunkInfo made = api.sip().createOutbound(trunk());
            out.result(made, "Outbound trunk " + made.getSipTrunkId() + " is created.");
            return 0;
        }

        private SIPOutboundTrunkInfo trunk() {
            SIPOutboundTrunkInfo.Builder trunk = SIPOutboundTrunkInfo.newBuilder();
            Flags.file(this, file, "trunk", trunk);
            common.set(trunk::setName, trunk::setMetadata, trunk::setAuthUsername, trunk::setAuthPassword);
            Flags.set(address, trunk::setAddress);
            Flags.set(transport, trunk::setTransport);
            Flags.set(fromHost, trunk::setFromHost);
            Flags.set(encryption, trunk::setMediaEncryption);
            trunk.addAllNumbers(numbers).putAllHeaders(headers);
            return trunk.clearSipTrunkId().clearCreatedAt().clearUpdatedAt().build();
        }
    }

    /** {@code trunks outbound update}. */
    @Command(name = "update", description = "Changes what is given of an outbound trunk, or replaces it from a file.")
    static final class Update extends LiveKitCommand {
        @Parameters(paramLabel = "ID", description = "Id of the trunk.")
        private String id;

        @Mixin
        private TrunkOptions common = new TrunkOptions();

        @Option(names = "--address", paramLabel = "HOST[:PORT]", description = "The provider's SIP server.")
        private @Nullable String address;

        @Option(names = "--transport", paramLabel = "WHICH", description = "${COMPLETION-CANDIDATES}.")
        private @Nullable SIPTransport transport;

        @Option(names = "--numbers", paramLabel = "NUMBER", split = ",", description = "New list.")
        private @Nullable List<String> numbers;

        @Option(names = "--add-number", paramLabel = "NUMBER", description = "Number to add; may be repeated.")
        private List<String> addNumbers = List.of();

        @Option(names = "--remove-number", paramLabel = "NUMBER", description = "Number to remove; may be repeated.")
        private List<String> removeNumbers = List.of();

        @Option(names = "--file", paramLabel = "FILE", description = "JSON of the trunk that replaces it.")
        private @Nullable Path file;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            SIPOutboundTrunkInfo changed = file == null ? change(api) : replace(api);
            out.result(changed, "Outbound trunk " + changed.getSipTrunkId() + " is changed.");
            return 0;
        }

        private SIPOutboundTrunkInfo replace(LiveKitApi api) throws ApiException {
            SIPOutboundTrunkInfo.Builder trunk = SIPOutboundTrunkInfo.newBuilder();
            Flags.file(this, file, "trunk", trunk);
            return api.sip().replaceOutbound(id, trunk.setSipTrunkId(id).build());
        }

        private SIPOutboundTrunkInfo change(LiveKitApi api) throws ApiException {
            SIPOutboundTrunkUpdate.Builder update = SIPOutboundTrunkUpdate.newBuilder();
            common.set(update::setName, update::setMetadata, update::setAuthUsername, update::setAuthPassword);
            Flags.set(address, update::setAddress);
            Flags.set(transport, update::setTransport);
            Flags.change(numbers, addNumbers, removeNumbers, update::setNumbers);
            return api.sip().updateOutbound(id, update.build());
        }
    }

    /** {@code trunks outbound delete}. */
    @Command(name = "delete", description = "Deletes outbound trunks.")
    static final class Delete extends TrunksCommand.Delete {
        @Override
        List<String> existing(LiveKitApi api) throws ApiException {
            return api.sip().outbound().stream()
                    .map(SIPOutboundTrunkInfo::getSipTrunkId)
                    .toList();
        }
    }
}
