package io.earshot.bridge.room;

import io.earshot.ai.agent.AgentState;
import io.earshot.livekit.transcription.AgentActivity;

/** An agent's state in the words that LiveKit's front ends show. */
final class AgentStates {
    private AgentStates() {}

    static AgentActivity of(AgentState state) {
        return switch (state) {
            case PREPARING -> AgentActivity.INITIALIZING;
            case LISTENING, INTERRUPTED, ENDED -> AgentActivity.LISTENING;
            case THINKING -> AgentActivity.THINKING;
            case GREETING, SPEAKING, ENDING -> AgentActivity.SPEAKING;
        };
    }
}
