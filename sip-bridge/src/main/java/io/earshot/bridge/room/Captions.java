package io.earshot.bridge.room;

import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.TrackInfo;
import io.earshot.livekit.transcription.TranscriptSegment;
import io.earshot.livekit.transcription.Transcripts;
import org.jspecify.annotations.Nullable;

/**
 * Writes a call into its room: the caller's words while they are being understood, a few times a second, and once they are; the agent's once
 * they were spoken, as far as they were heard. Confined to the call's loop.
 */
final class Captions {
    private static final long LEAST_BETWEEN_NS = 200_000_000L;

    private @Nullable TranscriptSegment caller;
    private String shown = "";
    private long shownNs;

    /** The caller seems to say this; what comes too soon after the last time is left to the next. */
    void hearing(Transcripts room, Participant speaker, String soFar, long nowNs) {
        TranscriptSegment segment = caller;
        boolean soon = segment != null && nowNs - shownNs < LEAST_BETWEEN_NS;
        if (soon || soFar.equals(shown)) {
            return;
        }
        if (segment == null) {
            segment = room.begin(speaker.identity(), voice(speaker));
            caller = segment;
        }
        segment.interim(soFar);
        shown = soFar;
        shownNs = nowNs;
    }

    /** The caller said this. */
    void callerSaid(Transcripts room, Participant speaker, String text) {
        TranscriptSegment segment = caller == null ? room.begin(speaker.identity(), voice(speaker)) : caller;
        segment.finish(text);
        caller = null;
        shown = "";
    }

    /** The agent said this, so that it was heard. */
    void agentSaid(Transcripts room, Participant speaker, String heard) {
        if (!heard.isBlank()) {
            room.line(speaker.identity(), voice(speaker), heard);
        }
    }

    private static String voice(Participant speaker) {
        return speaker.tracks().stream()
                .filter(TrackInfo::audio)
                .map(TrackInfo::sid)
                .findFirst()
                .orElse("");
    }
}
