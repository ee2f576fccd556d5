package io.earshot.media.sdp;

import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.dtls.Fingerprint;
import io.earshot.media.sdp.MediaSecurity.Mode;
import io.earshot.media.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The protection that we write into an {@code m=} section of ours. Immutable.
 *
 * @param protocol of the section
 * @param lines crypto lines, our keys
 * @param attributes what the section gets
 */
record OfferedSecurity(String protocol, List<CryptoLine> lines, List<Attribute> attributes) {

    /** What answers with what was agreed. */
    static OfferedSecurity answering(Protection agreed, MediaSecurity local, String protocol) {
        return switch (agreed) {
            case Protection.None _ -> new OfferedSecurity(protocol, List.of(), List.of());
            case Protection.Sdes sdes -> sdes(protocol, List.of(sdes.local()));
            case Protection.Dtls dtls ->
                dtls(protocol, local.fingerprint(), dtls.role() == DtlsRole.CLIENT ? "active" : "passive");
        };
    }

    /**
     * What we propose: what is in force, with the keys in use; at first everything that we are willing to do.
     *
     * @param lastProtocol of our section so far, or null
     */
    static OfferedSecurity proposing(MediaSecurity local, @Nullable Protection current, @Nullable String lastProtocol) {
        if (current != null && lastProtocol != null) {
            return switch (current) {
                case Protection.None _ -> new OfferedSecurity(lastProtocol, List.of(), List.of());
                case Protection.Sdes sdes -> sdes(lastProtocol, List.of(sdes.local()));
                case Protection.Dtls _ -> dtls(lastProtocol, local.fingerprint(), "actpass");
            };
        }
        if (local.proposesDtls()) {
            return dtls("UDP/TLS/RTP/SAVP", local.fingerprint(), "actpass");
        }
        if (local.mode() == Mode.OFF || !local.sdes()) {
            return new OfferedSecurity("RTP/AVP", List.of(), List.of());
        }
        List<CryptoLine> lines = new ArrayList<>();
        for (SrtpProfile profile : SrtpProfile.values()) {
            lines.add(CryptoLine.create(lines.size() + 1, profile));
        }
        return sdes(local.mode() == Mode.REQUIRED ? "RTP/SAVP" : "RTP/AVP", lines);
    }

    private static OfferedSecurity sdes(String protocol, List<CryptoLine> lines) {
        return new OfferedSecurity(
                protocol, lines, lines.stream().map(CryptoLine::toAttribute).toList());
    }

    private static OfferedSecurity dtls(String protocol, @Nullable Fingerprint own, String setup) {
        return own == null
                ? new OfferedSecurity(protocol, List.of(), List.of())
                : new OfferedSecurity(
                        protocol,
                        List.of(),
                        List.of(new Attribute("fingerprint", own.toString()), new Attribute("setup", setup)));
    }
}
