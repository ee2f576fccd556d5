package io.earshot.ai.agent;

/**
 * How long the agent waits for its providers and tools, in milliseconds. Immutable.
 *
 * @param firstTokenMs from a request to the model's first token (100 to 60000)
 * @param modelStallMs between two tokens (100 to 60000)
 * @param firstAudioMs from the first sentence given to the voice to its first audio (100 to 60000)
 * @param voiceStallMs between two pieces of audio while text is outstanding (100 to 60000)
 * @param toolMs for a tool's result (100 to 120000)
 * @param fillerAfterMs until a slow tool is bridged with a sentence; 0: never (0 to 60000)
 * @param interDigitMs from one key to the next (100 to 20000)
 */
public record Timeouts(
        int firstTokenMs,
        int modelStallMs,
        int firstAudioMs,
        int voiceStallMs,
        int toolMs,
        int fillerAfterMs,
        int interDigitMs) {
    public Timeouts {
        Limits.require("agent.timeouts.first-token-ms", firstTokenMs, 100, 60_000);
        Limits.require("agent.timeouts.model-stall-ms", modelStallMs, 100, 60_000);
        Limits.require("agent.timeouts.first-audio-ms", firstAudioMs, 100, 60_000);
        Limits.require("agent.timeouts.voice-stall-ms", voiceStallMs, 100, 60_000);
        Limits.require("agent.timeouts.tool-ms", toolMs, 100, 120_000);
        Limits.require("agent.timeouts.filler-after-ms", fillerAfterMs, 0, 60_000);
        Limits.require("agent.timeouts.inter-digit-ms", interDigitMs, 100, 20_000);
    }

    /** 5 s for a first token or audio, 5 s of stall, 10 s for a tool bridged after 800 ms, 2 s between keys. */
    public static Timeouts defaults() {
        return new Timeouts(5_000, 5_000, 5_000, 5_000, 10_000, 800, 2_000);
    }
}
