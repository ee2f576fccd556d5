package io.earshot.perf.load;

import io.earshot.media.audio.G711;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Makes what a caller says under load: recorded phrases with pauses, as raw mu-law at 8 kHz for SIPp's rtp_stream. */
public final class TalkAudio {
    /**
     * Two questions with time to answer each, then one whose answer is interrupted. About 46 s. Phrases
     * whose ends the recogniser and the detector hear at nearly the same distance (40 to 60 ms, see {@link Endpointing}).
     */
    public static final List<Line> CONVERSATION = List.of(
            new Line("opening-hours", 13_000),
            new Line("repair-price", 11_000),
            new Line("opening-hours", 2_200),
            new Line("stop-please", 9_000));

    private static final int WAV_HEADER = 44;
    private static final int SAMPLES_PER_MS = 8;
    private static final int PACKET_SAMPLES = 160;

    private TalkAudio() {}

    /**
     * A phrase and the silence after it. Immutable.
     *
     * @param phrase name of a recording in {@code /phrases}, 16 kHz 16-bit mono WAV
     * @param pauseMs silence after it, milliseconds
     */
    public record Line(String phrase, int pauseMs) {}

    /**
     * Writes a file of one round of phrases.
     *
     * @param leadMs silence before the first, milliseconds
     */
    public static void write(Path file, int leadMs, List<Line> lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        silence(out, leadMs);
        for (Line line : lines) {
            speech(out, line.phrase);
            silence(out, line.pauseMs);
        }
        // Whole packets, so that every round is cut into the same ones.
        out.writeBytes(silentSamples((PACKET_SAMPLES - out.size() % PACKET_SAMPLES) % PACKET_SAMPLES));
        Files.write(file, out.toByteArray());
    }

    private static void speech(ByteArrayOutputStream out, String phrase) throws IOException {
        try (InputStream in = TalkAudio.class.getResourceAsStream("/phrases/" + phrase + ".wav")) {
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

    private static void silence(ByteArrayOutputStream out, int millis) {
        out.writeBytes(silentSamples(millis * SAMPLES_PER_MS));
    }

    private static byte[] silentSamples(int count) {
        byte[] quiet = new byte[count];
        Arrays.fill(quiet, (byte) 0xFF);
        return quiet;
    }
}
