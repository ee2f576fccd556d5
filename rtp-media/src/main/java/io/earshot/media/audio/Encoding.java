package io.earshot.media.audio;

/** How one mono sample is written down. */
public enum Encoding {
    /** G.711 mu-law, one octet a sample (ITU-T G.711). */
    PCMU(1, (byte) 0xFF),
    /** G.711 A-law, one octet a sample (ITU-T G.711). */
    PCMA(1, (byte) 0xD5),
    /** Signed 16-bit linear PCM, little-endian, two octets a sample. */
    LINEAR16(2, (byte) 0);

    private final int bytesPerSample;
    private final byte silence;

    Encoding(int bytesPerSample, byte silence) {
        this.bytesPerSample = bytesPerSample;
        this.silence = silence;
    }

    /** Octets that one sample takes. */
    public int bytesPerSample() {
        return bytesPerSample;
    }

    /** The octet that, repeated, is digital silence. */
    public byte silence() {
        return silence;
    }
}
