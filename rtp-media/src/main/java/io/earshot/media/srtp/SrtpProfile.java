package io.earshot.media.srtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Protection profiles we have (RFC 5764, section 4.1.2; RFC 7714, section 14.2; RFC 4568, section 6.2), best first. */
public enum SrtpProfile {
    /** AES in Galois/counter mode, 128-bit key, 16-octet tag. */
    AEAD_AES_128_GCM(0x0007, "AEAD_AES_128_GCM", 16, 12, 16, 16),
    /** AES in counter mode, 128-bit key; HMAC-SHA1, 10-octet tag. What every WebRTC peer has. */
    AES128_CM_HMAC_SHA1_80(0x0001, "AES_CM_128_HMAC_SHA1_80", 16, 14, 10, 10),
    /** The same with a 4-octet tag on RTP, as older telephones want it; RTCP keeps 10 octets. */
    AES128_CM_HMAC_SHA1_32(0x0002, "AES_CM_128_HMAC_SHA1_32", 16, 14, 4, 10);

    /** What is offered in DTLS: all but the short tag. */
    public static final List<SrtpProfile> STRONG = List.of(AEAD_AES_128_GCM, AES128_CM_HMAC_SHA1_80);

    /** Room that {@code protect} may need behind an RTP or RTCP packet, octets. */
    public static final int TAILROOM = 20;

    private final int code;
    private final String suite;
    private final int keyBytes;
    private final int saltBytes;
    private final int tagBytes;
    private final int rtcpTagBytes;

    SrtpProfile(int code, String suite, int keyBytes, int saltBytes, int tagBytes, int rtcpTagBytes) {
        this.code = code;
        this.suite = suite;
        this.rtcpTagBytes = rtcpTagBytes;
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

    /** Octets of the authentication tag of RTP. */
    public int tagBytes() {
        return tagBytes;
    }

    /** Octets of the authentication tag of RTCP. */
    public int rtcpTagBytes() {
        return rtcpTagBytes;
    }

    /** Its name as a crypto-suite of SDP (RFC 4568). */
    public String suite() {
        return suite;
    }

    /** The profile with this crypto-suite name; null when we do not have it. */
    public static @Nullable SrtpProfile ofSuite(String name) {
        for (SrtpProfile profile : values()) {
            if (profile.suite.equals(name)) {
                return profile;
            }
        }
        return null;
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
