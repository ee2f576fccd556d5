package io.earshot.livekit.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code video} claim: what the holder may do in rooms. What is neither allowed nor denied is left to the server's default
 * (publishing and subscribing allowed, all else denied). Immutable.
 *
 * @param allowed permissions granted
 * @param denied permissions refused outright
 * @param room the one room that this is about, or null for rooms in general
 * @param sources track sources that may be published; empty for all
 * @param destinationRoom room that the participant may be forwarded to, or null
 */
public record VideoGrant(
        Set<VideoPermission> allowed,
        Set<VideoPermission> denied,
        @Nullable String room,
        List<TrackSource> sources,
        @Nullable String destinationRoom) {

    /**
     * Checks the sets.
     *
     * @throws IllegalArgumentException when a permission is both allowed and denied
     */
    public VideoGrant {
        allowed = Set.copyOf(allowed);
        denied = Set.copyOf(denied);
        sources = List.copyOf(sources);
        for (VideoPermission permission : denied) {
            if (allowed.contains(permission)) {
                throw new IllegalArgumentException(permission + " is both allowed and denied");
            }
        }
    }

    /** Grants {@code permissions}, in no room in particular. */
    public static VideoGrant of(VideoPermission... permissions) {
        return new VideoGrant(Set.of(permissions), Set.of(), null, List.of(), null);
    }

    /** Grants joining {@code room}. */
    public static VideoGrant join(String room) {
        return of(VideoPermission.ROOM_JOIN).inRoom(room);
    }

    /** The same for {@code room} alone. */
    public VideoGrant inRoom(String room) {
        return new VideoGrant(allowed, denied, room, sources, destinationRoom);
    }

    /** The same with {@code permission} as well. */
    public VideoGrant allowing(VideoPermission permission) {
        return new VideoGrant(with(allowed, permission), denied, room, sources, destinationRoom);
    }

    /** The same with {@code permission} refused. */
    public VideoGrant denying(VideoPermission permission) {
        return new VideoGrant(allowed, with(denied, permission), room, sources, destinationRoom);
    }

    /** The same with publishing limited to {@code only}. */
    public VideoGrant publishing(TrackSource... only) {
        return new VideoGrant(allowed, denied, room, List.of(only), destinationRoom);
    }

    /** The same, with forwarding to {@code room} allowed. */
    public VideoGrant forwardingTo(String room) {
        return new VideoGrant(allowed, denied, this.room, sources, room);
    }

    ObjectNode toClaim() {
        ObjectNode claim = JsonNodeFactory.instance.objectNode();
        for (VideoPermission permission : VideoPermission.values()) {
            if (allowed.contains(permission) || denied.contains(permission)) {
                claim.put(permission.claim(), allowed.contains(permission));
            }
        }
        if (room != null) {
            claim.put("room", room);
        }
        if (!sources.isEmpty()) {
            sources.forEach(source -> claim.withArray("canPublishSources").add(source.claim()));
        }
        if (destinationRoom != null) {
            claim.put("destinationRoom", destinationRoom);
        }
        return claim;
    }

    private static Set<VideoPermission> with(Set<VideoPermission> set, VideoPermission more) {
        EnumSet<VideoPermission> joined = EnumSet.of(more);
        joined.addAll(set);
        return joined;
    }
}
