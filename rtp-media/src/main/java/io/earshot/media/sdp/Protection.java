package io.earshot.media.sdp;

import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.dtls.Fingerprint;
import io.earshot.media.srtp.SrtpKeys;

/** How the packets of a stream are protected, as both sides agreed. Immutable. */
public sealed interface Protection {
    /** Not at all. */
    Protection NONE = new None();

    /** Plain RTP. */
    record None() implements Protection {}

    /** SRTP with keys that crossed in SDP (RFC 4568). */
    final class Sdes implements Protection {
        private final CryptoLine local;
        private final SrtpKeys keys;

        Sdes(CryptoLine local, CryptoLine remote) {
            this.local = local;
            this.keys = SrtpKeys.of(remote.profile(), local.key(), remote.key());
        }

        CryptoLine local() {
            return local;
        }

        /** The keys of both directions. */
        public SrtpKeys keys() {
            return keys;
        }

        @Override
        public String toString() {
            return "Sdes[" + keys + "]";
        }
    }

    /**
     * SRTP with keys from a DTLS handshake on the media path (RFC 5763).
     *
     * @param role who begins it
     * @param peer hash of the certificate that the peer must show
     */
    record Dtls(DtlsRole role, Fingerprint peer) implements Protection {}
}
