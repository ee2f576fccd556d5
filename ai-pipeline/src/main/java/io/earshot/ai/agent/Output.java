package io.earshot.ai.agent;

import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.provider.ProviderFailure;

/** What a conversation wants done. Immutable. */
sealed interface Output {
    /** Ask the model; its events come back under {@code request}. */
    record AskModel(int request, LlmRequest messages) implements Output {}

    /** The answer to {@code request} is not wanted any more. */
    record DropModel(int request) implements Output {}

    /** Open an utterance of the voice; its events come back under {@code speech}. */
    record OpenVoice(int speech) implements Output {}

    /** Give text to the voice. */
    record Say(int speech, String text) implements Output {}

    /** No more text follows. */
    record FinishVoice(int speech) implements Output {}

    /** The utterance is not wanted any more. */
    record DropVoice(int speech) implements Output {}

    /** Queue a recorded phrase as all of {@code speech}. */
    record PlayPhrase(int speech, Phrase phrase) implements Output {}

    /** Ask the recogniser for its text, since the turn is over. */
    record AskTranscript() implements Output {}

    /** Open a new stream to the recogniser in place of the failed one. */
    record ReopenEars() implements Output {}

    /** Call a tool of the application. */
    record CallTool(int request, ToolCall call) implements Output {}

    /** End the call. */
    record HangUp(EndReason reason) implements Output {}

    /** Transfer the caller. */
    record Transfer(String uri) implements Output {}

    /** Send keys. */
    record SendDtmf(String digits) implements Output {}

    /** What the caller seems to be saying; all of the turn so far. */
    record Hearing(String soFar) implements Output {}

    /** Something was said. */
    record Said(TranscriptLine line) implements Output {}

    /** A turn is over. */
    record Turn(TurnRecord turn) implements Output {}

    /** The caller spoke over the agent. */
    record BargeIn(long silenceNs, boolean confirmed) implements Output {}

    /** The state changed. */
    record StateChanged(AgentState from, AgentState to, String reason) implements Output {}

    /** A provider did not do its part, and this was done instead. */
    record Degraded(Degradation step, String cause) implements Output {}

    /** A provider failed. */
    record Trouble(ProviderStage stage, ProviderFailure failure) implements Output {}
}
