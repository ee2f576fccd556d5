package io.earshot.media.srtp;

import org.jspecify.annotations.Nullable;

/** Protection profiles we offer (RFC 5764, section 4.1.2; RFC 7714, section 14.2), best first. */
public enum SrtpProfile {
    /** AES in Galois/counter mode, 128-bit key, 16-octet tag. */
    AEAD_AES_128_GCM(0x0007, 16, 12, 16),
    /** AES in counter mode, 128-bit key; HMAC-SHA1, 10-octet tag. What every WebRTC peer has. */
    AES128_CM_HMAC_SHA1_80(0x0001, 16, 14, 10);

    /** Room that {@code protect} may need behind an RTP or RTCP packet, octets. */
    public static final int TAILROOM = 20;

    private final int code;
    private final int keyBytes;
    private final int saltBytes;
    private final int tagBytes;

    SrtpProfile(int code, int keyBytes, int saltBytes, int tagBytes) {
        this.code = code;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.tagBytes = tagBytes;
    }

    /** Its number in the use_srtp extension. */
    public int code() {
        return code;
    }

    /** Octets of the master key. */
    public int keyBytes() {
        return keyBytes;
    }

    /** Octets of the master salt. */
    public int saltBytes() {
        return saltBytes;
    }

    /** Octets of the authentication tag. */
    public int tagBytes() {
        return tagBytes;
    }

    /** The profile with this number; null when we do not have it. */
    public static @Nullable SrtpProfile of(int code) {
        for (SrtpProfile profile : values()) {
            if (profile.code == code) {
                return profile;
            }
        }
        return null;
    }
}
