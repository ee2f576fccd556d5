package io.earshot.media.ice;

/**
 * How long ICE waits. Immutable.
 *
 * @param connectNs from the start to a selected pair
 * @param disconnectedNs without an answer to a consent check
 * @param failedNs without an answer to a consent check, until consent is gone (RFC 7675: 30 s)
 */
public record IceConfig(long connectNs, long disconnectedNs, long failedNs) {}
