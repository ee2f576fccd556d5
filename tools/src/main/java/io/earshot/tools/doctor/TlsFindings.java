package io.earshot.tools.doctor;

import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a handshake of TLS fails where a connection was made. */
final class TlsFindings {
    private TlsFindings() {}

    /**
     * The cause.
     *
     * @param kind what part is at fault
     * @param host whose certificate it is
     * @param plain the advice where the other end speaks no TLS
     */
    static Finding of(FaultClass kind, String host, @Nullable IOException failure, String plain) {
        String words = failure == null ? "" : String.valueOf(failure.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        if (failure != null && plain(failure)) {
            return Finding.fault(kind, host + " speaks no TLS at this port", plain);
        }
        if (lower.contains("no subject alternative") || lower.contains("no name matching")) {
            return Finding.fault(
                    kind,
                    "the server's certificate is for another name than " + host,
                    "Use the name in the certificate, or get one for this name.");
        }
        if (caused(failure, CertificateNotYetValidException.class)) {
            return Finding.fault(
                    kind,
                    "the server's certificate is not valid yet, by this machine's clock",
                    "Check this machine's clock first; else wait, or get a certificate that is valid now.");
        }
        if (caused(failure, CertificateExpiredException.class)
                || lower.contains("validity check failed")
                || lower.contains("expired")) {
            return Finding.fault(
                    kind, "the server's certificate has expired", "Renew it; check this machine's clock as well.");
        }
        return lower.contains("path") ? untrusted(kind) : refused(kind, host, words, lower);
    }

    private static Finding untrusted(FaultClass kind) {
        return Finding.fault(
                kind,
                "the server's certificate is signed by nobody whom this machine trusts",
                kind == FaultClass.TELEPHONY
                        ? "Name its authority's certificate in sip.tls.server_ca, or have a public authority sign it; let the"
                                + " server send the intermediate certificates too."
                        : "Install the authority's certificate in Java's trust store, or get one from a public authority; send"
                                + " the intermediate certificates too.");
    }

    /** The other end ended the handshake. */
    private static Finding refused(FaultClass kind, String host, String words, String lower) {
        boolean wantsOurs = lower.contains("certificate_required")
                || lower.contains("bad_certificate")
                || lower.contains("unknown_ca")
                || lower.contains("certificate_unknown")
                || lower.contains("empty client certificate");
        if (wantsOurs) {
            return Finding.fault(
                    kind,
                    host + " wants a certificate of this machine (mutual TLS), and takes none or not this one: "
                            + words,
                    "Set sip.tls.certificate and sip.tls.key to a pair that its provider signed or was told of.");
        }
        if (lower.contains("handshake_failure") || lower.contains("protocol_version")) {
            return Finding.fault(
                    kind,
                    host + " has no version or cipher of TLS in common with this machine: " + words,
                    "Let it speak TLS 1.2 or 1.3.");
        }
        return Finding.fault(kind, "TLS fails: " + words, "Check what answers at this port.");
    }

    /** Whether what answers speaks something else. */
    static boolean plain(IOException failure) {
        String lower = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return lower.contains("plaintext connection") || lower.contains("unsupported or unrecognized ssl message");
    }

    private static boolean caused(@Nullable Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
