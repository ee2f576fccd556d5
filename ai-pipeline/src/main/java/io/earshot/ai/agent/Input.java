package io.earshot.ai.agent;

import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.tts.TtsEvent;

/** What happens to a conversation. Immutable, except that {@link Voice} may carry audio, whose owner it passes on. */
sealed interface Input {
    /** The phone rings. */
    record Prepare() implements Input {}

    /** The call was answered and media may flow. */
    record Answered() implements Input {}

    /** The caller speaks, since the packet that arrived at {@code sinceNs}. */
    record SpeechStarted(long sinceNs) implements Input {}

    /** The caller is silent, since the packet that arrived at {@code sinceNs}. */
    record SpeechEnded(long sinceNs) implements Input {}

    /** The recogniser said something; the caller's latest speech arrived at {@code lastSpeechNs}. */
    record Heard(SttEvent event, long lastSpeechNs) implements Input {}

    /** The model answered request {@code request}. */
    record Model(int request, LlmEvent event) implements Input {}

    /** The voice gave something of {@code speech}. */
    record Voice(int speech, TtsEvent event) implements Input {}

    /** The first packet of {@code speech} was sent; its frame was taken at {@code frameNs}. */
    record PlayStarted(int speech, long frameNs, long sentNs) implements Input {}

    /** The last packet of {@code speech} was sent. */
    record PlayDrained(int speech, long sentNs) implements Input {}

    /** The caller pressed a key. */
    record Dtmf(char key) implements Input {}

    /** The tool call {@code id} of request {@code request} gave {@code content}. */
    record ToolDone(int request, String id, String content) implements Input {}

    /** The call was put on hold, or taken back. */
    record Hold(boolean on) implements Input {}

    /** The transfer asked for did not happen. */
    record TransferFailed(String reason) implements Input {}

    /** The agent is to say goodbye and hang up. */
    record Leave() implements Input {}

    /** The call is over. */
    record End(EndReason reason) implements Input {}

    /** {@link Conversation#deadlineNs} is reached. */
    record Deadline() implements Input {}
}
