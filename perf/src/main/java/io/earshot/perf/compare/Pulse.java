package io.earshot.perf.compare;

import io.earshot.media.audio.G711;

/**
 * The sound by which latency is measured: 100 ms of a tone once a second, silence between. Its beginning is looked for in what arrives, by
 * the first packet that is loud after a pause. Confined to its stream's thread.
 */
final class Pulse {
    /** Samples a second of everything here. */
    static final int RATE = 8_000;
    /** Samples in a packet. */
    static final int FRAME = 160;

    private static final int HZ = 1_000;
    private static final int AMPLITUDE = 8_000;
    private static final int LOUD_FRAMES = 5;
    private static final int PERIOD_FRAMES = 50;
    private static final double LOUD = 400;
    private static final long PAUSE_NS = 300_000_000;

    private static final short[] TONE = tone();
    private static final byte[] LOUD_MU = mu(TONE);
    private static final byte[] QUIET_MU = mu(new short[FRAME]);
    private static final short[] QUIET = new short[FRAME];

    private int frame;
    private long lastLoudNs;
    private boolean heardBefore;

    /** A stream that begins its second with frame {@code offset}. */
    Pulse(int offset) {
        frame = Math.floorMod(-offset * 7, PERIOD_FRAMES);
    }

    /** Goes on by 20 ms; true when a sound begins with them. */
    boolean advance() {
        frame = (frame + 1) % PERIOD_FRAMES;
        return frame == 0;
    }

    /** The current 20 ms as PCMU; not to be changed. */
    byte[] mulaw() {
        return frame < LOUD_FRAMES ? LOUD_MU : QUIET_MU;
    }

    /** The current 20 ms as samples; not to be changed. */
    short[] linear() {
        return frame < LOUD_FRAMES ? TONE : QUIET;
    }

    /** Whether a sound begins with these samples, which arrived at {@code nowNs}. */
    boolean begins(double rms, long nowNs) {
        if (rms < LOUD) {
            return false;
        }
        boolean begins = heardBefore && nowNs - lastLoudNs > PAUSE_NS;
        heardBefore = true;
        lastLoudNs = nowNs;
        return begins;
    }

    private static short[] tone() {
        short[] samples = new short[FRAME];
        for (int i = 0; i < FRAME; i++) {
            samples[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * HZ * i / RATE));
        }
        return samples;
    }

    private static byte[] mu(short[] samples) {
        byte[] octets = new byte[samples.length];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = G711.linearToMu(samples[i]);
        }
        return octets;
    }
}
