package io.earshot.bridge.leg;

import io.earshot.ai.agent.AgentState;
import io.earshot.ai.agent.Degradation;
import io.earshot.ai.agent.ProviderStage;
import io.earshot.ai.agent.TranscriptLine;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.provider.ProviderFailure;
import java.util.Locale;

/** What an agent reports for the record, besides what it asks of its call. All on the call's loop; none may block. */
public interface AgentReports {
    /** The agent's state changed; {@code reason} is a short text for logs. */
    default void onState(AgentState from, AgentState to, String reason) {}

    /** What the caller seems to be saying: all of the turn so far, and it may still change or come to nothing. Often. */
    default void onHearing(String soFar) {}

    /** Something was said; the agent's lines come when they were played, or cut off. */
    default void onTranscript(TranscriptLine line) {}

    /** A turn is over and its times are known. */
    default void onTurn(TurnRecord turn) {}

    /** The caller spoke over the agent: first sound to the agent's last packet, and whether it was meant. */
    default void onBargeIn(long silenceNs, boolean confirmed) {}

    /** A provider failed, after its own retries and fallbacks. */
    default void onProviderFailure(ProviderStage stage, ProviderFailure failure) {}

    /** A provider did not do its part, and this was done instead; {@code cause} is a word of few values. */
    default void onDegraded(Degradation step, String cause) {}

    /** What providers are paid for. */
    enum Unit {
        /** Seconds of audio sent to a recogniser. */
        AUDIO_SECONDS,
        /** Completions asked of a language model. */
        REQUESTS,
        /** Tokens that the model read, as far as it told. */
        PROMPT_TOKENS,
        /** Tokens that the model wrote, as far as it told. */
        COMPLETION_TOKENS,
        /** Characters given to a voice, without those answered from memory. */
        CHARACTERS;

        /** The word in records. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Something was used of a provider that costs. */
    default void onUsage(ProviderStage stage, String provider, Unit unit, double amount) {}
}
