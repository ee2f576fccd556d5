package io.earshot.perf.load;

import io.earshot.media.audio.G711;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Makes what a caller says under load: recorded questions with pauses, as raw mu-law at 8 kHz for SIPp's rtp_stream. */
final class TalkAudio {
    private static final int WAV_HEADER = 44;
    private static final int SAMPLES_PER_MS = 8;

    private TalkAudio() {}

    /**
     * Writes a file of one round of questions.
     *
     * @param phrases resource names below {@code /phrases}, 16 kHz 16-bit mono WAV
     * @param leadMs silence before the first question, milliseconds
     * @param pauseMs silence after each question: the time that the agent has to answer
     */
    static void write(Path file, List<String> phrases, int leadMs, int pauseMs) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        silence(out, leadMs);
        for (String phrase : phrases) {
            speech(out, phrase);
            silence(out, pauseMs);
        }
        Files.write(file, out.toByteArray());
    }

    private static void speech(ByteArrayOutputStream out, String phrase) throws IOException {
        try (InputStream in = TalkAudio.class.getResourceAsStream("/phrases/" + phrase)) {
            if (in == null) {
                throw new IOException("no recorded phrase " + phrase);
            }
            byte[] wav = in.readAllBytes();
            ByteBuffer samples =
                    ByteBuffer.wrap(wav, WAV_HEADER, wav.length - WAV_HEADER).order(ByteOrder.LITTLE_ENDIAN);
            while (samples.remaining() >= 4) {
                // Two samples at 16 kHz make one at 8 kHz: a crude low-pass is enough to be understood.
                out.write(G711.linearToMu((short) ((samples.getShort() + samples.getShort()) / 2)));
            }
        }
    }

    private static void silence(ByteArrayOutputStream out, int millis) throws IOException {
        byte[] quiet = new byte[millis * SAMPLES_PER_MS];
        Arrays.fill(quiet, (byte) 0xFF);
        new ByteArrayInputStream(quiet).transferTo(out);
    }
}
