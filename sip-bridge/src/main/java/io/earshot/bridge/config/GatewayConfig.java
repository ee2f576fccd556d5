package io.earshot.bridge.config;

import io.earshot.livekit.dispatch.RoomNaming;
import io.earshot.sip.digest.DigestAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The gateway: calls that Earshot takes itself and joins to LiveKit rooms. Immutable.
 *
 * @param dispatch who decides on the room
 * @param roomName name of a room made for one call: with {@code template} for every call, with {@code livekit} in place of the
 *     name that LiveKit gives for individual rules (empty: LiveKit's name). {@code {call_id}}, {@code {caller}}, {@code {callee}},
 *     {@code {prefix}} (the rule's) and {@code {random}} are replaced
 * @param refresh how often LiveKit's trunks and rules are listed
 * @param answer when the call is answered
 * @param ringingTimeout how long the caller hears ringing before the call is given up; a trunk's own limit comes first
 * @param track how a G.711 caller is published
 * @param agent whether the bridge's own agent talks in the room as well
 * @param agentName name of the agent's track
 * @param digest what callers of a trunk with a password may prove it with, best first; md5 alone for callers that look at the
 *     first challenge only
 * @param tokenLifetime how long the token for joining is valid
 * @param closeEmptyRoom whether a room made for one call is deleted when the caller was the last to leave it
 * @param dtmf whether keys cross between caller and room
 * @param pin asking a caller for a PIN
 */
public record GatewayConfig(
        @AtRestart("listing trunks and rules begins with the bridge")
        Dispatch dispatch,

        String roomName,

        @AtRestart("listing trunks and rules begins with the bridge")
        Duration refresh,

        Answer answer,
        Duration ringingTimeout,
        Track track,
        boolean agent,
        String agentName,
        List<DigestAlgorithm> digest,
        Duration tokenLifetime,
        boolean closeEmptyRoom,
        boolean dtmf,
        PinConfig pin) {
    /** Below the five minutes after which an INVITE is given up anyway. */
    public static final Duration LONGEST_RINGING = Duration.ofMinutes(4);

    /** Who decides on a call's room. */
    public enum Dispatch {
        /** LiveKit's own inbound trunks and dispatch rules. */
        LIVEKIT,
        /** Nobody: every call gets a room of its own by the template. */
        TEMPLATE
    }

    /** When a call is answered. */
    public enum Answer {
        /** As soon as the caller's track is in the room. */
        AT_ONCE,
        /** When somebody else in the room can be heard, as livekit-sip does. */
        WHEN_HEARD
    }

    /** How a G.711 caller is published. */
    public enum Track {
        /** In the caller's own codec, PCMU or PCMA, without transcoding. */
        G711,
        /** In Opus, for listeners that know no G.711. */
        OPUS
    }

    public GatewayConfig {
        if (dispatch == Dispatch.TEMPLATE && !roomName.contains("{call_id}")) {
            throw new IllegalArgumentException("room_name must hold {call_id}, or calls would share rooms");
        }
        if (!roomName.isEmpty()) {
            RoomNaming.byTemplate(roomName, RandomGenerator.getDefault());
        }
        if (refresh.toMillis() < 500 || refresh.toHours() > 1) {
            throw new IllegalArgumentException("refresh must be 500ms to 1h");
        }
        if (ringingTimeout.toSeconds() < 1 || ringingTimeout.compareTo(LONGEST_RINGING) > 0) {
            throw new IllegalArgumentException("ringing_timeout must be 1s to 4m");
        }
        if (tokenLifetime.toSeconds() < 10 || tokenLifetime.toHours() > 6) {
            throw new IllegalArgumentException("token_lifetime must be 10s to 6h");
        }
        digest = List.copyOf(digest);
        if (digest.isEmpty()) {
            throw new IllegalArgumentException("digest must name sha_256, md5 or both");
        }
        if (agentName.isBlank()) {
            throw new IllegalArgumentException("agent_name must not be empty");
        }
    }

    /** LiveKit's rules, rooms {@code voice-ai-call-{call_id}}, answered at once, G.711 as it is, no agent of our own. */
    public static GatewayConfig defaults() {
        return new GatewayConfig(
                Dispatch.LIVEKIT,
                "voice-ai-call-{call_id}",
                Duration.ofSeconds(10),
                Answer.AT_ONCE,
                Duration.ofMinutes(3),
                Track.G711,
                false,
                "agent",
                List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5),
                Duration.ofMinutes(10),
                true,
                true,
                PinConfig.defaults());
    }
}
