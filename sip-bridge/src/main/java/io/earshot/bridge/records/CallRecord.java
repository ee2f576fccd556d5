package io.earshot.bridge.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call as it is told to the outside: {@code GET /v1/calls/{id}}. Times ending in {@code Ms} count from
 * {@code startedAt}, in milliseconds. Immutable.
 *
 * @param callId our id of the call
 * @param sipCallId Call-ID of the dialog
 * @param traceId the trace that the call belongs to: 32 hex digits, in its log lines and spans too
 * @param traceParent the caller's span that it belongs under (W3C Trace Context), or null when the trace began with the call
 * @param livekitCallId LiveKit's id of the call ({@code sip.callID}), or null when it has none
 * @param from caller's URI
 * @param to called URI
 * @param trunk where it came in
 * @param mode {@code direct}, {@code room} or {@code gateway}
 * @param direction {@code inbound}, or {@code outbound} for a call that the bridge placed
 * @param room LiveKit room of the call, or null when it has none
 * @param participant sid of the participant that we are in that room, or null
 * @param startedAt arrival of the INVITE
 * @param answeredMs when the 200 was sent, or null
 * @param endedMs when the call ended, or null while it runs
 * @param state what the call is doing
 * @param end how it ended, or null while it runs
 * @param codec codec of the trunk, or null before it is agreed
 * @param transcript what was said, in order
 * @param turns turn records, in order
 * @param bargeIns interruptions, in order
 * @param providerFailures what providers failed at, in order
 * @param events what happened besides, in order: ringing, holds, transfers, rooms, faults
 * @param quality media quality of both directions, or null without media
 * @param roomAudio audio between caller and room in mode gateway, or null
 * @param signalling where the call came from and how long its set-up took
 * @param media how its audio was carried, or null before that is agreed
 * @param figures counts and percentiles over the whole call
 * @param usage what was used of the providers
 * @param recording where its recording is, or null
 * @param origin which node and version wrote this
 */
