package io.earshot.livekit.transcription;

import java.util.Locale;
import java.util.Map;

/** What an agent is doing, as LiveKit's front ends show it: the value of its participant's attribute {@code lk.agent.state}. */
public enum AgentActivity {
    /** Not ready yet. */
    INITIALIZING,
    /** It hears the caller. */
    LISTENING,
    /** It looks for an answer. */
    THINKING,
    /** It says something. */
    SPEAKING;

    /** The attribute to be set on the agent's participant. */
    public static final String ATTRIBUTE = "lk.agent.state";

    /** The attribute's value. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The attribute with this value, for {@code Room.setAttributes} or {@code JoinOptions}. */
    public Map<String, String> attributes() {
        return Map.of(ATTRIBUTE, value());
    }
}
