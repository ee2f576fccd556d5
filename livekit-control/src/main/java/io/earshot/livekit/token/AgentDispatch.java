package io.earshot.livekit.token;

/**
 * An agent to send into a room when it is made. Immutable.
 *
 * @param agentName name under which the worker registered
 * @param metadata text handed to the job; empty for none
 */
public record AgentDispatch(String agentName, String metadata) {}
