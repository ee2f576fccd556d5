package io.earshot.ai.vad;

import io.earshot.ai.vad.VoiceActivityDetector.Decision;
import io.earshot.media.audio.AudioFormat;
import java.util.ArrayList;
import java.util.List;

/** What a detector decided over a recording in 20 ms packets; times in milliseconds of the recording. */
record VadRun(List<Long> startsMs, List<Long> lastSpeechMs, List<Long> startDecidedMs, List<Long> endDecidedMs) {
    /** An arbitrary clock origin: detectors may not depend on it. */
    private static final long ORIGIN_NS = 5_000_000_000L;

    static VadRun over(VoiceActivityDetector vad, AudioFormat format, short[] samples) {
        VadRun run = new VadRun(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int frame = TestSpeech.RATE / 50;
        for (int from = 0; from < samples.length; from += frame) {
            long arrivalNs = ORIGIN_NS + (from + frame) * 125_000L;
            Decision decision = vad.onAudio(TestSpeech.packet(samples, from, frame, format), arrivalNs, false);
            if (decision == Decision.SPEECH_STARTED) {
                run.startsMs.add(ms(vad.speechStartNs()));
                run.startDecidedMs.add(ms(arrivalNs));
            } else if (decision == Decision.SPEECH_ENDED) {
                run.lastSpeechMs.add(ms(vad.lastSpeechNs()));
                run.endDecidedMs.add(ms(arrivalNs));
            }
        }
        return run;
    }

    private static long ms(long ns) {
        return (ns - ORIGIN_NS) / 1_000_000L;
    }
}
