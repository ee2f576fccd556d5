package io.earshot.bridge.capture;

import io.earshot.media.capture.PacketRing;
import io.earshot.media.session.PacketTap;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What sees the packets of one call: while nobody captures it, a look at one field. Confined to the call's loop.
 */
final class CallTap implements PacketTap {
    private final PacketTap rtcpTap;
    private @Nullable PacketRing ring;

    /** A tap that hands RTCP to {@code rtcpTap} in any case. */
    CallTap(PacketTap rtcpTap) {
        this.rtcpTap = rtcpTap;
    }

    /** From now on packets go into {@code ring}, or nowhere. */
    void into(@Nullable PacketRing next) {
        ring = next;
    }

    @Override
    public void onPacket(
            boolean outgoing,
            ByteBuf datagram,
            InetSocketAddress local,
            InetSocketAddress remote,
            long atNs,
            boolean rtcp) {
        PacketRing now = ring;
        if (now != null) {
            now.onPacket(outgoing, datagram, local, remote, atNs, rtcp);
        }
        if (rtcp) {
            rtcpTap.onPacket(outgoing, datagram, local, remote, atNs, true);
        }
    }
}
