package io.earshot.tools.report;

import io.earshot.tools.call.MediaQuality;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the bridge tells about one call ({@code GET /v1/calls/{callId}}). Times ending in {@code Ms} count from
 * {@code startedAt}. What the answer lacks is empty here; what it has beyond this is ignored. Immutable.
 *
 * @param callId the bridge's id of the call
 * @param sipCallId the Call-ID of the dialog
 * @param from caller's URI
 * @param to called URI
 * @param startedAt arrival of the INVITE
 * @param answeredMs when the 200 was sent, or null
 * @param endedMs when the call ended, or null while it goes on
 * @param end how it ended, or null while it goes on
 * @param codec codec of the trunk
 * @param transcript what was said, in order
 * @param turns turn records, in order
 * @param bargeIns times the caller spoke over the agent, in order
 * @param quality media quality as the bridge knows it
 */
public record BridgeCall(
        String callId,
        String sipCallId,
        String from,
        String to,
        Instant startedAt,
        @Nullable Double answeredMs,
        @Nullable Double endedMs,
        @Nullable End end,
        String codec,
        List<Line> transcript,
        List<Turn> turns,
        List<BargeIn> bargeIns,
        @Nullable MediaQuality quality) {
    public BridgeCall {
        startedAt = startedAt == null ? Instant.EPOCH : startedAt;
        callId = orEmpty(callId);
        sipCallId = orEmpty(sipCallId);
        from = orEmpty(from);
        to = orEmpty(to);
        codec = orEmpty(codec);
        transcript = transcript == null ? List.of() : List.copyOf(transcript);
        turns = turns == null ? List.of() : List.copyOf(turns);
        bargeIns = bargeIns == null ? List.of() : List.copyOf(bargeIns);
    }

    /**
     * One line of the transcript. Immutable.
     *
     * @param speaker {@code caller} or {@code agent}
     * @param text what was said; of an interrupted reply, what was heard
     * @param startMs when it began
     * @param endMs when it ended, or null when not known
     * @param interrupted the caller cut it off
     */
    public record Line(
            String speaker,
            String text,
            double startMs,
            @Nullable Double endMs,
            boolean interrupted) {}

    /**
     * One turn: its stages and {@code unexplainedMs} add up to {@code totalMs}. Immutable.
     *
     * @param turn number within the call, 0 for the greeting
     * @param turnClass answered, interrupted, greeting and so on
     * @param startMs the anchor: arrival of the packet with the caller's last speech
     * @param totalMs from there to the first packet of the reply
     * @param stages milliseconds by stage, in the order in which they happen
     * @param unexplainedMs what no stage accounts for
     */
    public record Turn(
            int turn,
            String turnClass,
            double startMs,
            double totalMs,
            Map<String, Double> stages,
            double unexplainedMs) {
        public Turn {
            turnClass = orEmpty(turnClass);
            stages = stages == null ? Map.of() : new LinkedHashMap<>(stages);
        }
    }

    /** How a call ended: the bridge's word for it, who did it, and details. Immutable. */
    public record End(String reason, String by, String detail) {}

    /**
     * The caller spoke over the agent. Immutable.
     *
     * @param silenceMs from the caller's first sound to the agent's last packet
     * @param confirmed whether the caller meant to interrupt; else the agent went on
     */
    public record BargeIn(double silenceMs, boolean confirmed) {}

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
