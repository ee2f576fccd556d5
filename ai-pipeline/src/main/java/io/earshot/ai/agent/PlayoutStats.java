package io.earshot.ai.agent;

/**
 * How well the voice kept up with the call. Immutable.
 *
 * @param sentMs audio sent
 * @param underruns how often a speech ran dry before its end
 * @param underrunMs how long it was silent then
 * @param droppedMs audio dropped because the queue was full
 */
public record PlayoutStats(long sentMs, long underruns, long underrunMs, long droppedMs) {}
