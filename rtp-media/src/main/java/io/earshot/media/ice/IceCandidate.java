package io.earshot.media.ice;

import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where one side may be reached (RFC 8445, section 5.1), for component 1, which with rtcp-mux is the only one. Immutable.
 *
 * @param foundation equal for candidates of one type, base and server
 * @param protocol UDP, or one of the roles of TCP
 * @param priority larger is preferred; unsigned 32 bits
 * @param address resolved; port 9 stands for an active TCP candidate
 * @param type how it was found
 * @param base address it was sent from, for all types but HOST; shown as related address
 */
public record IceCandidate(
        String foundation,
        Protocol protocol,
        long priority,
        InetSocketAddress address,
        Type type,
        @Nullable InetSocketAddress base) {
    /** Transport of a candidate. */
    public enum Protocol {
        /** UDP. */
        UDP,
        /** TCP, connects (RFC 6544). */
        TCP_ACTIVE,
        /** TCP, accepts (RFC 6544). */
        TCP_PASSIVE,
        /** TCP, both connect at once (RFC 6544). */
        TCP_SO
    }

    /** How a candidate was found, with its type preference (RFC 8445, section 5.1.2.2). */
    public enum Type {
        /** An address of the machine itself. */
        HOST(126),
        /** Seen by the other side in a check. */
        PRFLX(110),
        /** Seen by a STUN server. */
        SRFLX(100),
        /** Of a TURN server. */
        RELAY(0);

        private final int preference;

        Type(int preference) {
            this.preference = preference;
        }

        /** As in a candidate attribute. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Priority of a candidate of this type (RFC 8445, section 5.1.2.1), component 1.
         *
         * @param localPreference 0 to 65535; larger for addresses that are preferred
         */
        public long priority(int localPreference) {
            return ((long) preference << 24) | ((long) localPreference << 8) | 255;
        }
    }

    public IceCandidate {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unresolved candidate");
        }
        if (priority < 0 || priority > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("priority must be an unsigned 32-bit number");
        }
    }

    /** A candidate attribute's value for SDP, {@code candidate:...} (RFC 8839, section 5.1). */
    public String toAttribute() {
        return CandidateLine.write(this);
    }

    /**
     * Reads a candidate attribute's value, with or without {@code a=} and {@code candidate:}.
     *
     * @return null for what cannot be used: malformed, an unknown type or transport, a component other than 1, or a host
     *     name ({@code .local} names of browsers and all others)
     */
    public static @Nullable IceCandidate parse(String attribute) {
        return CandidateLine.read(attribute);
    }
}
