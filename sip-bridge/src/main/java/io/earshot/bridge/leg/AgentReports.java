package io.earshot.bridge.leg;

import io.earshot.ai.agent.AgentState;
import io.earshot.ai.agent.Degradation;
import io.earshot.ai.agent.ProviderStage;
import io.earshot.ai.agent.TranscriptLine;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.provider.ProviderFailure;

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
}
