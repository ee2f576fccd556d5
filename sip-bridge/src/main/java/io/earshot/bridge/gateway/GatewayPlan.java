package io.earshot.bridge.gateway;

import io.earshot.livekit.dispatch.DispatchOutcome;
import io.earshot.livekit.dispatch.TrunkPolicy;
import java.util.HashMap;
import java.util.Map;
import livekit.LivekitRoom.RoomConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Into which room a call goes, and as whom. Immutable.
 *
 * @param room name of the room
 * @param shared whether the room is there for more than this call
 * @param identity identity of the caller's participant
 * @param name its name
 * @param metadata its metadata
 * @param attributes its attributes, but for the call's status
 * @param preset preset of a room that is made, or empty
 * @param config settings of a room that is made, agents included, or null
 * @param trunk what the trunk says
 */
record GatewayPlan(
        String room,
        boolean shared,
        String identity,
        String name,
        String metadata,
        Map<String, String> attributes,
        String preset,
        @Nullable RoomConfiguration config,
        TrunkPolicy trunk) {
    GatewayPlan {
        attributes = Map.copyOf(attributes);
    }

    static GatewayPlan of(DispatchOutcome.Accepted accepted, boolean shared, Map<String, String> fromHeaders) {
        Map<String, String> attributes = new HashMap<>(accepted.attributes());
        attributes.putAll(fromHeaders);
        return new GatewayPlan(
                accepted.roomName(),
                shared,
                accepted.identity(),
                accepted.name(),
                accepted.metadata(),
                attributes,
                accepted.roomPreset(),
                accepted.roomConfig(),
                accepted.trunk());
    }
}
