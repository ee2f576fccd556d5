package io.earshot.media.session;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.dtls.DtlsWire;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.Paced;
import io.earshot.media.net.PortPool;
import io.earshot.media.net.UdpSocket;
import io.earshot.media.rtcp.NtpTime;
import io.earshot.media.rtcp.RtcpParser;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.srtp.SrtpProfile;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One RTP audio stream of a call and its RTCP, on sockets of its own. Open it to know {@link #localRtp()} for the SDP,
 * start it with what was agreed, close it with the call. Every method, and every callback, runs on the call's loop;
 * a call from elsewhere is refused with {@link IllegalStateException}.
 */
public final class AudioSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AudioSession.class);

    private final MediaLoop loop;
    private final SessionConfig config;
    private final SocketPair sockets;
    private final Glue glue = new Glue();
    private final StreamIdentity identity;
    private final Shield shield;
    private @Nullable AudioStream stream;
    private @Nullable SessionListener listener;
    private boolean muxed;
    private boolean busy;
    private boolean closing;
    private boolean closed;
    private long early;

    private AudioSession(MediaLoop loop, PortPool ports, SessionConfig config, @Nullable DtlsIdentity certificate)
            throws MediaUnavailableException {
        this.loop = loop;
        this.shield = new Shield(loop, certificate, config.symmetric(), this::wireTo);
        this.config = config;
        this.identity = StreamIdentity.random(NtpTime.of(loop.wallNs(), loop.nowNs()));
        this.sockets = SocketPair.open(loop, ports, config.bindAddress(), glue, new RtcpPort());
    }

    /**
     * Binds an even port pair on the loop's thread.
     *
     * @throws MediaUnavailableException when no pair is free or none can be bound
     */
    public static AudioSession open(MediaLoop loop, PortPool ports, SessionConfig config)
            throws MediaUnavailableException {
        return open(loop, ports, config, null);
    }

    /**
     * The same, able to agree on DTLS-SRTP.
     *
     * @param certificate ours, whose fingerprint goes into the SDP; null: no DTLS
     */
    public static AudioSession open(
            MediaLoop loop, PortPool ports, SessionConfig config, @Nullable DtlsIdentity certificate)
            throws MediaUnavailableException {
        loop.requireInLoop();
        return new AudioSession(loop, ports, config, certificate);
    }

    private DtlsWire wireTo(InetSocketAddress to) {
        return (octets, offset, length) -> sendDatagram(octets, offset, length, to);
    }

    private void sendDatagram(byte[] octets, int offset, int length, InetSocketAddress to) {
        if (!closed) {
            ByteBuf datagram = sockets.rtp().allocator().directBuffer(length, length);
            sockets.rtp().send(datagram.writeBytes(octets, offset, length), to);
        }
    }

    /** Where we receive RTP; RTCP is one port higher. */
    public InetSocketAddress localRtp() {
        return sockets.rtp().local();
    }

    /**
     * Starts sending and receiving. Once a session.
     *
     * @param ears takes the peer's audio in {@link #format()}
     * @param mouth is asked for our audio in {@link #format()} once a packet time, while the direction lets us send
     */
    public void start(NegotiatedAudio agreed, AudioSink ears, AudioSource mouth, SessionListener events) {
        loop.requireInLoop();
        if (stream != null || closing) {
            throw new IllegalStateException(closing ? "closed" : "started before");
        }
        long nowNs = loop.nowNs();
        long firstDueNs = loop.firstDueNs(TimeUnit.MILLISECONDS.toNanos(agreed.ptimeMs()));
        listener = events;
        muxed = agreed.rtcpMux();
        shield.agree(agreed);
        stream = new AudioStream(config, identity, glue, agreed, new Party(ears, mouth, events), nowNs, firstDueNs);
        loop.add(glue, firstDueNs);
    }

    /** A later offer/answer: hold, resume, new address, packet time or codec. */
    public void update(NegotiatedAudio agreed) {
        loop.requireInLoop();
        muxed = agreed.rtcpMux();
        shield.agree(agreed);
        started().update(agreed, loop.nowNs());
    }

    /**
     * Plays digits ({@code 0-9 * # A-D}) as telephone events; they take precedence over audio, which waits.
     *
     * @return false, with nothing sent, when events were not agreed, a character is no digit, or too many wait
     */
    public boolean sendDtmf(String digits) {
        return started().sendDtmf(digits);
    }

    /** Format of both directions: that of the codec agreed at the start. A later codec is converted to it. */
    public AudioFormat format() {
        return started().format();
    }

    /** Figures so far. */
    public SessionQuality quality() {
        return started().quality().withProtection(shield.report());
    }

    /** How packets are protected, and what was refused. */
    public SessionProtection protection() {
        loop.requireInLoop();
        return shield.report();
    }

    /** Datagrams that came before {@link #start} or while closing, all dropped. */
    public long early() {
        return early;
    }

    /**
     * Sends BYE, closes the sockets and returns the ports; harmless when repeated. Called from within a callback of this
     * session it takes effect when that callback has returned.
     */
    @Override
    public void close() {
        loop.requireInLoop();
        closing = true;
        if (stream != null) {
            stream.stop();
        }
        if (!busy) {
            finish();
        }
    }

    private void finish() {
        if (closed) {
            return;
        }
        closed = true;
        loop.remove(glue);
        if (stream != null) {
            stream.close(loop.nowNs());
        }
        shield.close();
        sockets.close();
    }

    private void leave() {
        busy = false;
        if (closing) {
            finish();
        }
    }

    private AudioStream started() {
        loop.requireInLoop();
        if (stream == null) {
            throw new IllegalStateException("not started");
        }
        return stream;
    }

    private void endByFault(RuntimeException fault) {
        if (closing) {
            return;
        }
        LOG.error("session on {} ends after a fault", localRtp(), fault);
        close();
        if (listener != null) {
            listener.onFault(fault);
        }
    }

    /** Joins socket, tick and stream. */
    private final class Glue implements UdpSocket.Listener, Paced, Wire {
        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
            config.tap().onPacket(false, datagram, localRtp(), from, arrivalNs, false);
            if (stream == null || closing) {
                early++;
                return;
            }
            busy = true;
            try {
                if (unprotected(datagram, from, arrivalNs)) {
                    stream.onRtp(datagram, from, arrivalNs);
                }
            } finally {
                leave();
            }
        }

        private boolean unprotected(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
            if (!shield.isOn()) {
                return true;
            }
            if (Shield.isDtls(datagram)) {
                shield.onDtls(datagram, from, arrivalNs);
                return false;
            }
            boolean control = muxed && RtcpParser.isRtcp(datagram);
            return control
                    ? shield.unprotectRtcp(datagram, from, arrivalNs)
                    : shield.unprotectRtp(datagram, from, arrivalNs);
        }

        @Override
        public boolean isOpen() {
            return shield.isReady();
        }

        @Override
        public long serve(long nowNs) {
            busy = true;
            try {
                return started().serve(nowNs);
            } finally {
                leave();
            }
        }

        @Override
        public void onFault(RuntimeException fault) {
            endByFault(fault);
        }

        @Override
        public ByteBuf buffer(int bytes) {
            int most = shield.isOn() ? bytes + SrtpProfile.TAILROOM : bytes;
            return sockets.rtp().allocator().directBuffer(most, most);
        }

        @Override
        public long sendRtp(ByteBuf packet, InetSocketAddress to, long dueNs) {
            if (shield.isOn() && !shield.protectRtp(packet, loop.nowNs())) {
                packet.release();
                return loop.nowNs();
            }
            config.tap().onPacket(true, packet, localRtp(), to, loop.nowNs(), false);
            long sentNs = sockets.rtp().send(packet, to);
            loop.recordLateness(sentNs - dueNs);
            return sentNs;
        }

        @Override
        public void sendRtcp(ByteBuf packet, InetSocketAddress to) {
            if (shield.isOn() && !shield.protectRtcp(packet, muxed, loop.nowNs())) {
                packet.release();
                return;
            }
            UdpSocket socket = muxed ? sockets.rtp() : sockets.rtcp();
            config.tap().onPacket(true, packet, socket.local(), to, loop.nowNs(), true);
            socket.send(packet, to);
        }
    }

    private final class RtcpPort implements UdpSocket.Listener {
        private boolean unprotectedControl(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
            return !shield.isOn() || shield.unprotectRtcp(datagram, from, arrivalNs);
        }

        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
            config.tap().onPacket(false, datagram, sockets.rtcp().local(), from, arrivalNs, true);
            if (stream != null && !closing && unprotectedControl(datagram, from, arrivalNs)) {
                stream.onRtcp(datagram, from, arrivalNs);
            }
        }

        @Override
        public void onFault(RuntimeException fault) {
            endByFault(fault);
        }
    }
}
