package io.earshot.media.ice;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A local transport address that checks are sent from. Immutable.
 *
 * @param address where it is bound
 * @param preference 0 to 65535; larger is preferred
 * @param peer the other end of a TCP connection (RFC 6544); null for UDP, which reaches everyone
 */
public record LocalBase(
        InetSocketAddress address, int preference, @Nullable InetSocketAddress peer) {
    /** Below every candidate of UDP (RFC 6544, section 4.2). */
    private static final int STREAM_TYPE_PREFERENCE = 90;

    /** A UDP socket. */
    public LocalBase(InetSocketAddress address, int preference) {
        this(address, preference, null);
    }

    /** Priority of checks from here, which are for a host candidate. */
    long priority() {
        long udp = IceCandidate.Type.HOST.priority(preference);
        return peer == null ? udp : (udp & 0xFF_FFFFL) | ((long) STREAM_TYPE_PREFERENCE << 24);
    }

    /** Its host candidate. */
    public IceCandidate host() {
        return new IceCandidate(
                foundation(),
                IceCandidate.Protocol.UDP,
                IceCandidate.Type.HOST.priority(preference),
                address,
                IceCandidate.Type.HOST,
                null);
    }

    /** The candidate a STUN server saw, behind which this base is. */
    public IceCandidate reflexive(InetSocketAddress seen) {
        return new IceCandidate(
                "s" + foundation(),
                IceCandidate.Protocol.UDP,
                IceCandidate.Type.SRFLX.priority(preference),
                seen,
                IceCandidate.Type.SRFLX,
                address);
    }

    private String foundation() {
        return Integer.toString(65_536 - preference);
    }

    boolean reaches(InetSocketAddress remote) {
        return peer == null
                && (address.getAddress() instanceof Inet4Address) == (remote.getAddress() instanceof Inet4Address);
    }
}
