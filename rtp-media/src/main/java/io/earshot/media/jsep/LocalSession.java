package io.earshot.media.jsep;

import io.earshot.media.ice.IceCandidate;
import io.earshot.media.ice.IceCredentials;
import java.util.List;

/**
 * A description of ours. Immutable.
 *
 * @param sessionId identifies the connection in the {@code o=} line
 * @param version counts descriptions
 * @param credentials ice-ufrag and ice-pwd
 * @param fingerprint hash of our certificate
 * @param setup who begins the handshake
 * @param candidates ours found by now
 * @param complete whether no candidate will follow
 * @param sections in order
 */
public record LocalSession(
        long sessionId,
        long version,
        IceCredentials credentials,
        String fingerprint,
        Setup setup,
        List<IceCandidate> candidates,
        boolean complete,
        List<LocalSection> sections) {
    public LocalSession {
        candidates = List.copyOf(candidates);
        sections = List.copyOf(sections);
    }

    /** The text. */
    public String toSdp() {
        return new LocalWriter(this).description().toString();
    }
}
