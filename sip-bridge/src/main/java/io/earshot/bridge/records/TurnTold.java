package io.earshot.bridge.records;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A turn that is just over, of a call that goes on. Immutable.
 *
 * @param callId our id of the call
 * @param traceId the trace that the call belongs to
 * @param traceParent the caller's span that it belongs under, or null
 * @param startedAt when the call began: the turn's times count from then
 * @param turn the turn
 */
public record TurnTold(
        String callId, String traceId, @Nullable String traceParent, Instant startedAt, CallRecord.Turn turn) {}
