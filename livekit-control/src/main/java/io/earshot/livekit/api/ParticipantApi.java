package io.earshot.livekit.api;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitRoom.ForwardParticipantRequest;
import livekit.LivekitRoom.ForwardParticipantResponse;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.MoveParticipantRequest;
import livekit.LivekitRoom.MoveParticipantResponse;
import livekit.LivekitRoom.MuteRoomTrackRequest;
import livekit.LivekitRoom.MuteRoomTrackResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;
import livekit.LivekitRoom.UpdateParticipantRequest;
import livekit.LivekitRoom.UpdateSubscriptionsRequest;
import livekit.LivekitRoom.UpdateSubscriptionsResponse;

/** Participants of rooms. Thread-safe because it holds no state. */
public final class ParticipantApi {
    private final Twirp twirp;
    private final RoomApi rooms;

    ParticipantApi(Twirp twirp, RoomApi rooms) {
        this.twirp = twirp;
        this.rooms = rooms;
    }

    /** Who is in a room; nobody when there is no such room. */
    public List<ParticipantInfo> list(String room) throws ApiException {
        ListParticipantsRequest request =
                ListParticipantsRequest.newBuilder().setRoom(room).build();
        return twirp.call(
                        Operation.LIST_PARTICIPANTS, request, ListParticipantsResponse.parser(), Grants.roomAdmin(room))
                .getParticipantsList();
    }

    /** The participant of that identity, if it is in the room. */
    public Optional<ParticipantInfo> find(String room, String identity) throws ApiException {
        try {
            return Optional.of(get(room, identity));
        } catch (ApiException.NotFound absent) {
            return Optional.empty();
        }
    }

    /** The participant of that identity. */
    public ParticipantInfo get(String room, String identity) throws ApiException {
        return twirp.call(
                Operation.GET_PARTICIPANT, named(room, identity), ParticipantInfo.parser(), Grants.roomAdmin(room));
    }

    /**
     * Removes a participant from its room; it may join again as long as it has a valid token.
     *
     * @return whether it was there
     */
    public boolean remove(String room, String identity) throws ApiException {
        try {
            asking(
                    room,
                    identity,
                    () -> twirp.call(
                            Operation.REMOVE_PARTICIPANT,
                            named(room, identity),
                            RemoveParticipantResponse.parser(),
                            Grants.roomAdmin(room)));
            return true;
        } catch (ApiException.NotFound gone) {
            return false;
        }
    }

    /** Changes a participant's metadata, name, attributes or permissions: those that the request sets. */
    public ParticipantInfo update(UpdateParticipantRequest request) throws ApiException {
        return asking(
                request.getRoom(),
                request.getIdentity(),
                () -> twirp.call(
                        Operation.UPDATE_PARTICIPANT,
                        request,
                        ParticipantInfo.parser(),
                        Grants.roomAdmin(request.getRoom())));
    }

    /** Mutes a published track, or unmutes it where the server allows that. */
    public TrackInfo mute(String room, String identity, String trackSid, boolean muted) throws ApiException {
        MuteRoomTrackRequest request = MuteRoomTrackRequest.newBuilder()
                .setRoom(room)
                .setIdentity(identity)
                .setTrackSid(trackSid)
                .setMuted(muted)
                .build();
        MuteRoomTrackResponse answer = asking(
                room,
                identity,
                () -> twirp.call(
                        Operation.MUTE_PUBLISHED_TRACK,
                        request,
                        MuteRoomTrackResponse.parser(),
                        Grants.roomAdmin(room)));
        if (!answer.hasTrack()) {
            throw new ApiException.NotFound(Failure.unanswered(
                    Operation.MUTE_PUBLISHED_TRACK,
                    true,
                    "participant \"" + identity + "\" publishes no track " + trackSid,
                    "Get the participant to see its tracks.",
                    null));
        }
        return answer.getTrack();
    }

    /** Subscribes a participant to tracks of others, or unsubscribes it. */
    public void updateSubscriptions(String room, String identity, Collection<String> trackSids, boolean subscribe)
            throws ApiException {
        UpdateSubscriptionsRequest request = UpdateSubscriptionsRequest.newBuilder()
                .setRoom(room)
                .setIdentity(identity)
                .addAllTrackSids(trackSids)
                .setSubscribe(subscribe)
                .build();
        asking(
                room,
                identity,
                () -> twirp.call(
                        Operation.UPDATE_SUBSCRIPTIONS,
                        request,
                        UpdateSubscriptionsResponse.parser(),
                        Grants.roomAdmin(room)));
    }

    /** Lets a participant's tracks be heard in another room as well. Hosted LiveKit only; others answer "unsupported". */
    public void forward(String room, String identity, String destinationRoom) throws ApiException {
        ForwardParticipantRequest request = ForwardParticipantRequest.newBuilder()
                .setRoom(room)
                .setIdentity(identity)
                .setDestinationRoom(destinationRoom)
                .build();
        asking(
                room,
                identity,
                () -> twirp.call(
                        Operation.FORWARD_PARTICIPANT,
                        request,
                        ForwardParticipantResponse.parser(),
                        Grants.roomAdmin(room, destinationRoom)));
    }

    /** Moves a participant into another room. Hosted LiveKit only; others answer "unsupported". */
    public void move(String room, String identity, String destinationRoom) throws ApiException {
        MoveParticipantRequest request = MoveParticipantRequest.newBuilder()
                .setRoom(room)
                .setIdentity(identity)
                .setDestinationRoom(destinationRoom)
                .build();
        asking(
                room,
                identity,
                () -> twirp.call(
                        Operation.MOVE_PARTICIPANT,
                        request,
                        MoveParticipantResponse.parser(),
                        Grants.roomAdmin(room, destinationRoom)));
    }

    /** Asks the participant's own node: when none answers, says whether room or participant are missing. */
    private <T> T asking(String room, String identity, ApiCall<T> call) throws ApiException {
        try {
            return rooms.asking(room, call);
        } catch (ApiException.NoResponder silent) {
            if (find(room, identity).isEmpty()) {
                throw new ApiException.NotFound(RoomApi.missing(
                        silent,
                        "there is no participant \"" + identity + "\" in room \"" + room + "\"",
                        "List the room's participants."));
            }
            throw silent;
        }
    }

    private static RoomParticipantIdentity named(String room, String identity) {
        return RoomParticipantIdentity.newBuilder()
                .setRoom(room)
                .setIdentity(identity)
                .build();
    }
}
