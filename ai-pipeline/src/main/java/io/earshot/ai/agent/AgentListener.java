package io.earshot.ai.agent;

import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.provider.ProviderFailure;

/** What an agent tells and asks its call. All methods are called on the call's loop; none may block. */
public interface AgentListener {
    /** The greeting's first audio is there, or none is wanted: the call may be answered. Once. */
    default void onReady() {}

    /** The agent's state changed; {@code reason} is a short text for logs. */
    default void onState(AgentState from, AgentState to, String reason) {}

    /** What the caller seems to be saying: all of the turn so far, and it may still change or come to nothing. Often. */
    default void onHearing(String soFar) {}

    /** Something was said; the agent's lines come when they were played, or cut off. */
    default void onTranscript(TranscriptLine line) {}

    /** A turn is over and its times are known. It was already given to the latency recorder. */
    default void onTurn(TurnRecord turn) {}

    /**
     * The caller spoke over the agent.
     *
     * @param silenceNs from the arrival of the caller's first sound to the agent's last packet
     * @param confirmed false when it was no interruption and the agent went on
     */
    default void onBargeIn(long silenceNs, boolean confirmed) {}

    /** A provider failed, after its own retries and fallbacks. */
    default void onProviderFailure(ProviderStage stage, ProviderFailure failure) {}

    /** A provider did not do its part, and this was done instead; {@code cause} is a short text of few values. */
    default void onDegraded(Degradation step, String cause) {}

    /** A bug ended the agent, and everything of it is freed: the call cannot go on. It was logged. Once. */
    void onFault(RuntimeException bug);

    /** The agent has spoken its last word, and it was played: the call is to be ended. Called once at most. */
    void onHangUp(EndReason reason);

    /** The caller is to be transferred (REFER). On failure call {@link Agent#transferFailed}. */
    void onTransfer(String uri);

    /** Keys are to be sent to the other party; 0 to 9, A to D, * and #. */
    void onSendDtmf(String digits);
}
