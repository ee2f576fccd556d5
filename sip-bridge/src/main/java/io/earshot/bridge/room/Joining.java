package io.earshot.bridge.room;

import io.earshot.bridge.config.RoomModeConfig;
import io.earshot.bridge.livekit.LiveKitDesk;
import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.Publication;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.SignedToken;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.livekit.token.VideoPermission;
import io.earshot.livekit.transcription.AgentActivity;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How an agent joins: as kind AGENT, its voice published with the join, subscribed to nothing until it has a caller. Immutable. */
record Joining(LiveKitDesk livekit, RoomModeConfig settings) {
    private static final String TRACK = "agent";

    JoinOptions options(RoomTask task, AudioSource mouth) {
        return livekit.join(tokens(task))
                .publishing(new Publication(track(), mouth))
                .withAttributes(attributes(task));
    }

    /** The job's token for the first join, one of ours for each later one: the job's may have expired by then. */
    private Supplier<SignedToken> tokens(RoomTask task) {
        Supplier<SignedToken> ours = livekit.tokens(() -> claims(task));
        AtomicReference<@Nullable SignedToken> assigned = new AtomicReference<>(task.token());
        return () -> {
            SignedToken first = assigned.getAndSet(null);
            return first == null ? ours.get() : first;
        };
    }

    private PublishOptions track() {
        return settings.codec() == AudioCodec.OPUS
                ? PublishOptions.opus(TRACK, settings.codec().format())
                : PublishOptions.g711(TRACK, settings.codec());
    }

    private AccessToken claims(RoomTask task) {
        return new AccessToken()
                .identity(task.identity())
                .name(settings.name())
                .agentKind()
                .attributes(attributes(task))
                .video(VideoGrant.join(task.room())
                        .allowing(VideoPermission.CAN_PUBLISH)
                        .allowing(VideoPermission.CAN_SUBSCRIBE)
                        .allowing(VideoPermission.CAN_PUBLISH_DATA)
                        .allowing(VideoPermission.CAN_UPDATE_OWN_METADATA))
                .validFor(settings.tokenLifetime());
    }

    /** Attributes of the agent from the start. */
    static Map<String, String> attributes(RoomTask task) {
        return Map.of(AgentActivity.ATTRIBUTE, AgentActivity.INITIALIZING.value(), "earshot.callId", task.callId());
    }
}
