package io.earshot.media.jsep;

import io.earshot.media.dtls.Fingerprint;
import io.earshot.media.ice.IceCandidate;
import io.earshot.media.ice.IceCredentials;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A remote description, checked: it has one transport for all of its sections. Immutable.
 *
 * @param transport how to reach the other side; null when every section is rejected
 * @param sections in order
 */
public record RemoteSession(@Nullable Transport transport, List<RemoteSection> sections) {

    /**
     * The one transport of all sections. Immutable.
     *
     * @param credentials ice-ufrag and ice-pwd
     * @param fingerprint hash of the certificate
     * @param setup who begins the handshake
     * @param iceLite whether the other side only answers checks
     * @param candidates those that can be used, at most {@value #MAX_CANDIDATES}
     */
    public record Transport(
            IceCredentials credentials,
            Fingerprint fingerprint,
            Setup setup,
            boolean iceLite,
            List<IceCandidate> candidates) {
        static final int MAX_CANDIDATES = 32;

        public Transport {
            candidates = List.copyOf(candidates);
        }
    }

    /** What became of a text. */
    public sealed interface Outcome {
        /** It can be used. */
        record Read(RemoteSession session) implements Outcome {}

        /**
         * It cannot.
         *
         * @param reason in plain words; never quotes the text
         */
        record Refused(String reason) implements Outcome {}
    }

    public RemoteSession {
        sections = List.copyOf(sections);
    }

    /** Reads a description. */
    public static Outcome read(String sdp) {
        return new RemoteReader().read(sdp.getBytes(StandardCharsets.UTF_8));
    }
}
