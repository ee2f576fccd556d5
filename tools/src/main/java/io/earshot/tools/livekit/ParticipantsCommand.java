package io.earshot.tools.livekit;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.tools.console.Exit;
import io.earshot.tools.console.TextTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitRoom.UpdateParticipantRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Participants of LiveKit's rooms. */
@Command(
        name = "participants",
        description = "Lists, changes, mutes, removes and moves participants; calls numbers and transfers calls.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ParticipantsCommand.ListAll.class,
            ParticipantsCommand.Get.class,
            ParticipantsCommand.Update.class,
            ParticipantsCommand.Mute.class,
            ParticipantsCommand.Subscribe.class,
            ParticipantsCommand.Remove.class,
            ParticipantsCommand.Move.class,
            ParticipantsCommand.Forward.class,
            SipParticipantCommands.Create.class,
            SipParticipantCommands.Transfer.class
        })
public final class ParticipantsCommand {
    private ParticipantsCommand() {}

    private static void row(TextTable table, ParticipantInfo participant) {
        table.row(
                participant.getIdentity(),
                Words.dash(participant.getName()),
                participant.getKind().name(),
                participant.getState().name(),
                Words.time(participant.getJoinedAt()),
                Words.dash(participant.getTracksList().stream()
                        .map(ParticipantsCommand::track)
                        .collect(Collectors.joining(" "))));
    }

    private static String track(TrackInfo track) {
        return track.getSid() + (track.getMuted() ? "(muted)" : "");
    }

    /** One participant of a room. */
    abstract static class OfOne extends LiveKitCommand {
        @Parameters(index = "0", paramLabel = "ROOM", description = "Name of the room.")
        protected String room;

        @Parameters(index = "1", paramLabel = "IDENTITY", description = "Identity of the participant.")
        protected String identity;
    }

    /** {@code participants list}. */
    @Command(name = "list", description = "Lists who is in a room.")
    static final class ListAll extends LiveKitCommand {
        @Parameters(paramLabel = "ROOM", description = "Name of the room.")
        private String room;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            TextTable table = new TextTable("IDENTITY", "NAME", "KIND", "STATE", "JOINED", "TRACKS");
            out.list(api.participants().list(room), table, ParticipantsCommand::row, "Nobody is in room " + room + ".");
            return 0;
        }
    }

    /** {@code participants get}. */
    @Command(name = "get", description = "Shows everything about one participant, as JSON.")
    static final class Get extends OfOne {
        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            out.text(MessageJson.text(api.participants().get(room, identity)) + "\n");
            return 0;
        }
    }

    /** {@code participants update}. */
    @Command(name = "update", description = "Changes a participant's name, metadata, attributes or permissions.")
    static final class Update extends OfOne {
        @Option(names = "--name", paramLabel = "NAME", description = "Name that others see.")
        private @Nullable String name;

        @Option(names = "--metadata", paramLabel = "TEXT", description = "Metadata.")
        private @Nullable String metadata;

        @Option(
                names = "--attribute",
                paramLabel = "KEY=VALUE",
                mapFallbackValue = "",
                description = "Attribute to set, or to delete where the value is empty; may be repeated.")
        private Map<String, String> attributes = Map.of();

        @Option(
                names = "--can-publish",
                paramLabel = "BOOL",
                arity = "1",
                description = "Whether it may publish tracks.")
        private @Nullable Boolean canPublish;

        @Option(
                names = "--can-subscribe",
                paramLabel = "BOOL",
                arity = "1",
                description = "Whether it may hear others.")
        private @Nullable Boolean canSubscribe;

        @Option(
                names = "--can-publish-data",
                paramLabel = "BOOL",
                arity = "1",
                description = "Whether it may send data.")
        private @Nullable Boolean canPublishData;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            UpdateParticipantRequest.Builder request = UpdateParticipantRequest.newBuilder()
                    .setRoom(room)
                    .setIdentity(identity)
                    .putAllAttributes(attributes);
            Flags.set(name, request::setName);
            Flags.set(metadata, request::setMetadata);
            if (canPublish != null || canSubscribe != null || canPublishData != null) {
                request.setPermission(permission(api.participants().get(room, identity)));
            }
            out.result(api.participants().update(request.build()), identity + " is changed.");
            return 0;
        }

        /** The server replaces all permissions at once, so the others are kept. */
        private ParticipantPermission permission(ParticipantInfo now) {
            ParticipantPermission.Builder permission = now.getPermission().toBuilder();
            Flags.set(canPublish, permission::setCanPublish);
            Flags.set(canSubscribe, permission::setCanSubscribe);
            Flags.set(canPublishData, permission::setCanPublishData);
            return permission.build();
        }
    }

    /** {@code participants mute}. */
    @Command(name = "mute", description = "Mutes a participant's tracks.")
    static final class Mute extends OfOne {
        @Option(names = "--track", paramLabel = "SID", description = "Only this track; may be repeated.")
        private List<String> tracks = List.of();

        @Option(names = "--unmute", description = "Unmute, where the server's room.enable_remote_unmute allows it.")
        private boolean unmute;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            List<String> all = tracks.isEmpty() ? published(api) : tracks;
            if (all.isEmpty()) {
                return fail(Exit.FAILED, identity + " publishes no track", "");
            }
            for (String track : all) {
                TrackInfo info = api.participants().mute(room, identity, track, !unmute);
                out.result(info, track + " is " + (unmute ? "unmuted." : "muted."));
            }
            return 0;
        }

        private List<String> published(LiveKitApi api) throws ApiException {
            return api.participants().get(room, identity).getTracksList().stream()
                    .map(TrackInfo::getSid)
                    .toList();
        }
    }

    /** {@code participants subscribe}. */
    @Command(name = "subscribe", description = "Subscribes a participant to tracks of others.")
    static final class Subscribe extends OfOne {
        @Option(names = "--track", paramLabel = "SID", required = true, description = "Track; may be repeated.")
        private List<String> tracks = List.of();

        @Option(names = "--off", description = "Unsubscribe.")
        private boolean off;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            api.participants().updateSubscriptions(room, identity, tracks, !off);
            out.done(identity + (off ? " no longer hears " : " hears ") + String.join(", ", tracks) + ".");
            return 0;
        }
    }

    /** {@code participants remove}. */
    @Command(name = "remove", description = "Removes a participant from its room.")
    static final class Remove extends OfOne {
        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            if (!api.participants().remove(room, identity)) {
                return fail(
                        Exit.FAILED,
                        "there is no participant \"" + identity + "\" in room \"" + room + "\"",
                        "List them: earshot participants list " + room);
            }
            out.done(identity + " is removed from room " + room + ".");
            return 0;
        }
    }

    /** {@code participants move}. */
    @Command(name = "move", description = "Moves a participant into another room (hosted LiveKit).")
    static final class Move extends OfOne {
        @Parameters(index = "2", paramLabel = "DESTINATION", description = "Room to move it to.")
        private String destination;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            api.participants().move(room, identity, destination);
            out.done(identity + " is in room " + destination + " now.");
            return 0;
        }
    }

    /** {@code participants forward}. */
    @Command(name = "forward", description = "Lets a participant be heard in another room as well (hosted LiveKit).")
    static final class Forward extends OfOne {
        @Parameters(index = "2", paramLabel = "DESTINATION", description = "Room to be heard in.")
        private String destination;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            api.participants().forward(room, identity, destination);
            out.done(identity + " is heard in room " + destination + " as well.");
            return 0;
        }
    }
}
