package io.earshot.media.session;

import io.earshot.media.sdp.NegotiatedAudio;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whose RTCP counts, and where ours goes. With rtcp-mux both follow RTP. Else it is the address of the SDP, unless RTP
 * came from elsewhere (NAT): then the first source on that host is latched, and until it shows, the port above RTP is
 * tried. Everyone else is a stranger. Sans-IO.
 */
final class ControlAddress {
    private final SourceLatch latch;
    private NegotiatedAudio agreed;
    private @Nullable InetSocketAddress behindNat;

    ControlAddress(SourceLatch latch, NegotiatedAudio agreed) {
        this.latch = latch;
        this.agreed = agreed;
    }

    void update(NegotiatedAudio now) {
        if (!now.remoteRtcp().equals(agreed.remoteRtcp())) {
            behindNat = null;
        }
        agreed = now;
    }

    boolean accepts(InetSocketAddress from) {
        if (agreed.rtcpMux()) {
            return latch.closed() ? from.equals(latch.remote()) : from.equals(agreed.remoteRtp());
        }
        if (from.equals(agreed.remoteRtcp())) {
            return true;
        }
        if (behindNat == null
                && moved()
                && from.getAddress().equals(latch.remote().getAddress())) {
            behindNat = from;
        }
        return from.equals(behindNat);
    }

    private boolean moved() {
        return latch.closed() && !latch.remote().equals(agreed.remoteRtp());
    }

    InetSocketAddress remote() {
        if (agreed.rtcpMux()) {
            return latch.remote();
        }
        if (behindNat != null) {
            return behindNat;
        }
        InetSocketAddress rtp = latch.remote();
        return moved() && rtp.getPort() < 0xFFFF
                ? new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1)
                : agreed.remoteRtcp();
    }
}
