package io.earshot.media.session;

import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.PortPool;
import io.earshot.media.net.UdpSocket;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The even RTP port and the odd RTCP port of one session. Confined to the call's loop. */
final class SocketPair {
    /** Pairs tried before giving up; another program may use the same range. */
    private static final int ATTEMPTS = 16;

    private final MediaLoop loop;
    private final PortPool pool;
    private final int port;
    private final UdpSocket rtp;
    private final UdpSocket rtcp;

    private SocketPair(MediaLoop loop, PortPool pool, int port, UdpSocket rtp, UdpSocket rtcp) {
        this.loop = loop;
        this.pool = pool;
        this.port = port;
        this.rtp = rtp;
        this.rtcp = rtcp;
    }

    static SocketPair open(
            MediaLoop loop, PortPool pool, InetAddress address, UdpSocket.Listener onRtp, UdpSocket.Listener onRtcp)
            throws MediaUnavailableException {
        BindException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = pool.take(loop.nowNs());
            if (port == PortPool.EXHAUSTED) {
                throw new MediaUnavailableException("no free RTP port pair", last);
            }
            try {
                return bind(loop, pool, port, address, onRtp, onRtcp);
            } catch (BindException taken) {
                pool.giveBack(port, loop.nowNs());
                last = taken;
            }
        }
        throw new MediaUnavailableException("none of " + ATTEMPTS + " RTP port pairs could be bound", last);
    }

    private static SocketPair bind(
            MediaLoop loop,
            PortPool pool,
            int port,
            InetAddress address,
            UdpSocket.Listener onRtp,
            UdpSocket.Listener onRtcp)
            throws BindException {
        UdpSocket rtp = loop.openUdp(new InetSocketAddress(address, port), onRtp);
        UdpSocket rtcp = null;
        try {
            rtcp = loop.openUdp(new InetSocketAddress(address, port + 1), onRtcp);
            return new SocketPair(loop, pool, port, rtp, rtcp);
        } finally {
            closeUnless(rtcp, rtp);
        }
    }

    private static void closeUnless(@Nullable UdpSocket second, UdpSocket first) {
        if (second == null) {
            first.close();
        }
    }

    UdpSocket rtp() {
        return rtp;
    }

    UdpSocket rtcp() {
        return rtcp;
    }

    void close() {
        rtp.close();
        rtcp.close();
        pool.giveBack(port, loop.nowNs());
    }
}
