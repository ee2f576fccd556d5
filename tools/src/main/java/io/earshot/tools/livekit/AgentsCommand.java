package io.earshot.tools.livekit;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.tools.console.Exit;
import io.earshot.tools.console.TextTable;
import livekit.LivekitAgent.Job;
import livekit.LivekitAgentDispatch.AgentDispatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Agents sent into rooms. */
@Command(
        name = "agents",
        description = "Agents sent into rooms by name.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AgentsCommand.ListAll.class, AgentsCommand.Create.class, AgentsCommand.Delete.class})
final class AgentsCommand {
    private AgentsCommand() {}

    private static void row(TextTable table, AgentDispatch dispatch) {
        String jobs = String.join(
                " ",
                dispatch.getState().getJobsList().stream()
                        .map(AgentsCommand::job)
                        .toList());
        table.row(
                dispatch.getId(),
                Words.dash(dispatch.getAgentName()),
                Words.time(dispatch.getState().getCreatedAt() / 1_000_000_000),
                Words.dash(jobs),
                Words.dash(dispatch.getMetadata()));
    }

    private static String job(Job job) {
        return job.getId() + "(" + job.getState().getStatus().name().replace("JS_", "") + ")";
    }

    /** {@code dispatch agents list}. */
    @Command(name = "list", description = "Lists the agents sent into a room.")
    static final class ListAll extends LiveKitCommand {
        @Parameters(paramLabel = "ROOM", description = "Name of the room.")
        private String room;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            TextTable table = new TextTable("DISPATCH", "AGENT", "CREATED", "JOBS", "METADATA");
            out.list(api.dispatch().list(room), table, AgentsCommand::row, "No agent was sent into room " + room + ".");
            return 0;
        }
    }

    /** {@code dispatch agents create}. */
    @Command(name = "create", description = "Sends an agent into a room, which is made if it does not exist.")
    static final class Create extends LiveKitCommand {
        @Parameters(index = "0", paramLabel = "ROOM", description = "Name of the room.")
        private String room;

        @Parameters(index = "1", paramLabel = "AGENT", description = "Name that the worker registered.")
        private String agent;

        @Option(names = "--metadata", paramLabel = "TEXT", description = "Text handed to the job.")
        private String metadata = "";

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            AgentDispatch sent = api.dispatch().create(room, agent, metadata);
            out.result(sent, "Agent " + agent + " is sent into room " + room + ": dispatch " + sent.getId() + ".");
            return 0;
        }
    }

    /** {@code dispatch agents delete}. */
    @Command(name = "delete", description = "Takes a dispatch back; its agent leaves the room.")
    static final class Delete extends LiveKitCommand {
        @Parameters(index = "0", paramLabel = "ROOM", description = "Name of the room.")
        private String room;

        @Parameters(index = "1", paramLabel = "ID", description = "Id of the dispatch.")
        private String id;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            if (!api.dispatch().delete(room, id)) {
                return fail(
                        Exit.FAILED,
                        "there is no dispatch " + id + " in room \"" + room + "\"",
                        "List them: earshot dispatch agents list " + room);
            }
            out.done("Dispatch " + id + " is taken back.");
            return 0;
        }
    }
}
