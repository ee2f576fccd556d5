package io.earshot.ai.provider.deepgram;

import io.earshot.media.audio.AudioFormat;

/** The vendor's names of our encodings: G.711 goes out as it came from the trunk. Stateless. */
final class Encodings {
    private Encodings() {}

    static String name(AudioFormat format) {
        return switch (format.encoding()) {
            case PCMU -> "mulaw";
            case PCMA -> "alaw";
            case LINEAR16 -> "linear16";
        };
    }
}
