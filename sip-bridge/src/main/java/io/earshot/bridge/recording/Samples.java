package io.earshot.bridge.recording;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;

/** Octets of a call's audio as linear samples. Stateless. */
final class Samples {
    private Samples() {}

    /** Reads into {@code pcm}, which is large enough; returns how many. */
    static int read(byte[] octets, int length, AudioFormat format, short[] pcm) {
        int count = length / format.encoding().bytesPerSample();
        for (int i = 0; i < count; i++) {
            pcm[i] = switch (format.encoding()) {
                case PCMU -> G711.muToLinear(octets[i]);
                case PCMA -> G711.aToLinear(octets[i]);
                case LINEAR16 -> (short) ((octets[2 * i] & 0xFF) | (octets[2 * i + 1] << 8));
            };
        }
        return count;
    }
}
