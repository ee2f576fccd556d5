package io.earshot.ai.agent;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.Encoding;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Sentences recorded as audio, so that they need no provider, for times when the voice's own recording is not there either:
 * raw mu-law at 8 kHz in the jar (made with a free speech
 * synthesizer), converted to the call's format when asked for. Immutable.
 */
public enum Phrase {
    /** Spoken first when the greeting cannot be synthesized. */
    GREETING("greeting", "Hello. How can I help you?"),
    /** Asks for patience. */
    HOLD("hold", "One moment, please."),
    /** Spoken after a turn failed. */
    APOLOGY("apology", "I am sorry, I did not get that. Could you say it again, please?"),
    /** Spoken before the call ends because nothing works. */
    GOODBYE("farewell", "I am sorry, I cannot help you at the moment. Please call again later. Goodbye."),
    /** Spoken before a transfer to a human. */
    TRANSFERRING("transferring", "I am sorry, something is not working. I will put you through to a colleague.");

    private static final int RATE = 8_000;

    private final String text;
    private final byte[] muLaw;

    Phrase(String resource, String text) {
        this.text = text;
        this.muLaw = load(resource + ".ulaw");
    }

    /** The words of the recording. */
    public String text() {
        return text;
    }

    /**
     * The recording in {@code format}; the caller owns the buffer. Rates above 8 kHz are reached by linear
     * interpolation, which leaves telephone quality as it is.
     */
    ByteBuf audio(AudioFormat format) {
        int samples = (int) ((long) muLaw.length * format.sampleRate() / RATE);
        ByteBuf out = Unpooled.buffer(samples * format.encoding().bytesPerSample());
        for (int i = 0; i < samples; i++) {
            write(out, format.encoding(), sampleAt((double) i * RATE / format.sampleRate()));
        }
        return out;
    }

    private short sampleAt(double position) {
        int i = (int) position;
        short here = G711.muToLinear(muLaw[i]);
        short next = i + 1 < muLaw.length ? G711.muToLinear(muLaw[i + 1]) : here;
        return (short) Math.round(here + (next - here) * (position - i));
    }

    private static void write(ByteBuf out, Encoding encoding, short sample) {
        switch (encoding) {
            case PCMU -> out.writeByte(G711.linearToMu(sample));
            case PCMA -> out.writeByte(G711.linearToA(sample));
            case LINEAR16 -> out.writeShortLE(sample);
        }
    }

    private static byte[] load(String name) {
        try (InputStream in = Phrase.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
