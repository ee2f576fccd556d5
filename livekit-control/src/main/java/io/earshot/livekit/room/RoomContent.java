package io.earshot.livekit.room;

import static io.earshot.livekit.room.RoomCounters.Count.*;

import io.earshot.livekit.room.MediaPort.RemoteTrack;
import java.util.List;
import livekit.LivekitModels;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitRtc.ConnectionQualityInfo;
import livekit.LivekitRtc.DataChannelInfo;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.RoomMovedResponse;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SignalTarget;
import livekit.LivekitRtc.SubscriptionResponse;
import livekit.LivekitRtc.SyncState;
import livekit.LivekitRtc.TrackPublishedResponse;
import livekit.LivekitRtc.UpdateParticipantMetadata;
import org.jspecify.annotations.Nullable;

/** What a room holds, through all sessions: who is there, what we publish and hear, what waits for an answer. Confined to the room's loop. */
final class RoomContent implements Publications.Out, Subscriptions.Out {
    private final RoomMachine machine;
    private final RoomCounters counters;
    private final RoomListener listener;
    private final Roster roster;
    private final Publications publications;
    private final Subscriptions subscriptions;
    private final Requests requests;
    private final DataPackets data;
    private final RoomData packets;
    private final OwnDetails details;
    private String name = "";
    private String sid = "";
    private String metadata = "";
    private ServerDetails server = ServerDetails.UNKNOWN;
    private ConnectionQuality rated = ConnectionQuality.UNKNOWN;
    private float score;

    RoomContent(RoomMachine machine, RoomCounters counters, RoomListener listener) {
        this.machine = machine;
        this.counters = counters;
        this.listener = listener;
        this.publications = new Publications(this);
        this.subscriptions = new Subscriptions(this);
        this.packets =
                new RoomData(packet -> sendData(packet, true), machine::wallMs, machine.random(), counters, listener);
        this.roster = new Roster(listener, subscriptions, packets::left);
        this.details = new OwnDetails(machine.options());
        this.requests = new Requests(counters, details::accepted);
        this.data = new DataPackets(counters);
    }

    String name() {
        return name;
    }

    ServerDetails server() {
        return server;
    }

    String sid() {
        return sid;
    }

    String metadata() {
        return metadata;
    }

    Roster roster() {
        return roster;
    }

