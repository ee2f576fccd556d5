package io.earshot.media.webrtc;

import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.dtls.Fingerprint;
import io.earshot.media.ice.IceCandidate;
import io.earshot.media.ice.IceCredentials;
import java.util.List;

/**
 * What the peer's SDP says about its transport. Immutable.
 *
 * @param credentials its ice-ufrag and ice-pwd
 * @param fingerprint hash of the certificate it must show
 * @param ours who we are in the handshake: CLIENT when the peer is passive
 * @param controlling whether we nominate: the side that made the offer does (RFC 8445, section 6.1.1). Against an
 *     ice-lite peer always
 * @param iceLite the peer only answers checks
 * @param candidates those known by now; more may follow
 */
public record RemoteDescription(
        IceCredentials credentials,
        Fingerprint fingerprint,
        DtlsRole ours,
        boolean controlling,
        boolean iceLite,
        List<IceCandidate> candidates) {
    public RemoteDescription {
        candidates = List.copyOf(candidates);
    }

    /**
     * From the text of an answer to our offer, so that we nominate.
     *
     * @throws IllegalArgumentException when credentials or fingerprint are malformed, or the hash is weaker than SHA-256
     */
    public static RemoteDescription answered(
            String ufrag,
            String pwd,
            String fingerprint,
            DtlsRole ours,
            boolean iceLite,
            List<IceCandidate> candidates) {
        Fingerprint parsed = Fingerprint.parse(fingerprint);
        if (parsed == null) {
            throw new IllegalArgumentException("fingerprint is malformed or of an algorithm that is not taken");
        }
        return new RemoteDescription(new IceCredentials(ufrag, pwd), parsed, ours, true, iceLite, candidates);
    }
}
