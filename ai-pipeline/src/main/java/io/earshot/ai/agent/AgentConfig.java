package io.earshot.ai.agent;

import io.earshot.ai.turn.BargeInSettings;
import io.earshot.ai.turn.TurnSettings;
import java.util.List;

/**
 * How an agent behaves. Immutable; every part checks itself when it is made.
 *
 * @param instructions the system message for the model
 * @param language BCP 47 tag of the agent's language, for logs and records; providers have their own setting
 * @param script sentences spoken without the model
 * @param turn when the caller's turn is over
 * @param bargeIn when the caller interrupts
 * @param timeouts how long to wait for providers, tools and keys
 * @param silenceMs silence of the caller until a prompt; 0: no prompts (0, or 1000 to 600000)
 * @param silencePrompts prompts before the agent says goodbye (0 to 10)
 * @param maxCallSeconds longest call; 0: none (0 to 86400)
 * @param warnSeconds how long before that the caller is told; 0: not at all (0 to 600)
 * @param closingMs from the last packet to the hang-up, so that the caller's jitter buffer plays it (0 to 2000)
 * @param historyMessages messages of the conversation sent to the model at most, besides the instructions (2 to 1000)
 * @param maxToolRounds how often in one turn the model may call tools before it has to answer (1 to 20)
 * @param outage what the caller hears when providers fail
 * @param transferTargets where the model may send the caller; none: it cannot
 * @param hangUpTool whether the model may end the call
 * @param dtmfTool whether the model may send keys
 */
public record AgentConfig(
        String instructions,
        String language,
        Script script,
        TurnSettings turn,
        BargeInSettings bargeIn,
        Timeouts timeouts,
        int silenceMs,
        int silencePrompts,
        int maxCallSeconds,
        int warnSeconds,
        int closingMs,
        int historyMessages,
        int maxToolRounds,
        Outage outage,
        List<TransferTarget> transferTargets,
        boolean hangUpTool,
        boolean dtmfTool) {
    /** Instructions that suit a telephone. */
    public static final String DEFAULT_INSTRUCTIONS = "You are a helpful voice assistant on a telephone call. "
            + "Answer in one to three short sentences of plain spoken language, without lists, markup or emoji.";

    public AgentConfig {
        Limits.require("agent.silence-ms", silenceMs, 0, 600_000);
        Limits.require("agent.silence-prompts", silencePrompts, 0, 10);
        Limits.require("agent.max-call-seconds", maxCallSeconds, 0, 86_400);
        Limits.require("agent.warn-seconds", warnSeconds, 0, 600);
        Limits.require("agent.closing-ms", closingMs, 0, 2_000);
        Limits.require("agent.history-messages", historyMessages, 2, 1_000);
        Limits.require("agent.max-tool-rounds", maxToolRounds, 1, 20);
        transferTargets = List.copyOf(transferTargets);
    }

    /** An English agent; prompts after 8 s of silence, twice; calls of an hour at most. */
    public static AgentConfig defaults() {
        return new AgentConfig(
                DEFAULT_INSTRUCTIONS,
                "en",
                Script.english(),
                TurnSettings.defaults(),
                BargeInSettings.defaults(),
                Timeouts.defaults(),
                8_000,
                2,
                3_600,
                30,
                200,
                40,
                5,
                Outage.defaults(),
                List.of(),
                true,
                true);
    }

    /** The same with another greeting. */
    public AgentConfig withGreeting(String greeting) {
        return new AgentConfig(
                instructions,
                language,
                script.withGreeting(greeting),
                turn,
                bargeIn,
                timeouts,
                silenceMs,
                silencePrompts,
                maxCallSeconds,
                warnSeconds,
                closingMs,
                historyMessages,
                maxToolRounds,
                outage,
                transferTargets,
                hangUpTool,
                dtmfTool);
    }
}
