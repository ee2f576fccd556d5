package io.earshot.bridge.config;

import io.earshot.media.codec.AudioCodec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * The agent as a participant of LiveKit rooms whose callers come through livekit-sip. Immutable.
 *
 * @param start what brings the agent into a room
 * @param joinOn with webhooks, which event that is
 * @param rooms names of rooms that get an agent; {@code *} stands for any text. Jobs of the worker are taken in any room
 * @param identity begin of the agent's identity; each node and call adds its own end
 * @param name name that other participants see
 * @param callers kinds of participant that the agent listens to
 * @param codec codec of the agent's track
 * @param tokenLifetime how long the token for joining is valid
 * @param callerWait how long the agent waits for a caller before it leaves
 * @param silentAfter without a packet of a caller who is not muted, before their track is subscribed to again; 0: never
 * @param silentEnd without a packet of such a caller, before the call ends; 0: never
 * @param deleteRoom whether the room is deleted when the agent hangs up or the caller has left
 * @param transcriptions whether what is said is sent as LiveKit's text streams
 */
public record RoomModeConfig(
        @AtRestart("the worker is started with the bridge") Start start,
        JoinOn joinOn,
        String rooms,
        @AtRestart("agents in rooms are known by it") String identity,
        String name,
        Set<CallerKind> callers,
        AudioCodec codec,
        Duration tokenLifetime,
        Duration callerWait,
        Duration silentAfter,
        Duration silentEnd,
        boolean deleteRoom,
        boolean transcriptions) {
    /** What brings the agent into a room. */
    public enum Start {
        /** Nothing: there is no room mode. */
        OFF,
        /** A webhook. */
        WEBHOOK,
        /** A job of LiveKit's agent dispatch. */
        WORKER
    }

    /** Which webhook brings the agent. */
    public enum JoinOn {
        /** The caller is in the room. */
        CALLER_JOINED,
        /** The room was made, the caller may not be there yet. */
        ROOM_STARTED
    }

    /** Kinds of participant, in LiveKit's words. */
    public enum CallerKind {
        SIP,
        STANDARD
    }

    public RoomModeConfig {
        callers = callers.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(callers));
        if (rooms.isBlank()) {
            throw new IllegalArgumentException("rooms must be a name or a pattern such as voice-ai-call-*");
        }
        if (identity.isBlank() || identity.length() > 64) {
            throw new IllegalArgumentException("identity must have 1 to 64 letters");
        }
        if (callers.isEmpty()) {
            throw new IllegalArgumentException("callers must name at least one kind");
        }
        if (codec != AudioCodec.OPUS && codec != AudioCodec.PCMU) {
            throw new IllegalArgumentException("codec must be opus or pcmu");
        }
        if (tokenLifetime.compareTo(Duration.ofSeconds(10)) < 0 || tokenLifetime.compareTo(Duration.ofHours(6)) > 0) {
            throw new IllegalArgumentException("token_lifetime must be 10s to 6h");
        }
        if (silentAfter.isNegative() || silentEnd.isNegative()) {
            throw new IllegalArgumentException("no time may be negative");
        }
        if (!callerWait.isPositive()) {
            throw new IllegalArgumentException("caller_wait must be longer than 0");
        }
    }

    /** Off; rooms {@code voice-ai-call-*}, callers of kind SIP, Opus. */
    public static RoomModeConfig defaults() {
        return new RoomModeConfig(
                Start.OFF,
                JoinOn.CALLER_JOINED,
                "voice-ai-call-*",
                "earshot-agent",
                "Earshot",
                Set.of(CallerKind.SIP),
                AudioCodec.OPUS,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                true,
                true);
    }
}
