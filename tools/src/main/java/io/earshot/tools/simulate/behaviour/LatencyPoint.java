package io.earshot.tools.simulate.behaviour;

/** Where a simulated vendor takes time of its own. */
public enum LatencyPoint {
    /** From the end of turn on the audio clock to the final transcript or end-of-turn event. */
    STT_FINAL("stt.final"),
    /** From the whole request to the first token of the answer. */
    LLM_FIRST_TOKEN("llm.first-token"),
    /** From one token to the next. */
    LLM_TOKEN_INTERVAL("llm.token-interval"),
    /** From a text that can be spoken to its first audio. */
    TTS_FIRST_AUDIO("tts.first-audio");

    private final String label;

    LatencyPoint(String label) {
        this.label = label;
    }

    /** The name used in options and in JSON. */
    public String label() {
        return label;
    }

    /** The point of a label; throws IllegalArgumentException naming the choices when there is none. */
    public static LatencyPoint of(String label) {
        for (LatencyPoint point : values()) {
            if (point.label.equals(label)) {
                return point;
            }
        }
        throw new IllegalArgumentException(
                "no such latency (stt.final, llm.first-token, llm.token-interval, tts.first-audio): " + label);
    }
}
