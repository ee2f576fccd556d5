package io.earshot.media.session;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** Sees every datagram of a session, for packet captures. Called on the call's loop, on the packet path. */
public interface PacketTap {
    /** Sees nothing. */
    PacketTap NONE = (outgoing, datagram, local, remote, atNs, rtcp) -> {};

    /**
     * A datagram arrived or is about to leave.
     *
     * @param datagram borrowed; copy what is needed, leave its indices alone
     * @param local our address
     * @param remote the other address; for arrivals the true source, strangers included
     * @param atNs monotonic time
     * @param rtcp whether it belongs to RTCP
     */
    void onPacket(
            boolean outgoing,
            ByteBuf datagram,
            InetSocketAddress local,
            InetSocketAddress remote,
            long atNs,
            boolean rtcp);
}
