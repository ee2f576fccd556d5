package io.earshot.media.audio;

/**
 * G.711 companding by table (ITU-T G.711): 64 KiB + 64 KiB to encode, 512 B + 512 B to decode.
 * Stateless; thread-safe because the tables never change after class loading.
 */
public final class G711 {
    private static final short[] MU_TO_LINEAR = new short[256];
    private static final short[] A_TO_LINEAR = new short[256];
    private static final byte[] LINEAR_TO_MU = new byte[65_536];
    private static final byte[] LINEAR_TO_A = new byte[65_536];

    static {
        for (int i = 0; i < 256; i++) {
            MU_TO_LINEAR[i] = expandMu(i);
            A_TO_LINEAR[i] = expandA(i);
        }
        for (int i = 0; i < 65_536; i++) {
            LINEAR_TO_MU[i] = compressMu((short) i);
            LINEAR_TO_A[i] = compressA((short) i);
        }
    }

    private G711() {}

    /** The linear value (-32124 to 32124) of a mu-law octet. */
    public static short muToLinear(byte octet) {
        return MU_TO_LINEAR[octet & 0xFF];
    }

    /** The linear value (-32256 to 32256) of an A-law octet. */
    public static short aToLinear(byte octet) {
        return A_TO_LINEAR[octet & 0xFF];
    }

    /** The mu-law octet nearest to a 16-bit sample. */
    public static byte linearToMu(short sample) {
        return LINEAR_TO_MU[sample & 0xFFFF];
    }

    /** The A-law octet nearest to a 16-bit sample. */
    public static byte linearToA(short sample) {
        return LINEAR_TO_A[sample & 0xFFFF];
    }

    private static short expandMu(int octet) {
        int value = ~octet & 0xFF;
        int magnitude = ((((value & 0x0F) << 3) + 0x84) << ((value & 0x70) >> 4)) - 0x84;
        return (short) ((value & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static short expandA(int octet) {
        int value = octet ^ 0x55;
        int segment = (value & 0x70) >> 4;
        int magnitude = (value & 0x0F) << 4;
        magnitude = segment == 0 ? magnitude + 8 : (magnitude + 0x108) << (segment - 1);
        return (short) ((value & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static byte compressMu(short sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs((int) sample), 32_635) + 0x84;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = (magnitude >> (exponent + 3)) & 0x0F;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }

    private static byte compressA(short sample) {
        int sign = sample >= 0 ? 0x80 : 0;
        int magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767) >> 4;
        int exponent = magnitude < 16 ? 0 : 28 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = exponent == 0 ? magnitude : (magnitude >> (exponent - 1)) & 0x0F;
        return (byte) ((sign | exponent << 4 | mantissa) ^ 0x55);
    }
}
