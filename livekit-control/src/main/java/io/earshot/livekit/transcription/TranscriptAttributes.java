package io.earshot.livekit.transcription;

import java.util.Map;

/** LiveKit's names for what is said of a transcription. Stateless. */
final class TranscriptAttributes {
    static final String TOPIC = "lk.transcription";
    static final String SEGMENT = "lk.segment_id";
    static final String TRACK = "lk.transcribed_track_id";
    static final String FINAL = "lk.transcription_final";

    private TranscriptAttributes() {}

    /** The track is left out while it is not known. */
    static Map<String, String> of(String segmentId, String trackSid, boolean last) {
        String said = Boolean.toString(last);
        return trackSid.isEmpty()
                ? Map.of(SEGMENT, segmentId, FINAL, said)
                : Map.of(SEGMENT, segmentId, FINAL, said, TRACK, trackSid);
    }
}
