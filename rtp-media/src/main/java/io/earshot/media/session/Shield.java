package io.earshot.media.session;

import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.dtls.DtlsWire;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.sdp.Protection;
import io.earshot.media.session.SessionProtection.Kind;
import io.earshot.media.srtp.SrtpKeys;
import io.earshot.media.srtp.SrtpSession;
import io.earshot.media.srtp.SrtpStatus;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the sockets and the stream: takes the protection off what comes and puts it on what goes, as agreed. What is
 * not authentic is counted and dropped, however much of it comes. Confined to the call's loop.
 */
final class Shield {
    /** Packets of strangers that may fail in a second; each costs the derivation of keys, and the peer's must get their turn. */
    private static final int STRANGERS_FAILURES = 16;

    private static final long SECOND_NS = 1_000_000_000L;

    private final MediaLoop loop;
    private final @Nullable DtlsIdentity identity;
    private final boolean symmetric;
    private final Function<InetSocketAddress, DtlsWire> wires;
    private Protection agreed = Protection.NONE;
    private @Nullable SrtpSession srtp;
    private @Nullable DtlsGate gate;
    private @Nullable InetSocketAddress signalled;
    private @Nullable InetSocketAddress proven;
    private long secondNs;
    private int failures;
    private long strangers;
    private long early;
    private long failedHandshakes;
    private long associatedNs;
    private long handshakeNs = -1;

    /**
     * A shield that lets everything pass.
     *
     * @param identity our certificate for DTLS; null: none
     * @param wires the way out to an address
     */
    Shield(
            MediaLoop loop,
            @Nullable DtlsIdentity identity,
            boolean symmetric,
            Function<InetSocketAddress, DtlsWire> wires) {
        this.loop = loop;
        this.identity = identity;
        this.symmetric = symmetric;
        this.wires = wires;
    }

    /** Takes what an offer and its answer agreed; keys in use, and an association with the same peer, stay. */
    void agree(NegotiatedAudio now) {
        if (!now.remoteRtp().equals(signalled)) {
            signalled = now.remoteRtp();
            proven = null;
        }
        switch (now.protection()) {
            case Protection.None _ -> drop();
            case Protection.Sdes sdes -> {
                dropGate();
                use(sdes.keys());
            }
            case Protection.Dtls dtls -> associate(dtls, now);
        }
        agreed = now.protection();
    }

    private void use(SrtpKeys keys) {
        SrtpSession running = srtp;
        if (running == null) {
            srtp = new SrtpSession(keys);
        } else {
            running.rekey(keys);
        }
    }

    private void associate(Protection.Dtls dtls, NegotiatedAudio now) {
        DtlsGate running = gate;
        if (running != null && dtls.equals(agreed)) {
            running.signalled(now.remoteRtp());
            return;
        }
        if (agreed instanceof Protection.Sdes) {
            drop();
        }
        dropGate();
        if (identity == null) {
            throw new IllegalStateException("DTLS agreed without a certificate of ours");
        }
        associatedNs = loop.nowNs();
        gate = new DtlsGate(loop, identity, dtls, symmetric, wires, this::onKeys, () -> failedHandshakes++);
        gate.signalled(now.remoteRtp());
    }

    private void onKeys(SrtpKeys keys) {
        handshakeNs = loop.nowNs() - associatedNs;
        use(keys);
    }

    /** Whether packets are changed at all. */
    boolean isOn() {
        return !(agreed instanceof Protection.None);
    }

    /** Whether something can be sent: not before there are keys. */
    boolean isReady() {
        return !isOn() || srtp != null;
    }

    /** Whether a datagram belongs to DTLS (RFC 7983). */
    static boolean isDtls(ByteBuf datagram) {
        if (!datagram.isReadable()) {
            return false;
        }
        int first = datagram.getUnsignedByte(datagram.readerIndex());
        return first >= 20 && first <= 63;
    }

    void onDtls(ByteBuf datagram, InetSocketAddress from, long nowNs) {
        DtlsGate open = gate;
        if (open == null) {
            early++;
        } else {
            open.onDatagram(datagram, from, nowNs);
        }
    }

    /** Whether the datagram is now plain RTP of the peer. */
    boolean unprotectRtp(ByteBuf datagram, InetSocketAddress from, long nowNs) {
        SrtpSession keyed = mayTry(from, nowNs);
        return keyed != null && judged(keyed.unprotectRtp(datagram, nowNs), from);
    }

    /** Whether the datagram is now plain RTCP of the peer. */
    boolean unprotectRtcp(ByteBuf datagram, InetSocketAddress from, long nowNs) {
        SrtpSession keyed = mayTry(from, nowNs);
        return keyed != null && judged(keyed.unprotectRtcp(datagram, nowNs), from);
    }

    /** The keys, unless there are none, or the source is a stranger and strangers have failed too often of late. */
    private @Nullable SrtpSession mayTry(InetSocketAddress from, long nowNs) {
        if (srtp == null) {
            early++;
            return null;
        }
        if (nowNs - secondNs >= SECOND_NS) {
            secondNs = nowNs;
            failures = 0;
        }
        if (failures >= STRANGERS_FAILURES && !from.equals(signalled) && !from.equals(proven)) {
            strangers++;
            return null;
        }
        return srtp;
    }

    private boolean judged(SrtpStatus status, InetSocketAddress from) {
        if (status == SrtpStatus.OK) {
            if (!from.equals(proven) && !from.equals(signalled)) {
                proven = from;
            }
            return true;
        }
        if (!from.equals(signalled) && !from.equals(proven)) {
            failures++;
        }
        return false;
    }

    /** Whether the packet may be sent now. */
    boolean protectRtp(ByteBuf packet, long nowNs) {
        SrtpSession keyed = srtp;
        return keyed != null && keyed.protectRtp(packet, nowNs) == SrtpStatus.OK;
    }

    /** Whether the compound may be sent now. Keys of DTLS are those of one port (RFC 5764 section 4.1). */
    boolean protectRtcp(ByteBuf compound, boolean muxed, long nowNs) {
        SrtpSession keyed = srtp;
        boolean covered = muxed || !(agreed instanceof Protection.Dtls);
        return covered && keyed != null && keyed.protectRtcp(compound, nowNs) == SrtpStatus.OK;
    }

    SessionProtection report() {
        Kind kind = switch (agreed) {
            case Protection.None _ -> Kind.NONE;
            case Protection.Sdes _ -> Kind.SDES;
            case Protection.Dtls _ -> Kind.DTLS;
        };
        SrtpSession keyed = srtp;
        if (keyed == null) {
            return new SessionProtection(kind, "", isReady(), 0, 0, 0, strangers, early, failedHandshakes, -1);
        }
        return new SessionProtection(
                kind,
                keyed.profile().suite(),
                true,
                keyed.counters().of(SrtpStatus.AUTH_FAILED),
                keyed.counters().of(SrtpStatus.REPLAYED),
                keyed.counters().of(SrtpStatus.MALFORMED) + keyed.counters().of(SrtpStatus.TOO_MANY_SOURCES),
                strangers,
                early,
                failedHandshakes,
                handshakeNs);
    }

    private void drop() {
        dropGate();
        SrtpSession keyed = srtp;
        if (keyed != null) {
            keyed.close();
            srtp = null;
        }
    }

    private void dropGate() {
        DtlsGate open = gate;
        if (open != null) {
            open.close();
            gate = null;
        }
    }

    /** Forgets the keys, once everything is sent. */
    void close() {
        drop();
    }
}
