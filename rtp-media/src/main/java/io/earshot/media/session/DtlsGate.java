package io.earshot.media.session;

import io.earshot.media.dtls.DtlsEnd;
import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.dtls.DtlsListener;
import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.dtls.DtlsSession;
import io.earshot.media.dtls.DtlsWire;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.Protection;
import io.earshot.media.srtp.SrtpKeys;
import io.earshot.media.srtp.SrtpProfile;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One DTLS association of a session (RFC 5763), and who may try to make it. As client we call the address of the SDP.
 * As server we also hear others when the peer may sit behind NAT, but at most {@value #STRANGERS} at a time: each gets a handshake
 * of its own, so a stranger's ClientHello takes nothing from the peer's, and only the certificate that the SDP names leads to
 * keys. Confined to the call's loop.
 */
final class DtlsGate {
    static final int STRANGERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 3;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int HELLO_TYPE_OFFSET = 13;

    private final MediaLoop loop;
    private final DtlsIdentity identity;
    private final Protection.Dtls terms;
    private final boolean symmetric;
    private final Function<InetSocketAddress, DtlsWire> wires;
    private final Consumer<SrtpKeys> onKeys;
    private final Runnable onFailure;
    private final Map<InetSocketAddress, DtlsSession> handshakes = new HashMap<>();
    private @Nullable InetSocketAddress signalled;
    private @Nullable InetSocketAddress peer;
    private @Nullable InetSocketAddress called;
    private @Nullable InetSocketAddress answering;
    private int attempts;
    private boolean closed;

    DtlsGate(
            MediaLoop loop,
            DtlsIdentity identity,
            Protection.Dtls terms,
            boolean symmetric,
            Function<InetSocketAddress, DtlsWire> wires,
            Consumer<SrtpKeys> onKeys,
            Runnable onFailure) {
        this.loop = loop;
        this.identity = identity;
        this.terms = terms;
        this.symmetric = symmetric;
        this.wires = wires;
        this.onKeys = onKeys;
        this.onFailure = onFailure;
    }

    /** The SDP names this address. A client begins its handshake. */
    void signalled(InetSocketAddress address) {
        boolean known = address.equals(signalled);
        signalled = address;
        if (terms.role() == DtlsRole.CLIENT
                && !known
                && peer == null
                && !address.getAddress().isAnyLocalAddress()) {
            attempts = 0;
            begin(address);
        }
    }

    private void begin(InetSocketAddress with) {
        attempts++;
        called = with;
        answering = null;
        handshakes.put(
                with,
                DtlsSession.start(
                        loop,
                        identity,
                        terms.role(),
                        terms.peer(),
                        SrtpProfile.STRONG,
                        PATIENCE,
                        wires.apply(with),
                        new Attempt(with)));
    }

    /** A datagram that looks like DTLS, from whomever. */
    void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNs) {
        DtlsSession session = handshakes.get(terms.role() == DtlsRole.CLIENT ? answered(from) : from);
        if (session == null && mayBegin(datagram, from)) {
            begin(from);
            session = handshakes.get(from);
        }
        if (session != null) {
            session.onDatagram(datagram, nowNs);
        }
    }

    /**
     * Whom we called, when {@code from} may speak for it: a peer with several addresses, or behind NAT, answers from another one.
     * Then the first to answer counts, until the next attempt.
     */
    private @Nullable InetSocketAddress answered(InetSocketAddress from) {
        if (from.equals(called)) {
            return called;
        }
        if (answering == null && symmetric) {
            answering = from;
        }
        return from.equals(answering) ? called : null;
    }

    private boolean mayBegin(ByteBuf datagram, InetSocketAddress from) {
        if (closed || peer != null || terms.role() == DtlsRole.CLIENT || !isClientHello(datagram)) {
            return false;
        }
        return from.equals(signalled) || (symmetric && strangers() < STRANGERS);
    }

    private int strangers() {
        return handshakes.size() - (handshakes.containsKey(signalled) ? 1 : 0);
    }

    private static boolean isClientHello(ByteBuf datagram) {
        int start = datagram.readerIndex();
        return datagram.readableBytes() > HELLO_TYPE_OFFSET
                && datagram.getByte(start) == HANDSHAKE
                && datagram.getByte(start + HELLO_TYPE_OFFSET) == CLIENT_HELLO;
    }

    /** Ends the association, and every attempt at one. */
    void close() {
        closed = true;
        handshakes.values().forEach(DtlsSession::close);
        handshakes.clear();
    }

    private void won(InetSocketAddress with, SrtpKeys keys) {
        if (closed || peer != null) {
            return;
        }
        peer = with;
        handshakes.forEach((address, session) -> {
            if (!address.equals(with)) {
                session.close();
            }
        });
        handshakes.keySet().removeIf(address -> !address.equals(with));
        onKeys.accept(keys);
    }

    private void lost(InetSocketAddress with, DtlsEnd end) {
        handshakes.remove(with);
        if (closed || with.equals(peer)) {
            return;
        }
        onFailure.run();
        boolean again = terms.role() == DtlsRole.CLIENT && end == DtlsEnd.TIMED_OUT && attempts < ATTEMPTS;
        if (again && with.equals(signalled)) {
            begin(with);
        }
    }

    private final class Attempt implements DtlsListener {
        private final InetSocketAddress with;

        Attempt(InetSocketAddress with) {
            this.with = with;
        }

        @Override
        public void onEstablished(SrtpKeys keys) {
            won(with, keys);
        }

        @Override
        public void onData(ByteBuf data, long nowNs) {
            // A telephone has nothing to say here.
        }

        @Override
        public void onEnded(DtlsEnd end, String reason) {
            lost(with, end);
        }
    }
}
