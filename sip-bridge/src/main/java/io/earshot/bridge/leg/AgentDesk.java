package io.earshot.bridge.leg;

import io.earshot.ai.agent.Agent;
import io.earshot.ai.agent.AgentConfig;
import io.earshot.ai.agent.AgentListener;
import io.earshot.ai.agent.AgentServices;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.net.MediaLoop;

/**
 * Makes the agent of each call from what all agents share. Immutable; thread-safe because its parts are.
 *
 * @param config how agents behave
 * @param services providers, tools and histograms
 * @param mishaps counts what was done where a provider did not do its part
 */
public record AgentDesk(AgentConfig config, AgentServices services, Mishaps mishaps) {
    /** The same with a count of its own. */
    public AgentDesk(AgentConfig config, AgentServices services) {
        this(config, services, new Mishaps());
    }

    Agent create(
            String callId, String trunk, AudioFormat format, MediaLoop loop, AgentListener call, AgentReports reports) {
        return new Agent(
                config, Metered.of(services, reports), format, loop.eventLoop(), loop::nowNs, callId, trunk, call);
    }
}
