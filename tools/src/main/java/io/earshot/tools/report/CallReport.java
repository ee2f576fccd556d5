package io.earshot.tools.report;

import io.earshot.tools.call.CallOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of one call, and the files it left: {@code report.json} in the run's directory. Immutable.
 *
 * @param title heading of the report
 * @param outside what the softphone saw
 * @param inside what the bridge saw, or null when it was not asked
 * @param latency percentiles as the bridge computed them
 * @param files names of the files in the same directory
 */
public record CallReport(
        String title, CallOutcome outside, @Nullable BridgeCall inside, LatencyFigures.Table latency, Files files) {
    public CallReport {
        latency = latency == null ? LatencyFigures.Table.EMPTY : latency;
    }

    /**
     * File names without a directory; null when there is no such file. Immutable.
     *
     * @param wav stereo recording, the caller on the left and the agent on the right
     * @param pcap SIP and RTP of the call
     * @param hlog interval histograms
     * @param html the report
     */
    public record Files(
            @Nullable String wav,
            @Nullable String pcap,
            @Nullable String hlog,
            @Nullable String html) {}

    /** Milliseconds to add to the bridge's times to get the softphone's: the two count from different moments. */
    public double insideOffsetMs() {
        return inside == null
                ? 0
                : java.time.Duration.between(outside.startedAt(), inside.startedAt())
                                .toNanos()
                        / 1e6;
    }
}
