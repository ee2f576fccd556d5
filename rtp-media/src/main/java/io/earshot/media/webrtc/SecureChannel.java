package io.earshot.media.webrtc;

import io.earshot.media.dtls.DtlsEnd;
import io.earshot.media.dtls.DtlsListener;
import io.earshot.media.dtls.DtlsSession;
import io.earshot.media.dtls.DtlsWire;
import io.earshot.media.ice.IceCounters;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.srtp.SrtpKeys;
import io.earshot.media.srtp.SrtpSession;
import io.earshot.media.srtp.SrtpStatus;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * DTLS and SRTP of one transport: what is between a path that ICE found and plain packets. Whom to hear is not its business.
 * Confined to its loop.
 */
final class SecureChannel {
    /** Hears how it goes. */
    interface Events {
        /** Media and data may flow. */
        void onSecure();

        /** It is over, or never came to be. */
        void onEnded(DtlsEnd end, String reason);
    }

    /** DTLS that comes between the peer's selection of a pair and ours waits here. */
    private static final int MAX_EARLY = 8;

    /** A third of a second of a call. */
    private static final int MAX_HELD = 16;

    /** A packet that came before the keys: the peer's handshake may end some milliseconds before ours. */
    private record Held(ByteBuf packet, boolean control, long arrivalNs) {}

    private final MediaLoop loop;
    private final TransportConfig config;
    private final TransportListener listener;
    private final Counts counts;
    private final Events events;
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private @Nullable DtlsSession dtls;
    private @Nullable SrtpSession srtp;
    private boolean closed;

    SecureChannel(MediaLoop loop, TransportConfig config, TransportListener listener, Counts counts, Events events) {
        this.loop = loop;
        this.config = config;
        this.listener = listener;
        this.counts = counts;
        this.events = events;
    }

    boolean isSecure() {
        return srtp != null;
    }

    boolean isBegun() {
        return dtls != null;
    }

    /** Shakes hands with who {@code peer} says it is. */
    void begin(RemoteDescription peer, DtlsWire wire) {
        DtlsSession session = DtlsSession.start(
                loop,
                config.identity(),
                peer.ours(),
                peer.fingerprint(),
                config.profiles(),
                config.connectTimeout(),
                wire,
                new Handshake());
        dtls = session;
        long nowNs = loop.nowNs();
        for (ByteBuf waiting = early.poll(); waiting != null; waiting = early.poll()) {
            session.onDatagram(waiting, nowNs);
            waiting.release();
        }
    }

    void onDtls(ByteBuf datagram, long nowNs) {
        if (dtls != null) {
            dtls.onDatagram(datagram, nowNs);
        } else if (early.size() < MAX_EARLY) {
            early.add(datagram.retain());
        } else {
            counts.unready++;
        }
    }

    void onRtp(ByteBuf packet, long arrivalNs) {
        if (srtp == null) {
            hold(packet, false, arrivalNs);
        } else if (srtp.unprotectRtp(packet, arrivalNs) == SrtpStatus.OK) {
            counts.rtpIn++;
            listener.onRtp(packet, arrivalNs);
        }
    }

    void onRtcp(ByteBuf compound, long arrivalNs) {
        if (srtp == null) {
            hold(compound, true, arrivalNs);
        } else if (srtp.unprotectRtcp(compound, arrivalNs) == SrtpStatus.OK) {
            counts.rtcpIn++;
            listener.onRtcp(compound, arrivalNs);
        }
    }

    private void hold(ByteBuf packet, boolean control, long arrivalNs) {
        if (dtls != null && held.size() < MAX_HELD) {
            held.add(new Held(packet.retain(), control, arrivalNs));
        } else {
            counts.unready++;
        }
    }

    private void handOnHeld() {
        for (Held next = held.poll(); next != null; next = held.poll()) {
            try {
                if (next.control()) {
                    onRtcp(next.packet(), next.arrivalNs());
                } else {
                    onRtp(next.packet(), next.arrivalNs());
                }
            } finally {
                next.packet().release();
            }
        }
    }

    /** Whether a packet was protected, in place, and may be sent. */
    boolean protectRtp(ByteBuf packet, long nowNs) {
        boolean ready = srtp != null && srtp.protectRtp(packet, nowNs) == SrtpStatus.OK;
        counts.rtpOut += ready ? 1 : 0;
        return ready;
    }

    /** The same for an RTCP compound. */
    boolean protectRtcp(ByteBuf compound, long nowNs) {
        boolean ready = srtp != null && srtp.protectRtcp(compound, nowNs) == SrtpStatus.OK;
        counts.rtcpOut += ready ? 1 : 0;
        return ready;
    }

    /** Whether application data, which is borrowed, was sent. */
    boolean sendData(ByteBuf data) {
        boolean sent = dtls != null && dtls.send(data);
        counts.dataOut += sent ? 1 : 0;
        return sent;
    }

    TransportCounters counters(IceCounters ice) {
        return counts.snapshot(ice, srtp, dtls);
    }

    /** Says goodbye and wipes keys; harmless when repeated. */
    void close() {
        closed = true;
        if (dtls != null) {
            dtls.close();
        }
        if (srtp != null) {
            srtp.close();
        }
        early.forEach(ByteBuf::release);
        early.clear();
        held.forEach(each -> each.packet().release());
        held.clear();
    }

    private final class Handshake implements DtlsListener {
        @Override
        public void onEstablished(SrtpKeys keys) {
            if (!closed) {
                srtp = new SrtpSession(keys);
                events.onSecure();
                handOnHeld();
            }
            keys.forget();
        }

        @Override
        public void onData(ByteBuf data, long nowNs) {
            counts.dataIn++;
            listener.onData(data, nowNs);
        }

        @Override
        public void onEnded(DtlsEnd end, String reason) {
            events.onEnded(end, reason);
        }
    }
}
