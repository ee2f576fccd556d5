package io.earshot.ai.agent;

import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.ai.llm.LanguageModel;
import io.earshot.ai.stt.SpeechToText;
import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.vad.VoiceActivityDetector;
import java.util.List;

/**
 * What the agents of all calls share. Immutable; thread-safe because every part is.
 *
 * @param stt the recogniser
 * @param llm the language model
 * @param tts the voice
 * @param vad makes a voice activity detector for each call
 * @param tools functions of the application that the model may call
 * @param latency the process's latency histograms
 * @param recordings sentences that can be played without a provider
 */
public record AgentServices(
        SpeechToText stt,
        LanguageModel llm,
        TextToSpeech tts,
        VoiceActivityDetector.Factory vad,
        List<Tool> tools,
        LatencyRecorder latency,
        Recordings recordings) {
    public AgentServices {
        tools = List.copyOf(tools);
    }

    /** The same without recordings of their own. */
    public AgentServices(
            SpeechToText stt,
            LanguageModel llm,
            TextToSpeech tts,
            VoiceActivityDetector.Factory vad,
            List<Tool> tools,
            LatencyRecorder latency) {
        this(stt, llm, tts, vad, tools, latency, Recordings.NONE);
    }
}
