package io.earshot.livekit.transcription;

/**
 * What somebody said, in writing. Immutable.
 *
 * @param identity who spoke
 * @param trackSid the speaker's track; empty when not known
 * @param segmentId the same for all versions of one utterance; a later version replaces an earlier one
 * @param text what was said, up to now
 * @param last whether no later version follows
 */
public record Transcript(String identity, String trackSid, String segmentId, String text, boolean last) {}
