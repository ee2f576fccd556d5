package io.earshot.perf.compare;

import io.earshot.perf.load.Percentiles;
import java.util.List;

/**
 * One level of calls through one subject. Immutable.
 *
 * @param subject whose path
 * @param calls calls wanted
 * @param held calls that were up at the window's end
 * @param percentPerCall percent of one core a call beyond idle
 * @param idlePercent percent of one core while idle
 * @param mbPerCall megabytes (proportional set size) a call beyond idle
 * @param idleMb megabytes while idle
 * @param serverPercentPerCall percent of one core a call that livekit-server used beyond idle
 * @param answer INVITE to 200
 * @param toRoom caller's packet to participant's packet
 * @param toCaller participant's packet to caller's packet
 * @param roundTrip sum of both medians and of both 99th percentiles
 * @param lostPercent RTP packets missing at the callers
 * @param machineBusy share of all cores, 0 to 1
 * @param problems why the level is not valid; empty when it is
 */
record PathResult(
        String subject,
        int calls,
        int held,
        double percentPerCall,
        double idlePercent,
        double mbPerCall,
        double idleMb,
        double serverPercentPerCall,
        Percentiles answer,
        Percentiles toRoom,
        Percentiles toCaller,
        double[] roundTrip,
        double lostPercent,
        double machineBusy,
        List<String> problems) {
    PathResult {
        problems = List.copyOf(problems);
    }
}
