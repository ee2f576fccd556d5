package io.earshot.tools.livekit;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.tools.console.Exit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** SIP trunks of a LiveKit server. */
@Command(
        name = "trunks",
        description = "Lists, creates, changes and deletes LiveKit's SIP trunks.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {InboundTrunksCommand.class, OutboundTrunksCommand.class})
public final class TrunksCommand {
    private TrunksCommand() {}

    /** Deletes trunks of one kind; those that are not there are named. */
    @Command(name = "delete", description = "Deletes trunks.")
    abstract static class Delete extends LiveKitCommand {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of the trunks.")
        private List<String> ids;

        /** Ids of all trunks of this kind. */
        abstract List<String> existing(LiveKitApi api) throws ApiException;

        @Override
        final int run(LiveKitApi api, Output out) throws ApiException {
            List<String> existing = existing(api);
            int code = 0;
            for (String id : ids) {
                if (existing.contains(id)) {
                    api.sip().deleteTrunk(id);
                    out.done("Trunk " + id + " is deleted.");
                } else {
                    code = fail(
                            Exit.FAILED,
                            "there is no such trunk: " + id,
                            "List them: earshot trunks inbound|outbound list");
                }
            }
            return code;
        }
    }
}
