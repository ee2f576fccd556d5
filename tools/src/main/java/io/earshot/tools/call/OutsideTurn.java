package io.earshot.tools.call;

import org.jspecify.annotations.Nullable;

/**
 * One thing the caller said and what the agent did about it, measured at the caller's end of the wire. Immutable.
 * Times are milliseconds since the INVITE was sent.
 *
 * @param said name of the utterance
 * @param startMs first packet with speech sent
 * @param endMs last packet with speech sent
 * @param interruption the agent was talking when the caller began
 * @param stopMs from the caller's first speech packet to the last packet with sound of the agent; null when it was not an interruption
 * @param answerMs first packet received that holds any sound of the answer, or null when none came before the next utterance
 * @param gapMs {@code answerMs - endMs}; null like {@code answerMs}
 * @param audibleGapMs from {@code endMs} to the first packet of the answer that is loud enough to be heard, for voices begin
 *     with a breath of near silence; null when none was
 */
public record OutsideTurn(
        String said,
        double startMs,
        double endMs,
        boolean interruption,
        @Nullable Double stopMs,
        @Nullable Double answerMs,
        @Nullable Double gapMs,
        @Nullable Double audibleGapMs) {}
