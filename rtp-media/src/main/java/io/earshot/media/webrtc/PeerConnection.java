package io.earshot.media.webrtc;

import io.earshot.media.audio.AudioSource;
import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.ice.IceCandidate;
import io.earshot.media.jsep.LocalSection;
import io.earshot.media.jsep.LocalSession;
import io.earshot.media.jsep.RemoteSession;
import io.earshot.media.jsep.Setup;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.Paced;
import io.earshot.media.rtcp.NtpTime;
import io.earshot.media.sctp.DataChannel;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.media.session.TransportTimes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebRTC peer connection: audio tracks both ways and data channels over one transport. Everything, callbacks
 * included, happens on its loop; a call from elsewhere is refused with {@link IllegalStateException}.
 *
 * <p>Two ways to agree. We offer: {@link #addAudio}, {@link #addReceivers}, {@link #createOffer}, {@link #acceptAnswer},
 * again whenever something was added or taken away, but only one offer at a time. Or the other side offers:
 * {@link #acceptOffer} gives the answer.
 */
public final class PeerConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MAX_EARLY_CANDIDATES = 32;

    private final MediaLoop loop;
    private final PeerListener listener;
    private final Glue glue = new Glue();
    private final PeerTransport transport;
    private final PeerMedia media;
    private final Negotiation negotiation;
    private final PeerData data;
    private final List<IceCandidate> earlyCandidates = new ArrayList<>();
    private final boolean complete;
    private final long sessionId = RANDOM.nextLong() >>> 2;
    private RemoteSession.@Nullable Transport remote;
    private PeerState state = PeerState.NEW;
    private long version;
    private int depth;
    private boolean started;
    private boolean closing;
    private boolean closed;

    private PeerConnection(MediaLoop loop, PeerConfig config, PeerListener listener) throws MediaUnavailableException {
        this.loop = loop;
        this.listener = listener;
        this.complete = config.transport().stunServers().isEmpty();
        byte[] name = new byte[12];
        RANDOM.nextBytes(name);
        String cname = Base64.getUrlEncoder().encodeToString(name);
        NtpTime ntp = NtpTime.of(loop.wallNs(), loop.nowNs());
        this.media = new PeerMedia(config, glue, ntp, cname, RANDOM, loop.nowNs());
        this.negotiation = new Negotiation(config, glue, media, cname);
        this.data = new PeerData(config.data(), glue);
        this.transport = PeerTransport.open(loop, config.transport(), glue);
    }

    /**
     * Opens a connection with a UDP port of its own.
     *
     * @throws MediaUnavailableException when no port can be bound
     */
    public static PeerConnection open(MediaLoop loop, PeerConfig config, PeerListener listener)
            throws MediaUnavailableException {
        loop.requireInLoop();
        return new PeerConnection(loop, config, listener);
    }

    /**
     * Adds a track of ours; the next offer (or answer) has a section for it, and it is sent once that was agreed.
     *
     * @throws IllegalStateException when Opus is wanted and not available on this machine
     */
    public AudioSender addAudio(AudioSendOptions options, AudioSource source) {
        requireOpen();
        SendStream stream = new SendStream(options, SourceNumbers.random(RANDOM), source, glue);
        AudioSender sender = new AudioSender(stream, media);
        media.add(stream);
        negotiation.add(sender);
        return sender;
    }

    /** Adds {@code audios} sections for tracks of the other side to the next offer; as many as there is room for. */
    public void addReceivers(int audios) {
        requireOpen();
        negotiation.addReceivers(audios);
    }

    /**
     * Opens a data channel; the next offer has a section for them. What is sent before it is open is kept.
     *
     * @param maxRetransmits how often a lost message is repeated; -1: until it arrives
     */
    public DataChannel createDataChannel(String label, boolean ordered, int maxRetransmits) {
        requireOpen();
        negotiation.wantData();
        return data.open(label, ordered, maxRetransmits);
    }

    /** Our offer, of all that is wanted now. */
    public String createOffer() {
        requireOpen();
        return describe(Setup.ACTPASS, negotiation.offer());
    }

    private String describe(Setup setup, List<LocalSection> sections) {
        return new LocalSession(
                        sessionId,
                        ++version,
                        transport.localCredentials(),
                        transport.localFingerprint(),
                        setup,
                        transport.localCandidates(),
                        complete,
                        sections)
                .toSdp();
    }

    /**
     * Takes the answer to the last offer.
     *
     * @throws SdpRefusedException when it cannot be used; everything stays as it was
     */
    public void acceptAnswer(String sdp) throws SdpRefusedException {
        requireOpen();
        RemoteSession answer = read(sdp);
        negotiation.checkAnswer(answer.sections());
        RemoteSession.Transport theirs = checked(answer);
        if (theirs != null) {
            if (theirs.setup() == Setup.ACTPASS) {
                throw new SdpRefusedException("the answer leaves open who begins the handshake");
            }
            DtlsRole ours = theirs.setup() == Setup.ACTIVE ? DtlsRole.SERVER : DtlsRole.CLIENT;
            connect(theirs, requireRole(ours), true);
        }
        negotiation.applyAnswer(answer.sections());
        settle();
    }

    private static RemoteSession read(String sdp) throws SdpRefusedException {
        return switch (RemoteSession.read(sdp)) {
            case RemoteSession.Outcome.Read read -> read.session();
            case RemoteSession.Outcome.Refused refused -> throw new SdpRefusedException(refused.reason());
        };
    }

    /** The other side stays who it was: a new certificate would be another party. */
    private RemoteSession.@Nullable Transport checked(RemoteSession description) throws SdpRefusedException {
        RemoteSession.Transport theirs = description.transport();
        RemoteSession.Transport before = remote;
        if (theirs == null && before == null) {
            throw new SdpRefusedException("every section is rejected");
        }
        if (theirs != null && before != null && !before.fingerprint().equals(theirs.fingerprint())) {
            throw new SdpRefusedException("the certificate fingerprint has changed");
        }
        return theirs;
    }

    private DtlsRole requireRole(DtlsRole ours) throws SdpRefusedException {
        if (!data.allows(ours == DtlsRole.CLIENT)) {
            throw new SdpRefusedException("we have numbered data channels as DTLS server, and shall be client");
        }
        return ours;
    }

    private void connect(RemoteSession.Transport theirs, DtlsRole ours, boolean offered) {
        remote = theirs;
        transport.connect(new RemoteDescription(
                theirs.credentials(),
                theirs.fingerprint(),
                ours,
                offered || theirs.iceLite(),
                theirs.iceLite(),
                theirs.candidates()));
        earlyCandidates.forEach(transport::addRemoteCandidate);
        earlyCandidates.clear();
    }

    /**
     * Takes an offer of the other side.
     *
     * @return our answer
     * @throws SdpRefusedException when it cannot be used; everything stays as it was
     */
    public String acceptOffer(String sdp) throws SdpRefusedException {
        requireOpen();
        RemoteSession offer = read(sdp);
        negotiation.checkOffer(offer.sections());
        RemoteSession.Transport theirs = checked(offer);
        boolean client = theirs == null ? transport.dtlsClient() : answersAsClient(theirs);
        if (theirs != null) {
            DtlsRole ours = requireRole(client ? DtlsRole.CLIENT : DtlsRole.SERVER);
            followRestart(theirs);
            connect(theirs, ours, false);
        }
        List<LocalSection> sections = negotiation.answer(offer.sections());
        String answer = describe(client ? Setup.ACTIVE : Setup.PASSIVE, sections);
        settle();
        return answer;
    }

    /** A handshake that was made stays as it is (RFC 8842, section 5.5). */
    private boolean answersAsClient(RemoteSession.Transport theirs) {
        return switch (theirs.setup()) {
            case ACTIVE -> false;
            case PASSIVE -> true;
            case ACTPASS -> remote == null ? data.allows(true) : transport.dtlsClient();
        };
    }

    private void followRestart(RemoteSession.Transport theirs) {
        RemoteSession.Transport before = remote;
        if (before != null && !before.credentials().equals(theirs.credentials())) {
            transport.restartIce();
        }
    }

    /** Everything of a description is in place. */
    private void settle() {
        if (negotiation.hasData()) {
            data.agreed(transport.dtlsClient());
            data.startIf(state == PeerState.CONNECTED, loop.nowNs());
        }
        enter();
        try {
            negotiation.tell(listener);
        } finally {
            leave();
        }
    }

    /** A candidate of the other side, {@code candidate:…} with or without {@code a=}; an unusable one is ignored. */
    public void addRemoteCandidate(String candidateLine) {
        requireOpen();
        IceCandidate candidate = IceCandidate.parse(candidateLine);
        if (candidate == null) {
            return;
        }
        if (remote != null) {
            transport.addRemoteCandidate(candidate);
        } else if (earlyCandidates.size() < MAX_EARLY_CANDIDATES) {
            earlyCandidates.add(candidate);
        }
    }

    /** Looks for a new way to the other side: the next offer (or answer) carries new credentials. */
    public void restartIce() {
        requireOpen();
        transport.restartIce();
    }

    /** Where it is in its life. */
    public PeerState state() {
        return state;
    }

    /** Figures of the media so far. */
    public PeerQuality quality() {
        loop.requireInLoop();
        return media.quality();
    }

    /** When the transport got how far for the first time. */
    public TransportTimes transportTimes() {
        loop.requireInLoop();
        return transport.times();
    }

    /** Figures of the transport so far. */
    public TransportCounters transportCounters() {
        loop.requireInLoop();
        return transport.counters();
    }

    /** Says goodbye and frees everything; harmless when repeated, and from within a callback. */
    @Override
    public void close() {
        loop.requireInLoop();
        closing = true;
        if (depth == 0) {
            finish();
        }
    }

    private void finish() {
        if (closed) {
            return;
        }
        closed = true;
        state = PeerState.CLOSED;
        loop.remove(glue);
        media.close();
        data.close(loop.nowNs());
        transport.close();
    }

    private void enter() {
        depth++;
    }

    private void leave() {
        depth--;
        if (closing && depth == 0) {
            finish();
        }
    }

    private void requireOpen() {
        loop.requireInLoop();
        if (closing) {
            throw new IllegalStateException("closed");
        }
    }

    private void become(PeerState next, String reason) {
        if (state != next && !closing) {
            state = next;
            listener.onState(next, reason);
        }
    }

    private void endByFault(RuntimeException fault) {
        if (!closing) {
            LOG.error("peer connection ends after a fault", fault);
            close();
            listener.onFault(fault);
        }
    }

    /** Joins transport, tick, media and data channels. */
    private final class Glue implements TransportListener, Paced, MediaWire, PeerData.Wire {
        @Override
        public void onState(TransportState now, String reason) {
            enter();
            try {
                media.open(now == TransportState.CONNECTED);
                if (now == TransportState.CONNECTED && !closing) {
                    onConnected();
                }
                become(of(now), reason);
            } finally {
                leave();
            }
        }

        private void onConnected() {
            if (!started) {
                started = true;
                long firstDueNs = loop.firstDueNs(SendStream.PACKET_MS * 1_000_000L);
                media.start(firstDueNs);
                loop.add(this, firstDueNs);
            }
            data.startIf(negotiation.hasData(), loop.nowNs());
        }

        private static PeerState of(TransportState now) {
            return switch (now) {
                case NEW -> PeerState.NEW;
                case CHECKING, HANDSHAKING -> PeerState.CONNECTING;
                case CONNECTED -> PeerState.CONNECTED;
                case DISCONNECTED -> PeerState.DISCONNECTED;
                case FAILED -> PeerState.FAILED;
                case CLOSED -> PeerState.CLOSED;
            };
        }

        @Override
        public void onRtp(ByteBuf plain, long arrivalNs) {
            if (closing) {
                return;
            }
            enter();
            try {
                media.onRtp(plain, arrivalNs);
            } finally {
                leave();
            }
        }

        @Override
        public void onRtcp(ByteBuf plain, long arrivalNs) {
            if (!closing) {
                media.onRtcp(plain, arrivalNs);
            }
        }

        @Override
        public void onData(ByteBuf sctpPacket, long nowNs) {
            if (closing) {
                return;
            }
            enter();
            try {
                data.onPacket(sctpPacket, nowNs);
            } finally {
                leave();
            }
        }

        @Override
        public long serve(long nowNs) {
            enter();
            try {
                long mediaDueNs = media.serve(nowNs);
                return data.serve(nowNs, mediaDueNs);
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
            return PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
        }

        @Override
        public long sendRtp(ByteBuf packet, long dueNs) {
            long sentNs = transport.sendRtp(packet);
            loop.recordLateness(sentNs - dueNs);
            return sentNs;
        }

        @Override
        public void sendRtcp(ByteBuf compound) {
            transport.sendRtcp(compound);
        }

        @Override
        public void sendData(ByteBuf sctpPacket) {
            transport.sendData(sctpPacket);
        }

        @Override
        public void onOpen(DataChannel channel) {
            if (!closing) {
                listener.onDataChannel(channel);
            }
        }

        @Override
        public void onMessage(DataChannel channel, ByteBuf message, boolean text) {
            if (!closing) {
                listener.onData(channel, message, text);
            }
        }

        @Override
        public void onDown(String reason) {
            if (!closing) {
                listener.onDataDown(reason);
            }
        }

        @Override
        public void onPending() {
            data.flush(loop.nowNs());
        }
    }
}
