package io.earshot.media.codec;

import io.netty.buffer.ByteBuf;

/**
 * Comfort noise (RFC 3389): reads and writes the payload, and makes noise of the level and spectrum it describes.
 * Allocates nothing after construction. Confined to the call's loop.
 *
 * <pre>
 *  0                   1                   2
 *  0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 ...
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0|   level     |      N1       |      N2       | ... NM
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class ComfortNoise {
    /** Static payload type at a clock of 8 kHz (RFC 3389, section 4). */
    public static final int PAYLOAD_TYPE = 13;

    /** Quietest level that a payload can name, in dB below overload. */
    public static final int QUIETEST = 127;

    /** Coefficients beyond this order are left out, as a receiver may do (RFC 3389, section 3.3). */
    private static final int MAX_ORDER = 12;

    /** Root mean square of uniform noise of 32 bits, scaled to plus and minus 1. */
    private static final float UNIFORM_RMS = 0.57735f;

    private final float[] reflection = new float[MAX_ORDER];
    private final float[] lattice = new float[MAX_ORDER + 1];
    private int order;
    private int level = QUIETEST;
    private float excitation;
    private int random = 0x2545_F491;

    /**
     * Takes the description in a payload.
     *
     * @param payload the readable octets; its indexes stay as they are
     * @return false when the payload is empty; what was known before stays
     */
    public boolean accept(ByteBuf payload) {
        int length = payload.readableBytes();
        if (length == 0) {
            return false;
        }
        int from = payload.readerIndex();
        level = payload.getByte(from) & 0x7F;
        order = Math.min(length - 1, MAX_ORDER);
        float gain = 1;
        for (int i = 0; i < order; i++) {
            float coefficient = coefficient(payload.getUnsignedByte(from + 1 + i));
            reflection[i] = coefficient;
            gain *= 1 - coefficient * coefficient;
        }
        excitation = (float) (amplitude(level) / UNIFORM_RMS * Math.sqrt(gain));
        return true;
    }

    /** Level last accepted, in dB below overload (0 to 127). */
    public int level() {
        return level;
    }

    /** Writes {@code samples} samples of noise; silence before anything was accepted. */
    public void generate(short[] pcm, int samples) {
        for (int i = 0; i < samples; i++) {
            float value = synthesize(excitation * white());
            pcm[i] = (short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    /** Level of {@code samples} samples in dB below overload, 0 to 127 (square wave of full scale: 0). */
    public static int measure(short[] pcm, int samples) {
        long energy = 0;
        for (int i = 0; i < samples; i++) {
            energy += pcm[i] * pcm[i];
        }
        if (energy == 0) {
            return QUIETEST;
        }
        double meanSquare = (double) energy / samples / (32_768.0 * 32_768.0);
        return Math.clamp(Math.round(-10 * Math.log10(meanSquare)), 0, QUIETEST);
    }

    /** Appends a payload that names a level and no spectrum. */
    public static void write(int level, ByteBuf out) {
        out.writeByte(Math.clamp(level, 0, QUIETEST));
    }

    /** All-pole lattice filter. */
    private float synthesize(float input) {
        float forward = input;
        for (int i = order - 1; i >= 0; i--) {
            forward -= reflection[i] * lattice[i];
            lattice[i + 1] = lattice[i] + reflection[i] * forward;
        }
        lattice[0] = forward;
        return forward;
    }

    /** Uniform noise from -1 to 1 (xorshift). */
    private float white() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return random * 0x1p-31f;
    }

    /** RFC 3389, section 3.2: 258 (N - 127) / 32768; the reserved value 255 is taken as 254. */
    private static float coefficient(int octet) {
        return 258 * (Math.min(octet, 254) - 127) / 32_768f;
    }

    private static double amplitude(int level) {
        return 32_768 * Math.pow(10, -level / 20.0);
    }
}
