package io.earshot.tools.simulate.deepgram;

import io.earshot.media.audio.G711;
import io.earshot.tools.simulate.SimSocket;
import io.earshot.tools.simulate.speech.PhraseBank;
import io.earshot.tools.simulate.speech.SincResampler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Speaks recorded phrases into a socket, as fast as it goes: the simulators' clock is the audio. */
final class Caller {
    private static final PhraseBank BANK = PhraseBank.load();
    private static final int WAV_HEADER = 44;

    private Caller() {}

    static void say(SimSocket socket, String phrase) {
        byte[] mulaw = mulaw(phrase);
        for (int at = 0; at < mulaw.length; at += 160) {
            socket.send(Arrays.copyOfRange(mulaw, at, Math.min(at + 160, mulaw.length)));
        }
    }

    static void beSilent(SimSocket socket, int millis) {
        byte[] silence = new byte[160];
        Arrays.fill(silence, (byte) 0xFF);
        for (int ms = 0; ms < millis; ms += 20) {
            socket.send(silence);
        }
    }

    static byte[] wav(String phrase) {
        return BANK.wav(phrase);
    }

    static String text(String phrase) {
        return BANK.text(phrase);
    }

    /** The phrase as 8 kHz mu-law. */
    static byte[] mulaw(String phrase) {
        short[] wide = new short[(BANK.wav(phrase).length - WAV_HEADER) / 2];
        ByteBuffer.wrap(BANK.wav(phrase))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(WAV_HEADER)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(wide);
        SincResampler resampler = new SincResampler(16_000, 8_000);
        short[] narrow = new short[resampler.mostFor(wide.length)];
        byte[] mulaw = new byte[resampler.resample(wide, wide.length, narrow)];
        for (int i = 0; i < mulaw.length; i++) {
            mulaw[i] = G711.linearToMu(narrow[i]);
        }
        return mulaw;
    }
}
