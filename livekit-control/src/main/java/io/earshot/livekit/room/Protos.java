package io.earshot.livekit.room;

import io.earshot.livekit.token.TrackSource;
import java.util.List;
import livekit.LivekitModels;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.TrackType;
import org.jspecify.annotations.Nullable;

/** Turns LiveKit's messages into our records, and back. Stateless. */
final class Protos {
    private static final DisconnectReason[] REASONS = DisconnectReason.values();

    private Protos() {}

    static Participant participant(ParticipantInfo info, ConnectionQuality quality) {
        List<TrackInfo> tracks = info.getTracksList().stream()
                .map(track -> track(track, info.getIdentity()))
                .toList();
        return new Participant(
                info.getSid(),
                info.getIdentity(),
                info.getName(),
                kind(info.getKind()),
                info.getMetadata(),
                info.getAttributesMap(),
                state(info.getState()),
                permission(info.getPermission()),
                tracks,
                quality);
    }

    static TrackInfo track(LivekitModels.TrackInfo info, String identity) {
        return new TrackInfo(
                info.getSid(),
                info.getName(),
                source(info.getSource()),
                info.getType() == TrackType.AUDIO,
                info.getMimeType(),
                info.getMuted(),
                identity);
    }

    static DisconnectReason reason(LivekitModels.DisconnectReason reason) {
        int number = reason == LivekitModels.DisconnectReason.UNRECOGNIZED ? 0 : reason.getNumber();
        return number < REASONS.length ? REASONS[number] : DisconnectReason.UNKNOWN_REASON;
    }

    static ConnectionQuality quality(LivekitModels.ConnectionQuality quality) {
        return switch (quality) {
            case EXCELLENT -> ConnectionQuality.EXCELLENT;
            case GOOD -> ConnectionQuality.GOOD;
            case POOR -> ConnectionQuality.POOR;
            case LOST -> ConnectionQuality.LOST;
            case UNRECOGNIZED -> ConnectionQuality.UNKNOWN;
        };
    }

    static LivekitModels.TrackSource source(TrackSource source) {
        return switch (source) {
            case CAMERA -> LivekitModels.TrackSource.CAMERA;
            case MICROPHONE -> LivekitModels.TrackSource.MICROPHONE;
            case SCREEN_SHARE -> LivekitModels.TrackSource.SCREEN_SHARE;
            case SCREEN_SHARE_AUDIO -> LivekitModels.TrackSource.SCREEN_SHARE_AUDIO;
        };
    }

    private static @Nullable TrackSource source(LivekitModels.TrackSource source) {
        return switch (source) {
            case CAMERA -> TrackSource.CAMERA;
            case MICROPHONE -> TrackSource.MICROPHONE;
            case SCREEN_SHARE -> TrackSource.SCREEN_SHARE;
            case SCREEN_SHARE_AUDIO -> TrackSource.SCREEN_SHARE_AUDIO;
            case UNKNOWN, UNRECOGNIZED -> null;
        };
    }

    private static ParticipantKind kind(ParticipantInfo.Kind kind) {
        return switch (kind) {
            case STANDARD -> ParticipantKind.STANDARD;
            case INGRESS -> ParticipantKind.INGRESS;
            case EGRESS -> ParticipantKind.EGRESS;
            case SIP -> ParticipantKind.SIP;
            case AGENT -> ParticipantKind.AGENT;
            case CONNECTOR -> ParticipantKind.CONNECTOR;
            case BRIDGE -> ParticipantKind.BRIDGE;
            case UNRECOGNIZED -> ParticipantKind.OTHER;
        };
    }

    private static ParticipantState state(ParticipantInfo.State state) {
        return switch (state) {
            case JOINING, UNRECOGNIZED -> ParticipantState.JOINING;
            case JOINED -> ParticipantState.JOINED;
            case ACTIVE -> ParticipantState.ACTIVE;
            case DISCONNECTED -> ParticipantState.DISCONNECTED;
        };
    }

    private static Permission permission(ParticipantPermission permission) {
        return new Permission(
                permission.getCanPublish(),
                permission.getCanSubscribe(),
                permission.getCanPublishData(),
                permission.getCanUpdateMetadata(),
                permission.getHidden());
    }
}
