package io.earshot.media.sdp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the protocol of an {@code m=} line says of protection (RFC 3711 section 12, RFC 5764 section 8). */
enum StreamKind {
    /** {@code RTP/AVP}, {@code RTP/AVPF}. */
    PLAIN,
    /** {@code RTP/SAVP}, {@code RTP/SAVPF}: keys in SDP, or DTLS of those who write it the older way. */
    SECURE,
    /** {@code UDP/TLS/RTP/SAVP}, {@code UDP/TLS/RTP/SAVPF}. */
    DTLS;

    /** The kind of a protocol; null for none of RTP over UDP. */
    static @Nullable StreamKind of(String protocol) {
        return switch (protocol.toUpperCase(Locale.ROOT)) {
            case "RTP/AVP", "RTP/AVPF" -> PLAIN;
            case "RTP/SAVP", "RTP/SAVPF" -> SECURE;
            case "UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF" -> DTLS;
            default -> null;
        };
    }
}
