package io.earshot.perf.compare;

import io.earshot.perf.load.Percentiles;
import java.util.List;

/**
 * Conversations of one level with one agent. Immutable.
 *
 * @param subject whose agent
 * @param sessions conversations at once
 * @param percentPerSession percent of one core a session beyond idle, over the conversations
 * @param idlePercent percent of one core while nobody calls
 * @param mbPerSession megabytes (proportional set size, most seen) a session beyond idle
 * @param idleMb megabytes while nobody calls
 * @param answer INVITE to 200, which livekit-sip sends when the agent can be heard
 * @param response caller's last sound to the agent's first, at the caller
 * @param bargeIn caller's first sound into the agent's speech to its last
 * @param machineBusy share of all cores, 0 to 1
 * @param problems why the level is not valid; empty when it is
 */
record AgentResult(
        String subject,
        int sessions,
        double percentPerSession,
        double idlePercent,
        double mbPerSession,
        double idleMb,
        Percentiles answer,
        Percentiles response,
        Percentiles bargeIn,
        double machineBusy,
        List<String> problems) {
    AgentResult {
        problems = List.copyOf(problems);
    }
}
