package io.earshot.tools.livekit;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.tools.console.Exit;
import io.earshot.tools.console.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import livekit.LivekitAgentDispatch.RoomAgentDispatch;
import livekit.LivekitModels.Room;
import livekit.LivekitRoom.CreateRoomRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rooms of a LiveKit server. */
@Command(
        name = "rooms",
        description = "Lists, creates, changes and deletes LiveKit's rooms.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RoomsCommand.ListRooms.class,
            RoomsCommand.Create.class,
            RoomsCommand.Update.class,
            RoomsCommand.Delete.class,
            RoomsCommand.Send.class
        })
public final class RoomsCommand {
    private RoomsCommand() {}

    private static void row(TextTable table, Room room) {
        table.row(
                room.getName(),
                room.getSid(),
                Integer.toString(room.getNumParticipants()),
                Integer.toString(room.getNumPublishers()),
                Words.time(room.getCreationTime()),
                Words.dash(room.getMetadata()));
    }

    /** {@code rooms list}. */
    @Command(name = "list", description = "Lists rooms.")
    static final class ListRooms extends LiveKitCommand {
        @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these rooms.")
        private List<String> names = List.of();

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            TextTable table = new TextTable("ROOM", "SID", "PARTICIPANTS", "PUBLISHERS", "CREATED", "METADATA");
            out.list(api.rooms().list(names), table, RoomsCommand::row, "No rooms.");
            return 0;
        }
    }

    /** {@code rooms create}. */
    @Command(name = "create", description = "Creates a room. One of that name that exists already is left as it is.")
    static final class Create extends LiveKitCommand {
        @Parameters(paramLabel = "NAME", arity = "0..1", description = "Name of the room.")
        private @Nullable String name;

        @Option(names = "--empty-timeout", paramLabel = "S", description = "Seconds to keep it before anybody joins.")
        private @Nullable Integer emptyTimeout;

        @Option(names = "--departure-timeout", paramLabel = "S", description = "Seconds to keep it after all left.")
        private @Nullable Integer departureTimeout;

        @Option(names = "--max-participants", paramLabel = "N", description = "Most participants at a time.")
        private @Nullable Integer maxParticipants;

        @Option(names = "--metadata", paramLabel = "TEXT", description = "Metadata of the room.")
        private @Nullable String metadata;

        @Option(
                names = "--agent",
                paramLabel = "NAME[=METADATA]",
                mapFallbackValue = "",
                description = "Agent to send into it; may be repeated.")
        private Map<String, String> agents = Map.of();

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "JSON of a CreateRoomRequest; options go before it.")
        private @Nullable Path file;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            CreateRoomRequest request = request();
            if (request.getName().isEmpty()) {
                throw wrong("Missing required parameter: NAME");
            }
            Room room = api.rooms().create(request);
            out.result(room, "Room " + room.getName() + " (" + room.getSid() + ") is there.");
            return 0;
        }

        private CreateRoomRequest request() {
            CreateRoomRequest.Builder request = CreateRoomRequest.newBuilder();
            Flags.file(this, file, "room", request);
            Flags.set(name, request::setName);
            Flags.set(emptyTimeout, request::setEmptyTimeout);
            Flags.set(departureTimeout, request::setDepartureTimeout);
            Flags.set(maxParticipants, request::setMaxParticipants);
            Flags.set(metadata, request::setMetadata);
            agents.forEach((agent, text) -> request.addAgents(
                    RoomAgentDispatch.newBuilder().setAgentName(agent).setMetadata(text)));
            return request.build();
        }
    }

    /** {@code rooms update}. */
    @Command(name = "update", description = "Replaces a room's metadata.")
    static final class Update extends LiveKitCommand {
        @Parameters(paramLabel = "NAME", description = "Name of the room.")
        private String name;

        @Option(names = "--metadata", paramLabel = "TEXT", required = true, description = "Its new metadata.")
        private String metadata;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            out.result(api.rooms().updateMetadata(name, metadata), "Room " + name + " has new metadata.");
            return 0;
        }
    }

    /** {@code rooms delete}. */
    @Command(name = "delete", description = "Deletes rooms; everybody in them is removed.")
    static final class Delete extends LiveKitCommand {
        @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names of the rooms.")
        private List<String> names;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            int code = 0;
            for (String name : names) {
                if (api.rooms().delete(name)) {
                    out.done("Room " + name + " is deleted.");
                } else {
                    code = fail(Exit.FAILED, "there is no room \"" + name + "\"", "List them: earshot rooms list");
                }
            }
            return code;
        }
    }

    /** {@code rooms send}. */
    @Command(name = "send", description = "Sends a data packet to participants of a room.")
    static final class Send extends LiveKitCommand {
        @Parameters(paramLabel = "NAME", description = "Name of the room.")
        private String name;

        @Option(names = "--data", paramLabel = "TEXT", required = true, description = "What to send, as UTF-8.")
        private String data;

        @Option(names = "--topic", paramLabel = "TOPIC", description = "What it is about.")
        private String topic = "";

        @Option(names = "--to", paramLabel = "IDENTITY", description = "To these participants only; may be repeated.")
        private List<String> to = List.of();

        @Option(names = "--lossy", description = "Do not repeat it when it gets lost.")
        private boolean lossy;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            byte[] bytes = data.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            api.rooms().sendData(name, bytes, topic, !lossy, to);
            out.done("Sent " + bytes.length + " bytes to room " + name + ".");
            return 0;
        }
    }
}