@JsonPropertyOrder({"v"})
public record CallRecord(
        String callId,
        String sipCallId,
        String traceId,
        @Nullable String traceParent,
        @Nullable String livekitCallId,
        String from,
        String to,
        String trunk,
        String mode,
        String direction,
        @Nullable String room,
        @Nullable String participant,
        Instant startedAt,
        @Nullable Double answeredMs,
        @Nullable Double endedMs,
        String state,
        @Nullable End end,
        @Nullable String codec,
        List<Line> transcript,
        List<Turn> turns,
        List<BargeIn> bargeIns,
        List<String> providerFailures,
        List<Event> events,
        @Nullable Quality quality,
        @Nullable RoomAudio roomAudio,
        Signalling signalling,
        @Nullable Media media,
        Figures figures,
        List<Usage> usage,
        @Nullable Recording recording,
        Origin origin) {
    /** Version of this schema: raised when a field changes its meaning or goes; new fields do not raise it. */
    public static final int VERSION = 1;

    /** How a call ended: our word, who did it, and the codes of SIP, Q.850 and LiveKit. Immutable. */
    public record End(String reason, String by, String detail, int sipStatus, int q850, String livekit) {}

    /** A line of the transcript; {@code text} of an interrupted reply is what was heard. Immutable. */
    public record Line(String speaker, String text, double startMs, boolean interrupted) {}

    /** A turn: its {@code stages} (milliseconds, in order) and {@code unexplainedMs} add up to {@code totalMs}. Immutable. */
    public record Turn(
            int turn,
            String turnClass,
            double startMs,
            double totalMs,
            Map<String, Double> stages,
            double unexplainedMs) {}

    /** The caller spoke over the agent: first sound to last agent packet, and whether it was meant. Immutable. */
    public record BargeIn(double silenceMs, boolean confirmed) {}

    /** Something that happened: a word for it, when, and what else there is to say of it (may be empty). Immutable. */
    public record Event(String name, double atMs, String detail) {}

    /** Media quality of both directions. Immutable. */
    public record Quality(
            Stream received,
            Stream sent,
            @Nullable Double rttMs,
            Map<String, Long> drops,
            @Nullable Protection protection) {
        /** Of what is not the trunk's: nothing is said of its encryption. */
        public Quality(Stream received, Stream sent, @Nullable Double rttMs, Map<String, Long> drops) {
            this(received, sent, rttMs, drops, null);
        }
    }

    /**
     * Encryption of the trunk's audio: {@code none}, {@code sdes} or {@code dtls}, the SRTP profile, whether packets flow, and
     * what was refused. Never a key. Immutable.
     */
    public record Protection(String kind, String profile, boolean ready, Map<String, Long> refused) {}

    /** One direction; null means not known. Immutable. */
    public record Stream(
            long packets,
            @Nullable Long lost,
            @Nullable Long discarded,
            @Nullable Double jitterMs,
            @Nullable Double bufferMs,
            @Nullable Double r,
            @Nullable Double mos) {}

    /**
     * Audio between a caller and a room: the caller's on its way there, each other voice (by track) on its way back, and in how
     * many packets two or more voices had to be added up. Immutable.
     */
    public record RoomAudio(Relayed toRoom, Map<String, Relayed> fromRoom, long mixedPackets) {}

    /**
     * Audio that waits between two clocks: how much now, the least in the last two seconds, how much is kept back against jitter,
     * how often it was late, and what was let go. Immutable.
     */
    public record Relayed(
            int depthMs, int lowestMs, int marginMs, long carriedMs, long late, long trimmedMs, long overflowedMs) {}

    /**
     * Signalling as this node saw it; null: did not happen, or nobody told.
     *
     * @param source address and port that the INVITE came from
     * @param ringingMs when 180 was sent
     * @param postDialDelayMs from the INVITE to the first of 180 and the final response: RFC 6076's session request delay, without the
     *     network between the caller and us
     * @param setupMs from the INVITE to 200
     * @param sessionMs from 200 to the end: RFC 6076's session duration time
     * @param dtmfReceived keys that the caller pressed
     * @param dtmfSent keys that we pressed
     */
    public record Signalling(
            @Nullable String source,
            @Nullable Double ringingMs,
            @Nullable Double postDialDelayMs,
            @Nullable Double setupMs,
            @Nullable Double sessionMs,
            int dtmfReceived,
            int dtmfSent) {
        /** Nothing known. */
        public static final Signalling NONE = new Signalling(null, null, null, null, null, 0, 0);
    }

    /** How audio was carried: codecs of both directions, milliseconds a packet (0: not known), {@code none}, {@code sdes} or {@code dtls}. Immutable. */
    public record Media(String received, String sent, int ptimeMs, String protection) {}

    /**
     * Counts over the whole call, and percentiles over the turns that are told of, by stage.
     *
     * @param fallbacks times that another provider took over
     * @param degradations all that was done instead of what a provider failed to do, fallbacks included
     * @param stages percentiles of each stage, of {@code total} and of {@code unexplained}, milliseconds
     */
    public record Figures(
            int turns,
            int interruptions,
            int falseInterruptions,
            int providerFaults,
            int fallbacks,
            int degradations,
            Map<String, Percentiles> stages) {
        /** Nothing happened. */
        public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, Map.of());
    }

    /** Percentiles by nearest rank. Immutable. */
    public record Percentiles(double p50, double p95, double p99, double max) {}

    /**
     * What was used of a provider.
     *
     * @param stage {@code stt}, {@code llm} or {@code tts}
     * @param provider its name
     * @param unit {@code audio_seconds}, {@code requests}, {@code prompt_tokens}, {@code completion_tokens} or {@code characters}
     * @param amount how much
     * @param cost that times the configured price, or null without a price
     */
    public record Usage(
            String stage,
            String provider,
            String unit,
            double amount,
            @Nullable Double cost) {}

    /** Where a recording is, and what became of the question for consent. Immutable. */
    public record Recording(String file, String format, double seconds, String consent) {}

    /** Who wrote a record: the node's name, Earshot's version, and a digest of the configuration in force. Immutable. */
    public record Origin(String node, String version, String config) {
        /** Not known yet. */
        public static final Origin NONE = new Origin("", "", "");
    }

    /** {@link #VERSION}. */
    @JsonProperty
    public int v() {
        return VERSION;
    }

    /** The same without what was said. */
    public CallRecord withoutTranscript() {
        return with(List.of(), usage, recording, origin);
    }

    /** The same with prices and with who wrote it. */
    public CallRecord finished(List<Usage> priced, Origin by) {
        return with(transcript, priced, recording, by);
    }

    /** The same with a recording. */
    public CallRecord recorded(Recording where) {
        return with(transcript, usage, where, origin);
    }

    private CallRecord with(List<Line> said, List<Usage> used, @Nullable Recording where, Origin by) {
        return new CallRecord(
                callId,
                sipCallId,
                traceId,
                traceParent,
                livekitCallId,
                from,
                to,
                trunk,
                mode,
                direction,
                room,
                participant,
                startedAt,
                answeredMs,
                endedMs,
                state,
                end,
                codec,
                said,
                turns,
                bargeIns,
                providerFailures,
                events,
                quality,
                roomAudio,
                signalling,
                media,
                figures,
                used,
                where,
                by);
    }

    public CallRecord {
        transcript = List.copyOf(transcript);
        turns = List.copyOf(turns);
        bargeIns = List.copyOf(bargeIns);
        providerFailures = List.copyOf(providerFailures);
        events = List.copyOf(events);
        usage = List.copyOf(usage);
    }
}
