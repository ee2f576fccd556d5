package io.earshot.ai.vad;

import io.earshot.ai.vad.VoiceActivityDetector.Decision;

/**
 * Turns a stream of voiced and unvoiced blocks into speech that starts and ends, back-dated to the packets that held
 * its first and last sound. Short gaps inside a word do not restart the count of the minimum. Confined to the call's
 * loop.
 */
final class SpeechSpan {
    /** Unvoiced time that a not yet declared speech survives. */
    private static final long GAP_NS = 60_000_000L;

    private final long minSpeechNs;
    private final long hangoverNs;
    private boolean speaking;
    private long voicedNs;
    private long silentNs;
    private long candidateNs;
    private long startNs;
    private long lastNs;

    SpeechSpan(VadSettings settings) {
        this.minSpeechNs = settings.minSpeechMs() * 1_000_000L;
        this.hangoverNs = settings.hangoverMs() * 1_000_000L;
    }

    /** One block of {@code durationNs}, whose first and last sample came with packets that arrived at these times. */
    Decision onBlock(boolean voiced, long durationNs, long firstNs, long arrivalNs) {
        return voiced ? onVoiced(durationNs, firstNs, arrivalNs) : onSilence(durationNs);
    }

    private Decision onVoiced(long durationNs, long firstNs, long arrivalNs) {
        if (voicedNs == 0) {
            candidateNs = firstNs;
        }
        silentNs = 0;
        voicedNs += durationNs;
        if (speaking) {
            lastNs = arrivalNs;
            return Decision.NONE;
        }
        if (voicedNs < minSpeechNs) {
            return Decision.NONE;
        }
        speaking = true;
        startNs = candidateNs;
        lastNs = arrivalNs;
        return Decision.SPEECH_STARTED;
    }

    private Decision onSilence(long durationNs) {
        silentNs += durationNs;
        if (!speaking) {
            if (silentNs > GAP_NS) {
                voicedNs = 0;
            }
            return Decision.NONE;
        }
        if (silentNs < hangoverNs) {
            return Decision.NONE;
        }
        speaking = false;
        voicedNs = 0;
        return Decision.SPEECH_ENDED;
    }

    boolean speaking() {
        return speaking;
    }

    long startNs() {
        return startNs;
    }

    long lastNs() {
        return lastNs;
    }
}
