package io.earshot.media.dtls;

import io.earshot.media.net.MediaLoop;
import io.earshot.media.srtp.SrtpProfile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/**
 * One DTLS-SRTP session (RFC 5764): a handshake on a virtual thread, then application data without waiting. Confined to its
 * loop; the thread only meets it in {@link DatagramCrossing} and in the result it posts.
 */
public final class DtlsSession {
    private static final int MAX_RECORD_BYTES = 2_048;
    private static final int APPLICATION_DATA = 23;

    private final MediaLoop loop;
    private final DtlsListener listener;
    private final DatagramCrossing crossing;
    private final byte[] plain = new byte[MAX_RECORD_BYTES];
    private @Nullable DTLSTransport transport;
    private boolean ended;
    private long rejected;
    private long sendFailures;

    private DtlsSession(MediaLoop loop, DtlsWire wire, DtlsListener listener) {
        this.loop = loop;
        this.listener = listener;
        this.crossing = new DatagramCrossing(loop, wire);
    }

    /**
     * Begins the handshake.
     *
     * @param expected hash of the certificate the peer must show
     * @param profiles SRTP profiles, best first
     */
    public static DtlsSession start(
            MediaLoop loop,
            DtlsIdentity identity,
            DtlsRole role,
            Fingerprint expected,
            List<SrtpProfile> profiles,
            Duration timeout,
            DtlsWire wire,
            DtlsListener listener) {
        loop.requireInLoop();
        DtlsSession session = new DtlsSession(loop, wire, listener);
        Terms terms = new Terms(identity, expected, profiles, (int) timeout.toMillis());
        Thread.ofVirtual().name("dtls-handshake").start(() -> session.shakeHands(role, terms));
        return session;
    }

    private void shakeHands(DtlsRole role, Terms terms) {
        Handshake.Result result = Handshake.run(role, terms, crossing);
        crossing.flush();
        crossing.post(() -> conclude(result));
    }

    /** Whatever goes wrong here, a library that is missing included, must not leave a call waiting. */
    private void conclude(Handshake.Result result) {
        try {
            onResult(result);
        } catch (RuntimeException | LinkageError bug) {
            end(DtlsEnd.FAILED, "cannot use what DTLS agreed on: " + bug);
        }
    }

    private void onResult(Handshake.Result result) {
        switch (result) {
            case Handshake.Result.Established established
            when !ended -> {
                transport = established.transport();
                listener.onEstablished(established.terms().keys());
                pump(established.transport(), loop.nowNs());
            }
            case Handshake.Result.Established established -> bye(established.transport());
            case Handshake.Result.Failed failed -> end(failed.end(), failed.reason());
        }
    }

    /** A datagram of the peer; borrowed. */
    public void onDatagram(ByteBuf datagram, long nowNs) {
        if (ended) {
            return;
        }
        crossing.offer(ByteBufUtil.getBytes(datagram));
        DTLSTransport established = transport;
        if (established != null) {
            boolean data = datagram.isReadable() && datagram.getByte(datagram.readerIndex()) == APPLICATION_DATA;
            int records = pump(established, nowNs);
            rejected += data && records == 0 ? 1 : 0;
        }
    }

    /** Takes out what has come; returns how many records held data. */
    private int pump(DTLSTransport established, long nowNs) {
        int records = 0;
        try {
            while (!ended) {
                int length = established.receive(plain, 0, plain.length, 0);
                if (length >= 0) {
                    records++;
                    listener.onData(Unpooled.wrappedBuffer(plain, 0, length), nowNs);
                }
            }
        } catch (InterruptedIOException nothingMore) {
            noticeClose();
        } catch (TlsFatalAlert alert) {
            end(DtlsEnd.FAILED, "DTLS ended: " + Handshake.text(alert.getAlertDescription()));
        } catch (IOException e) {
            end(DtlsEnd.FAILED, "DTLS ended: " + e.getClass().getSimpleName());
        }
        crossing.flush();
        return records;
    }

    private void noticeClose() {
        if (crossing.isClosed()) {
            end(DtlsEnd.CLOSED, "peer closed DTLS");
        }
    }

    /**
     * Sends application data as one record; borrowed.
     *
     * @return false when there is no session, or the data is longer than a record may be
     */
    public boolean send(ByteBuf data) {
        DTLSTransport established = transport;
        if (established == null || ended) {
            return false;
        }
        try {
            byte[] octets = ByteBufUtil.getBytes(data);
            if (octets.length > established.getSendLimit()) {
                sendFailures++;
                return false;
            }
            established.send(octets, 0, octets.length);
            crossing.flush();
            return true;
        } catch (IOException e) {
            sendFailures++;
            return false;
        }
    }

    /** Datagrams dropped because the handshake did not keep up. */
    public long overflow() {
        return crossing.overflow();
    }

    /** Datagrams after the handshake that held no authentic record. */
    public long rejected() {
        return rejected;
    }

    /** Records that were too long, or that the library refused. */
    public long sendFailures() {
        return sendFailures;
    }

    private void end(DtlsEnd end, String reason) {
        if (!ended) {
            ended = true;
            listener.onEnded(end, reason);
        }
    }

    /** Sends close_notify, or gives the handshake up; harmless when repeated. */
    public void close() {
        if (!ended) {
            ended = true;
            DTLSTransport established = transport;
            if (established == null) {
                crossing.close();
            } else {
                bye(established);
            }
        }
    }

    @SuppressWarnings("EmptyCatch") // there is nobody left to tell
    private void bye(DTLSTransport established) {
        try {
            established.close();
        } catch (IOException ignored) {
        }
        crossing.flush();
    }
}
