package io.earshot.bridge.room;

import io.earshot.ai.agent.AgentState;

/** An agent's state in the words that LiveKit's front ends show ({@code lk.agent.state}). */
final class AgentStates {
    /** Participant attribute that holds the state. */
    static final String ATTRIBUTE = "lk.agent.state";

    /** The word before the agent is ready to talk. */
    static final String INITIALIZING = "initializing";

    private AgentStates() {}

    static String of(AgentState state) {
        return switch (state) {
            case PREPARING -> INITIALIZING;
            case LISTENING, INTERRUPTED -> "listening";
            case THINKING -> "thinking";
            case GREETING, SPEAKING, ENDING -> "speaking";
            case ENDED -> "idle";
        };
    }
}
