package io.earshot.bridge.leg;

import io.earshot.ai.agent.Agent;
import io.earshot.ai.agent.AgentConfig;
import io.earshot.ai.agent.AgentListener;
import io.earshot.ai.agent.AgentServices;
import io.earshot.bridge.recording.RecordingDesk;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.net.MediaLoop;

/**
 * Makes the agent of each call from what all agents share. Immutable; thread-safe because its parts are.
 *
 * @param config how agents behave
 * @param services providers, tools and histograms
 * @param usage adds up what is used of the providers
 * @param mishaps counts what was done where a provider did not do its part
 * @param recordings says what is announced to callers whose calls are recorded
 */
public record AgentDesk(
        AgentConfig config, AgentServices services, ProviderUsage usage, Mishaps mishaps, RecordingDesk recordings) {
    /** The same with a count of its own, and without recordings. */
    public AgentDesk(AgentConfig config, AgentServices services) {
        this(config, services, new ProviderUsage(), new Mishaps(), RecordingDesk.none());
    }

    /** The same whose agents begin with other words. */
    public AgentDesk beginning(String words) {
        return new AgentDesk(config.withGreeting(words), services, usage, mishaps, recordings);
    }

    Agent create(
            String callId, String trunk, AudioFormat format, MediaLoop loop, AgentListener call, AgentReports reports) {
        return new Agent(
                greeting(callId),
                Metered.of(services, (stage, provider, unit, amount) -> {
                    usage.count(stage, provider, unit, amount);
                    reports.onUsage(stage, provider, unit, amount);
                }),
                format,
                loop.eventLoop(),
                loop::nowNs,
                callId,
                trunk,
                call);
    }

    /** The announcement and the greeting are one sentence, so that nothing comes between them. */
    private AgentConfig greeting(String callId) {
        String announcement = recordings.announcement(callId);
        return announcement.isEmpty()
                ? config
                : config.withGreeting((announcement + " " + config.script().greeting()).strip());
    }
}
