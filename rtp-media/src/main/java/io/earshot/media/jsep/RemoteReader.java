package io.earshot.media.jsep;

import io.earshot.media.dtls.Fingerprint;
import io.earshot.media.ice.IceCandidate;
import io.earshot.media.ice.IceCredentials;
import io.earshot.media.sdp.MediaDescription;
import io.earshot.media.sdp.SdpParse;
import io.earshot.media.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one remote description: its transport here, its sections in {@link SectionReader}. */
final class RemoteReader {
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    RemoteSession.Outcome read(byte[] sdp) {
        try {
            return new RemoteSession.Outcome.Read(session(parse(sdp)));
        } catch (Refusal refusal) {
            return new RemoteSession.Outcome.Refused(refusal.reason());
        }
    }

    private static SessionDescription parse(byte[] sdp) throws Refusal {
        return switch (SessionDescription.parse(sdp)) {
            case SdpParse.Parsed parsed -> parsed.description();
            case SdpParse.Malformed malformed ->
                throw new Refusal(
                        "not a session description: " + malformed.reason() + " (line " + malformed.line() + ")");
        };
    }

    private static RemoteSession session(SessionDescription sdp) throws Refusal {
        List<RemoteSection> sections = new ArrayList<>();
        for (MediaDescription media : sdp.media()) {
            sections.add(SectionReader.read(sdp, media));
        }
        if (sections.isEmpty()) {
            throw new Refusal("no section at all");
        }
        requireOneTransport(sdp, sections);
        return new RemoteSession(transport(sdp, sections), sections);
    }

    /** All that is not rejected has a name of its own and is in the first bundle (RFC 9143, section 7.3). */
    private static void requireOneTransport(SessionDescription sdp, List<RemoteSection> sections) throws Refusal {
        Set<String> bundled = bundle(sdp);
        Set<String> names = new HashSet<>();
        int used = 0;
        for (RemoteSection section : sections) {
            if (!section.rejected()) {
                used++;
                require(!section.mid().isEmpty(), "a section without a mid");
                require(names.add(section.mid()), "two sections with the same mid");
                require(used == 1 || bundled.contains(section.mid()), "a section outside the bundle");
                require(
                        section.kind() != SectionKind.AUDIO || section.origin().has("rtcp-mux"),
                        "an audio section without rtcp-mux");
            }
        }
    }

    private static void require(boolean holds, String otherwise) throws Refusal {
        if (!holds) {
            throw new Refusal(otherwise);
        }
    }

    private static Set<String> bundle(SessionDescription sdp) {
        String group = sdp.attribute("group");
        return group != null && group.startsWith("BUNDLE ") ? Set.of(distinct(group.split(" +"))) : Set.of();
    }

    private static String[] distinct(String[] words) {
        return new HashSet<>(List.of(words)).toArray(String[]::new);
    }

    /** From the first section in use, with the session's own attributes behind it. */
    private static RemoteSession.@Nullable Transport transport(SessionDescription sdp, List<RemoteSection> sections)
            throws Refusal {
        for (RemoteSection section : sections) {
            if (!section.rejected()) {
                return transport(sdp, section.origin());
            }
        }
        return null;
    }

    private static RemoteSession.Transport transport(SessionDescription sdp, MediaDescription media) throws Refusal {
        Setup setup = Setup.of(either(sdp, media, "setup"));
        require(setup != null, "no setup attribute, or an unknown one");
        return new RemoteSession.Transport(
                credentials(either(sdp, media, "ice-ufrag"), either(sdp, media, "ice-pwd")),
                fingerprint(either(sdp, media, "fingerprint")),
                setup == null ? Setup.ACTPASS : setup,
                sdp.has("ice-lite"),
                candidates(sdp));
    }

    private static @Nullable String either(SessionDescription sdp, MediaDescription media, String name) {
        String own = media.attribute(name);
        return own != null ? own : sdp.attribute(name);
    }

    private static IceCredentials credentials(@Nullable String ufrag, @Nullable String pwd) throws Refusal {
        if (ufrag == null || pwd == null) {
            throw new Refusal("no ICE credentials");
        }
        try {
            return new IceCredentials(ufrag, pwd);
        } catch (IllegalArgumentException malformed) {
            throw new Refusal(String.valueOf(malformed.getMessage()));
        }
    }

    private static Fingerprint fingerprint(@Nullable String value) throws Refusal {
        if (value == null) {
            throw new Refusal("no certificate fingerprint");
        }
        Fingerprint fingerprint = Fingerprint.parse(value);
        if (fingerprint == null) {
            throw new Refusal("a certificate fingerprint that is malformed or weaker than SHA-256");
        }
        return fingerprint;
    }

    private static List<IceCandidate> candidates(SessionDescription sdp) {
        return sdp.media().stream()
                .flatMap(media -> media.attributes().stream())
                .filter(attribute -> attribute.name().equals("candidate"))
                .map(attribute -> attribute.value() == null ? null : IceCandidate.parse(attribute.value()))
                .filter(java.util.Objects::nonNull)
                .distinct()
                .limit(RemoteSession.Transport.MAX_CANDIDATES)
                .toList();
    }
}
