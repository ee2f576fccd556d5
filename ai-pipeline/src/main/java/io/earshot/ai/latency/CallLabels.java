package io.earshot.ai.latency;

/**
 * What a call's turns are counted under. Immutable.
 *
 * @param callId the call's id; not a metric label, since it is unbounded
 * @param trunk the trunk that the call came in on
 * @param stt name of the recogniser
 * @param llm name of the language model's provider
 * @param tts name of the voice's provider
 */
public record CallLabels(String callId, String trunk, String stt, String llm, String tts) {
    /** The provider whose work {@code stage} waits for, or an empty text where it is ours. */
    public String providerOf(Stage stage) {
        return switch (stage) {
            case END_OF_TURN, FINAL_TRANSCRIPT -> stt;
            case FIRST_TOKEN, FIRST_SENTENCE -> llm;
            case FIRST_AUDIO -> tts;
            case VAD_END, LLM_REQUEST, TOOLS, SPEECH_REQUEST, FIRST_FRAME, FIRST_PACKET -> "";
        };
    }
}
