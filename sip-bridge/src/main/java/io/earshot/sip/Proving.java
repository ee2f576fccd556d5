package io.earshot.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.earshot.sip.digest.DigestAccount;
import io.earshot.sip.digest.DigestClient;
import io.earshot.sip.digest.DigestProof;
import io.earshot.sip.wire.HeaderLookup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves to the trunk of one call who we are (RFC 3261 section 22). Only requests that go to the address that the INVITE went to are proved:
 * what a peer behind it, or one that a Contact leads to, asks for is refused. Confined to the call's executor.
 */
final class Proving {
    private final InetSocketAddress trunk;
    private final DigestClient client;
    private @Nullable DigestProof ofInvite;

    Proving(InetSocketAddress trunk, DigestAccount account) {
        this.trunk = trunk;
        this.client = new DigestClient(account, Randomness.SECURE);
    }

    static boolean isChallenge(SIPResponse response) {
        return response.getStatusCode() == 401 || response.getStatusCode() == 407;
    }

    DigestClient.Request begin(SIPRequest request) {
        return client.request(request.getMethod(), request.getRequestURI().toString());
    }

    /** Adds a proof with a nonce that is known to a request on its way to {@code hop}. */
    void ahead(SIPRequest request, DigestClient.Request proving, InetSocketAddress hop) {
        if (hop.equals(trunk)) {
            proving.ahead().ifPresent(proof -> add(request, proof));
        }
    }

    /** What is done about a challenge to a request that went to {@code hop}. */
    DigestClient.Answer answer(
            DigestClient.Request proving, SIPResponse response, InetSocketAddress hop, boolean inDialog) {
        int status = response.getStatusCode();
        byte[] head = response.encodeAsBytes(response.getTopmostVia().getTransport());
        List<String> challenges = HeaderLookup.all(head, status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate");
        return proving.on(status, challenges, source(response, hop, inDialog));
    }

    private DigestClient.Source source(SIPResponse response, InetSocketAddress hop, boolean inDialog) {
        InetAddress from = response.getPeerPacketSourceAddress();
        if (!hop.equals(trunk) || (from != null && !from.equals(trunk.getAddress()))) {
            return DigestClient.Source.STRANGER;
        }
        return inDialog ? DigestClient.Source.DIALOG : DigestClient.Source.TRUNK;
    }

    void add(SIPRequest request, DigestProof proof) {
        request.removeHeader("Authorization");
        request.removeHeader("Proxy-Authorization");
        request.addHeader(Parts.text(proof.field(), proof.value()));
        if (request.getMethod().equals("INVITE")) {
            ofInvite = proof;
        }
    }

    /** What the ACK of a 2xx repeats (section 22.1), if it goes to the trunk. */
    Optional<DigestProof> ofInvite(InetSocketAddress hop) {
        return hop.equals(trunk) ? Optional.ofNullable(ofInvite) : Optional.empty();
    }
}
