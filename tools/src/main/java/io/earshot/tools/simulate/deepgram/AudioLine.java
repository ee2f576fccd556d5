package io.earshot.tools.simulate.deepgram;

import io.earshot.tools.simulate.speech.AudioInput;
import io.earshot.tools.simulate.speech.AudioInput.Coding;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The audio of one stream: raw in the coding the client named, or else a WAVE file whose header comes whole in the first
 * message. Confined to its loop.
 */
final class AudioLine {
    private static final int RIFF = 0x46464952;
    private static final int FORMAT = 0x20746d66;
    private static final int DATA = 0x61746164;

    private @Nullable AudioInput input;

    AudioLine(@Nullable Coding coding, int sampleRate) {
        input = coding == null ? null : new AudioInput(coding, sampleRate);
    }

    /** Reads audio; false: it cannot be decoded. */
    boolean read(ByteBuf audio, AudioInput.FrameSink sink) {
        if (input == null) {
            input = header(audio);
        }
        if (input == null) {
            return false;
        }
        input.read(audio, sink);
        return true;
    }

    /** Reads up to the first sample; null: this is no WAVE file of one channel in a coding that is known here. */
    private static @Nullable AudioInput header(ByteBuf audio) {
        if (audio.readableBytes() < 44 || audio.readIntLE() != RIFF) {
            return null;
        }
        audio.skipBytes(8);
        AudioInput found = null;
        while (audio.readableBytes() >= 8) {
            int id = audio.readIntLE();
            int size = audio.readIntLE();
            if (id == DATA) {
                return found;
            }
            if (size < 0 || size > audio.readableBytes()) {
                return null;
            }
            found = id == FORMAT && size >= 16 ? format(audio) : found;
            audio.skipBytes(size);
        }
        return null;
    }

    private static @Nullable AudioInput format(ByteBuf audio) {
        int at = audio.readerIndex();
        int rate = audio.getIntLE(at + 4);
        if (audio.getShortLE(at + 2) != 1 || rate < 8_000 || rate > 48_000) {
            return null;
        }
        return switch (audio.getShortLE(at)) {
            case 1 -> audio.getShortLE(at + 14) == 16 ? new AudioInput(Coding.LINEAR16, rate) : null;
            case 6 -> new AudioInput(Coding.ALAW, rate);
            case 7 -> new AudioInput(Coding.MULAW, rate);
            default -> null;
        };
    }
}
