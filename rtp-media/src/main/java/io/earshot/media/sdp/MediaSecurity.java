package io.earshot.media.sdp;

import io.earshot.media.dtls.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * What protection we are willing to agree on. Immutable.
 *
 * @param mode whether there is any
 * @param sdes keys may cross in this SDP (RFC 4568): its way is encrypted, or that was waived
 * @param fingerprint of our certificate for DTLS-SRTP (RFC 5763); null: none
 * @param offersDtls as offerer, propose DTLS-SRTP rather than keys in SDP
 */
public record MediaSecurity(
        Mode mode, boolean sdes, @Nullable Fingerprint fingerprint, boolean offersDtls) {
    /** Neither asks for nor takes protection. */
    public static final MediaSecurity OFF = new MediaSecurity(Mode.OFF, false, null, false);

    /** Whether audio is protected. */
    public enum Mode {
        /** Never. */
        OFF,
        /** If the peer does so too. */
        OPTIONAL,
        /** Always: a stream without protection is refused. */
        REQUIRED
    }

    /** Whether a first offer of ours is for DTLS-SRTP. */
    boolean proposesDtls() {
        return mode != Mode.OFF && fingerprint != null && (offersDtls || (mode == Mode.REQUIRED && !sdes));
    }
}
