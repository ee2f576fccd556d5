package io.earshot.livekit.room;

/**
 * Someone whose speaking has begun, changed or ended. Immutable.
 *
 * @param identity who
 * @param level loudness, 0 to 1
 * @param active whether still speaking
 */
public record Speaker(String identity, float level, boolean active) {}
