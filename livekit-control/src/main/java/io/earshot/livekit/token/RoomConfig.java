package io.earshot.livekit.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The {@code roomConfig} claim: how a room is set up when the holder is the first to join it. Zero and empty leave the server's
 * default. Immutable.
 *
 * @param emptyTimeoutSeconds how long the room lives before anybody joins
 * @param departureTimeoutSeconds how long it lives after the last one left
 * @param maxParticipants most participants at a time
 * @param agents agents sent into the room
 * @param metadata the room's metadata
 */
public record RoomConfig(
        int emptyTimeoutSeconds,
        int departureTimeoutSeconds,
        int maxParticipants,
        List<AgentDispatch> agents,
        String metadata) {

    public RoomConfig {
        agents = List.copyOf(agents);
        if (emptyTimeoutSeconds < 0 || departureTimeoutSeconds < 0 || maxParticipants < 0) {
            throw new IllegalArgumentException("a room's timeouts and limits are not negative");
        }
    }

    /** The server's defaults, with one agent. */
    public static RoomConfig withAgent(String agentName, String metadata) {
        return new RoomConfig(0, 0, 0, List.of(new AgentDispatch(agentName, metadata)), "");
    }

    ObjectNode toClaim() {
        ObjectNode claim = JsonNodeFactory.instance.objectNode();
        putUnlessZero(claim, "emptyTimeout", emptyTimeoutSeconds);
        putUnlessZero(claim, "departureTimeout", departureTimeoutSeconds);
        putUnlessZero(claim, "maxParticipants", maxParticipants);
        putUnlessEmpty(claim, "metadata", metadata);
        for (AgentDispatch agent : agents) {
            ObjectNode dispatch = claim.withArray("agents").addObject();
            dispatch.put("agentName", agent.agentName());
            putUnlessEmpty(dispatch, "metadata", agent.metadata());
        }
        return claim;
    }

    private static void putUnlessZero(ObjectNode claim, String name, int value) {
        if (value != 0) {
            claim.put(name, value);
        }
    }

    private static void putUnlessEmpty(ObjectNode claim, String name, String value) {
        if (!value.isEmpty()) {
            claim.put(name, value);
        }
    }
}
