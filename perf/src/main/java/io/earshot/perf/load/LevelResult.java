package io.earshot.perf.load;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One level of load, measured while all its calls were up. Percentages are of one core. Immutable.
 *
 * @param calls concurrent talking calls
 * @param windowS length of the stretch measured, seconds
 * @param problems why the figures are not to be trusted; empty: they are
 * @param startMs start of the bridge's process to its ready line
 * @param firstCall the first call after that, alone
 * @param idle the bridge with no call, warmed up
 * @param loaded the bridge with all calls
 * @param simulatorPercent processor time of the simulators
 * @param sippPercent processor time of all SIPps
 * @param machineBusy share of all cores in use by anybody, 0 to 1
 * @param threads the bridge's processor time by kind of thread, percent of a core
 * @param sipp what SIPp saw
 * @param bridgeCalls what the bridge recorded of the calls
 * @param udpDrops datagrams dropped at the bridge's sockets in the stretch
 * @param turns turns by class in the stretch
 * @param responses caller's last speech packet to the agent's first packet, all turns with a reply
 * @param providers what the simulated vendors really took on that way
 * @param overhead {@code responses} less the median of {@code providers}
 * @param stages stages of answered turns
 * @param bargeIn caller's first sound to the agent's last packet
 * @param falseBargeIn the same where the agent went on
 * @param rtpSend how late packets left
 */
public record LevelResult(
        int calls,
        double windowS,
        List<String> problems,
        double startMs,
        @Nullable FirstCall firstCall,
        Consumption idle,
        Consumption loaded,
        double simulatorPercent,
        double sippPercent,
        double machineBusy,
        Map<String, Double> threads,
        SippResults sipp,
        BridgeFigures.Totals bridgeCalls,
        long udpDrops,
        Map<String, Long> turns,
        Percentiles responses,
        SimulatorDelays.Recorded providers,
        Percentiles overhead,
        Map<String, Percentiles> stages,
        Percentiles bargeIn,
        Percentiles falseBargeIn,
        Percentiles rtpSend) {

    /** What the bridge used: processor, memory, live heap after collection, threads, descriptors. Immutable. */
    public record Consumption(double cpuPercent, double memoryMb, double liveHeapMb, int threads, int descriptors) {}

    /** The first call after the start: INVITE to 200 by the bridge's clock, and its first turn. Immutable. */
    public record FirstCall(double inviteToOkMs, @Nullable Double firstTurnMs) {}

    /** Percent of a core a call beyond the idle process. */
    public double percentPerCall() {
        return (loaded.cpuPercent - idle.cpuPercent) / calls;
    }

    /** Megabytes a call beyond the idle process. */
    public double megabytesPerCall() {
        return (loaded.memoryMb - idle.memoryMb) / calls;
    }
}
