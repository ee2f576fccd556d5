package io.earshot.livekit.data;

/**
 * Bounds of what comes. Immutable.
 *
 * @param streams most streams at a time
 * @param textBytes most octets of one text
 * @param byteBytes most octets of one stream of octets
 * @param totalBytes most octets held over all streams
 * @param idleMs a stream without a piece for so long is given up
 */
public record StreamLimits(int streams, int textBytes, int byteBytes, int totalBytes, int idleMs) {
    /** 64 streams, texts of 64 KiB, 1 MiB otherwise, 4 MiB together, 60 s. */
    public static final StreamLimits DEFAULT = new StreamLimits(64, 1 << 16, 1 << 20, 1 << 22, 60_000);

    public StreamLimits {
        if (streams < 1 || textBytes < 1 || byteBytes < 1 || totalBytes < 1 || idleMs < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
