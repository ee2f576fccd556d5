package io.earshot.ai.latency;

import java.util.Locale;

/** What became of a turn. Each class has histograms of its own, so that no class flatters another. Immutable. */
public enum TurnClass {
    /** The caller spoke and the reply was played to its end. */
    ANSWERED,
    /** As {@link #ANSWERED}, but the model called tools first. */
    TOOL,
    /** The reply began and the caller cut it off. Its total, up to the first packet, is a full response time. */
    INTERRUPTED,
    /** The caller went on before the first packet of the reply. Its total ends when that was seen. */
    OVERTAKEN,
    /** No reply came within the stages' time limits. Its total ends at the limit (or at the end of the call). */
    UNANSWERED,
    /** There was speech, but the recogniser gave no words. Its total ends when that was certain. */
    UNINTELLIGIBLE,
    /** A sentence that bridges a slow tool; the turn itself is recorded once more when its true reply starts. */
    FILLER,
    /** The caller pressed keys instead of speaking; anchored to the last key. */
    DTMF,
    /** The agent's greeting; anchored to the moment the call was answered. */
    GREETING,
    /** The agent spoke unasked because the caller was silent; anchored to the decision. */
    SILENCE_PROMPT,
    /** Other unasked words: warnings and farewells; anchored to the decision. */
    NOTICE;

    /** Name for logs, metrics and histogram tags: lower case with hyphens. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
