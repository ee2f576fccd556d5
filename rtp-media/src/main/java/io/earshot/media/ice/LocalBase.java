package io.earshot.media.ice;

import java.net.Inet4Address;
import java.net.InetSocketAddress;

/**
 * A local transport address that checks are sent from. Immutable.
 *
 * @param address where it is bound
 * @param preference 0 to 65535; larger is preferred
 */
public record LocalBase(InetSocketAddress address, int preference) {
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
        return address.getAddress() instanceof Inet4Address == remote.getAddress() instanceof Inet4Address;
    }
}
