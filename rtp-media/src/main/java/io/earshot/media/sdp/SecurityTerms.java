package io.earshot.media.sdp;

import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.dtls.Fingerprint;
import io.earshot.media.sdp.MediaSecurity.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Judges the protection of one audio stream against what we are willing to do. Used once.
 *
 * @param remote the peer's description
 * @param stream the stream within it
 * @param local what we are willing to do
 * @param current protection so far
 * @param offered our own {@code m=} section when the stream answers it, else null
 * @param ownLines the crypto lines of that section
 */
record SecurityTerms(
        SessionDescription remote,
        MediaDescription stream,
        MediaSecurity local,
        Protection current,
        @Nullable MediaDescription offered,
        List<CryptoLine> ownLines) {

    /** The verdict. */
    sealed interface Verdict {
        /** Protected like this. */
        record Fit(Protection protection) implements Verdict {}

        /** It cannot be. */
        record Unfit(String reason) implements Verdict {}
    }

    Verdict judge() {
        StreamKind kind = StreamKind.of(stream.protocol());
        if (kind == null) {
            return new Verdict.Unfit("audio is not RTP/AVP");
        }
        if (offered != null && kind != StreamKind.of(offered.protocol())) {
            return new Verdict.Unfit("the answer is of another protocol than the offer");
        }
        Protection found = local.mode() == Mode.OFF ? null : protection(kind);
        if (found != null) {
            return new Verdict.Fit(found);
        }
        if (kind == StreamKind.PLAIN) {
            return local.mode() == Mode.REQUIRED
                    ? new Verdict.Unfit("encrypted audio is required")
                    : new Verdict.Fit(Protection.NONE);
        }
        return new Verdict.Unfit(refusal(kind));
    }

    private String refusal(StreamKind kind) {
        if (local.mode() == Mode.OFF) {
            return "only encrypted audio offered, which is not spoken";
        }
        boolean leaked = kind == StreamKind.SECURE && stream.has("crypto") && !local.sdes();
        return leaked ? "keys of audio came over a connection that is not encrypted" : "no common encryption of audio";
    }

    private @Nullable Protection protection(StreamKind kind) {
        Protection found = kind == StreamKind.DTLS || !local.sdes() ? null : sdes();
        return found == null && kind != StreamKind.PLAIN ? dtls() : found;
    }

    private @Nullable Protection sdes() {
        for (CryptoLine theirs : CryptoLine.of(stream)) {
            CryptoLine ours = offered == null ? answering(theirs) : offeredAs(theirs);
            if (ours != null) {
                return new Protection.Sdes(ours, theirs);
            }
        }
        return null;
    }

    /** A key of ours that is in use goes on. */
    private CryptoLine answering(CryptoLine theirs) {
        return current instanceof Protection.Sdes sdes && sdes.local().profile() == theirs.profile()
                ? sdes.local().under(theirs.tag())
                : CryptoLine.create(theirs.tag(), theirs.profile());
    }

    private @Nullable CryptoLine offeredAs(CryptoLine theirs) {
        for (CryptoLine ours : ownLines) {
            if (ours.tag() == theirs.tag() && ours.profile() == theirs.profile()) {
                return ours;
            }
        }
        return null;
    }

    private @Nullable Protection dtls() {
        Fingerprint peer = fingerprint();
        String setup = value("setup");
        if (peer == null || setup == null || local.fingerprint() == null) {
            return null;
        }
        DtlsRole role = role(setup.strip().toLowerCase(Locale.ROOT), peer);
        return role == null ? null : new Protection.Dtls(role, peer);
    }

    /** Of {@code actpass} we make active (RFC 5763 section 5); an association that stays keeps its roles. */
    private @Nullable DtlsRole role(String setup, Fingerprint peer) {
        if (setup.equals("actpass") && offered == null) {
            return current instanceof Protection.Dtls(DtlsRole role, Fingerprint known) && known.equals(peer)
                    ? role
                    : DtlsRole.CLIENT;
        }
        return switch (setup) {
            case "active" -> DtlsRole.SERVER;
            case "passive" -> DtlsRole.CLIENT;
            default -> null;
        };
    }

    private @Nullable Fingerprint fingerprint() {
        List<Attribute> all = new ArrayList<>(stream.attributes());
        all.addAll(remote.attributes());
        for (Attribute attribute : all) {
            String value = attribute.value();
            Fingerprint read =
                    attribute.name().equalsIgnoreCase("fingerprint") && value != null ? Fingerprint.parse(value) : null;
            if (read != null) {
                return read;
            }
        }
        return null;
    }

    private @Nullable String value(String name) {
        String own = stream.attribute(name);
        return own != null ? own : remote.attribute(name);
    }
}