    Publications publications() {
        return publications;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    OwnDetails details() {
        return details;
    }

    /** Streams, calls and transcriptions. */
    RoomData packets() {
        return packets;
    }

    Requests requests() {
        return requests;
    }

    RoomQuality quality() {
        return machine.quality(rated, score);
    }

    @Override
    public boolean send(SignalRequest request) {
        boolean sent = machine.send(request);
        Peers peers = machine.joinedPeers();
        if (sent && peers != null && request.getSubscription().getSubscribe()) {
            peers.subscribed();
        }
        return sent;
    }

    @Override
    public @Nullable Peers peers() {
        return machine.joinedPeers();
    }

    @Override
    public @Nullable TrackInfo track(String trackSid) {
        return roster.track(trackSid);
    }

    @Override
    public void ready(TrackInfo track, RemoteTrack media) {
        Participant publisher = roster.publisher(track.sid());
        if (publisher != null) {
            listener.onTrackReady(publisher, track, media.codec());
        }
    }

    /** The server took us into a new session. */
    void welcomed(JoinResponse join, boolean first) {
        room(join.getRoom());
        server = new ServerDetails(
                join.getServerInfo().getVersion(), join.getServerInfo().getProtocol());
        data.reset();
        roster.welcome(join.getParticipant());
        if (first) {
            listener.onJoined();
        }
        roster.replace(join.getOtherParticipantsList());
        listener.onOthersKnown();
        subscriptions.repeat();
        requests.unanswered().forEach(this::send);
        if (!first && !details.name().isEmpty()) {
            send(SignalRequest.newBuilder()
                    .setUpdateMetadata(UpdateParticipantMetadata.newBuilder().setName(details.name()))
                    .build());
        }
    }

    /** The server knows our session: tells it what we think. */
    void resumed(Peers peers) {
        send(SignalRequest.newBuilder().setSyncState(syncState(peers)).build());
        publications.repeat();
        requests.unanswered().forEach(this::send);
    }

    void moved(RoomMovedResponse moved) {
        room(moved.getRoom());
        if (moved.hasParticipant()) {
            roster.welcome(moved.getParticipant());
        }
        listener.onMoved(name);
        roster.replace(moved.getOtherParticipantsList());
    }

    /** The session is gone. */
    void sessionLost() {
        publications.detach();
        subscriptions.detach();
    }

    /** One of the server's messages that does not concern the connection itself. */
    void message(SignalResponse message, @Nullable Peers peers) {
        switch (message.getMessageCase()) {
            case UPDATE -> roster.update(message.getUpdate().getParticipantsList());
            case TRACK_PUBLISHED -> publications.published(message.getTrackPublished());
            case TRACK_UNPUBLISHED -> unpublished(message.getTrackUnpublished().getTrackSid());
            case TRACK_SUBSCRIBED -> subscribed(message.getTrackSubscribed().getTrackSid());
            case MUTE -> muted(message.getMute());
            case SPEAKERS_CHANGED ->
                listener.onSpeakers(roster.speakers(message.getSpeakersChanged().getSpeakersList()));
            case CONNECTION_QUALITY ->
                roster.quality(message.getConnectionQuality().getUpdatesList(), this::ratedNow);
            case ROOM_UPDATE -> roomUpdated(message.getRoomUpdate().getRoom());
            case SUBSCRIPTION_RESPONSE -> subscriptionAnswered(message.getSubscriptionResponse());
            case REQUEST_RESPONSE -> requestAnswered(message.getRequestResponse());
            case ANSWER, OFFER, TRICKLE, MEDIA_SECTIONS_REQUIREMENT -> negotiated(message, peers);
            case RECONNECT -> repeatData(message.getReconnect().getLastMessageSeq(), peers);
            // Nothing to do: about video, data tracks and permissions that the roster tells as well.
            case STREAM_STATE_UPDATE,
                    SUBSCRIBED_QUALITY_UPDATE,
                    SUBSCRIBED_AUDIO_CODEC_UPDATE,
                    SUBSCRIPTION_PERMISSION_UPDATE,
                    PUBLISH_DATA_TRACK_RESPONSE,
                    UNPUBLISH_DATA_TRACK_RESPONSE,
                    DATA_TRACK_SUBSCRIBER_HANDLES -> {}
            case JOIN, LEAVE, PONG, PONG_RESP, REFRESH_TOKEN, ROOM_MOVED, MESSAGE_NOT_SET ->
                counters.count(MESSAGES_UNKNOWN);
        }
    }

    private void negotiated(SignalResponse message, @Nullable Peers peers) {
        if (peers == null) {
            return;
        }
        counters.count(NEGOTIATIONS);
        switch (message.getMessageCase()) {
            case ANSWER -> peers.onAnswer(message.getAnswer());
            case OFFER -> peers.onOffer(message.getOffer());
            case TRICKLE -> peers.onTrickle(message.getTrickle());
            default -> peers.onSectionsWanted(message.getMediaSectionsRequirement());
        }
    }

    /** A packet to all, or to those it names; false when it cannot be taken now. */
    boolean sendData(DataPacket.Builder packet, boolean reliable) {
        Peers peers = machine.joinedPeers();
        if (peers == null || !data.send(packet, roster.local(), reliable, octets -> peers.sendData(octets, reliable))) {
            counters.count(DATA_REFUSED);
            return false;
        }
        return true;
    }

    void dataOpen() {}

    void dataPacket(byte[] octets, boolean reliable) {
        DataPacket packet = data.decode(octets, reliable);
        if (packet == null) {
            return;
        }
        packets.packet(packet, machine.nowNs());
    }

    /** The server says what reached it before our session was resumed: the rest is sent again, before anything new. */
    private void repeatData(int lastArrived, @Nullable Peers peers) {
        if (peers != null) {
            data.missed(lastArrived).forEach(octets -> peers.sendData(octets, true));
        }
    }

    private void room(LivekitModels.Room room) {
        name = room.getName();
        sid = room.getSid();
        metadata = room.getMetadata();
    }

    private void roomUpdated(LivekitModels.Room room) {
        String before = metadata;
        room(room);
        if (!before.equals(metadata)) {
            listener.onRoomMetadata(metadata);
        }
    }

    private void ratedNow(ConnectionQualityInfo ours) {
        rated = Protos.quality(ours.getQuality());
        score = ours.getScore();
    }

    private void muted(MuteTrackRequest mute) {
        LocalAudio track = publications.bySid(mute.getSid());
        if (track != null && track.muted() != mute.getMuted()) {
            track.mutedByUs(mute.getMuted());
            listener.onLocalMuted(track, mute.getMuted());
        }
    }

    /** The server took our track away. */
    private void unpublished(String trackSid) {
        LocalAudio track = publications.bySid(trackSid);
        if (track != null) {
            listener.onLocalUnpublished(track, "the server unpublished it");
            track.unpublish();
        }
    }

    private void subscribed(String trackSid) {
        LocalAudio track = publications.bySid(trackSid);
        if (track != null) {
            listener.onLocalSubscribed(track);
        }
    }

    private void subscriptionAnswered(SubscriptionResponse response) {
        counters.count(SUBSCRIPTIONS_FAILED);
        subscriptions.refused(response.getTrackSid());
        listener.onSubscriptionFailed(response.getTrackSid(), "the server refused: " + response.getErr());
    }

    private void requestAnswered(RequestResponse response) {
        if (requests.answered(response) || response.getReason() == RequestResponse.Reason.OK) {
            return;
        }
        LocalAudio track = publications.byCid(response.getAddTrack().getCid());
        if (track != null && response.getReason() != RequestResponse.Reason.QUEUED) {
            counters.count(REQUESTS_REFUSED);
            listener.onLocalUnpublished(track, Requests.cause(response));
            track.unpublish();
        }
    }

    private SyncState syncState(Peers peers) {
        SyncState.Builder state = SyncState.newBuilder()
                .setSubscription(subscriptions.state(machine.options().autoSubscribe()))
                .addAllPublishTracks(published())
                .addAllDatachannelReceiveStates(data.received());
        if (peers.lastOffer() != null) {
            state.setOffer(peers.lastOffer());
        }
        if (peers.lastAnswer() != null) {
            state.setAnswer(peers.lastAnswer());
        }
        if (machine.options().data()) {
            state.addDataChannels(channel("_reliable", 0)).addDataChannels(channel("_lossy", 1));
        }
        return state.build();
    }

    private List<TrackPublishedResponse> published() {
        return publications.all().stream()
                .filter(track -> track.sid() != null)
                .map(track -> TrackPublishedResponse.newBuilder()
                        .setCid(track.cid())
                        .setTrack(LivekitModels.TrackInfo.newBuilder()
                                .setSid(track.sid())
                                .setName(track.options().name())
                                .setSource(Protos.source(track.options().source()))
                                .setMuted(track.muted()))
                        .build())
                .toList();
    }

    private static DataChannelInfo channel(String label, int id) {
        return DataChannelInfo.newBuilder()
                .setLabel(label)
                .setId(id)
                .setTarget(SignalTarget.PUBLISHER)
                .build();
    }
}
