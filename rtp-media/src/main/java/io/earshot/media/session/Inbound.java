package io.earshot.media.session;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.rtcp.BurstCounter;
import io.earshot.media.rtcp.EModel;
import io.earshot.media.rtcp.VoipMetrics;
import io.earshot.media.rtp.InterarrivalJitter;
import io.earshot.media.rtp.RtpPacket;
import io.earshot.media.rtp.RtpStatus;
import io.earshot.media.rtp.SequenceTracker;
import io.earshot.media.rtp.TelephoneEventReceiver;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.stream.Ears;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/**
 * The receiving half of a stream: from datagram to {@link Ears} and digits. Everything it refuses is counted, and
 * nothing it is sent makes it throw. Sans-IO, confined to the call's loop.
 */
final class Inbound {
    private static final int STATIC_COMFORT_NOISE = 13;

    private final RtpPacket packet = new RtpPacket();
    private final SequenceTracker sequence = new SequenceTracker(1);
    private final SourceLatch latch;
    private final MediaTimeout timeout;
    private final SessionListener listener;
    private final BurstCounter bursts = new BurstCounter();
    private InterarrivalJitter jitter;
    private TelephoneEventReceiver events;
    private NegotiatedAudio agreed;
    private Ears ears;
    private boolean heard;
    private int ssrc;
    private long octets;
    private long concealedBefore;
    private long packets;
    private long sourceChanges;
    private long malformed;
    private long strangers;
    private long unknownPayloads;
    private long implausible;
    private long unwanted;

    Inbound(SessionConfig config, NegotiatedAudio agreed, Ears ears, SessionListener listener, long nowNs) {
        this.latch = new SourceLatch(config.symmetric(), agreed.remoteRtp());
        this.timeout = new MediaTimeout(config.initialTimeoutNs(), config.timeoutNs());
        this.listener = listener;
        this.agreed = agreed;
        this.ears = ears;
        this.jitter = new InterarrivalJitter(agreed.codec().clockRate());
        this.events = new TelephoneEventReceiver(agreed.telephoneEventClockRate(), listener::onDtmf);
        holdOrResume(nowNs);
    }

    /** A re-INVITE: new address, direction or codec. */
    void update(NegotiatedAudio now, Ears newEars, long nowNs) {
        if (now.codec().clockRate() != agreed.codec().clockRate()) {
            jitter = new InterarrivalJitter(now.codec().clockRate());
        }
        if (now.telephoneEventClockRate() != agreed.telephoneEventClockRate()) {
            events = new TelephoneEventReceiver(now.telephoneEventClockRate(), listener::onDtmf);
        }
        agreed = now;
        if (!newEars.equals(ears)) {
            concealedBefore += ears.concealedMs();
            ears = newEars;
        }
        latch.signalled(now.remoteRtp());
        holdOrResume(nowNs);
    }

    private void holdOrResume(long nowNs) {
        if (agreed.direction().sends() && agreed.direction().receives()) {
            timeout.resume(nowNs);
        } else {
            timeout.pause();
        }
    }

    /** One datagram of the RTP port. */
    void onDatagram(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
        if (packet.wrap(datagram) != RtpStatus.OK) {
            malformed++;
        } else if (!agreedPayload(packet.payloadType())) {
            unknownPayloads++;
        } else if (latch.judge(from, packet.ssrc(), packet.sequenceNumber()) != SourceLatch.Verdict.ACCEPTED) {
            strangers++;
        } else {
            onPeerPacket(datagram, arrivalNs);
        }
    }

    private boolean agreedPayload(int payloadType) {
        return payloadType == agreed.receivePayloadType()
                || payloadType == agreed.telephoneEventType()
                || isComfortNoise(payloadType);
    }

    private boolean isComfortNoise(int payloadType) {
        return payloadType == STATIC_COMFORT_NOISE || payloadType == agreed.comfortNoiseType();
    }

    private void onPeerPacket(ByteBuf datagram, long arrivalNs) {
        followSource();
        SequenceTracker.Verdict verdict = sequence.update(packet.sequenceNumber());
        if (verdict == SequenceTracker.Verdict.RESTARTED) {
            restarted();
        }
        if (!verdict.usable()) {
            implausible += verdict == SequenceTracker.Verdict.JUMP ? 1 : 0;
            return;
        }
        countLosses(verdict);
        packets++;
        octets += packet.payloadLength();
        timeout.onPacket(arrivalNs);
        announceFirst(arrivalNs);
        dispatch(datagram, verdict, arrivalNs);
    }

    private void countLosses(SequenceTracker.Verdict verdict) {
        if (verdict == SequenceTracker.Verdict.IN_ORDER) {
            for (int i = 0; i < sequence.gap(); i++) {
                bursts.lost();
            }
            bursts.received();
        }
    }

    private void followSource() {
        if (heard && packet.ssrc() != ssrc) {
            sourceChanges++;
            sequence.newSource();
            restarted();
        }
        ssrc = packet.ssrc();
    }

    private void restarted() {
        jitter.reset();
        events.newSource();
        ears.newSource();
    }

    private void announceFirst(long arrivalNs) {
        if (!heard) {
            heard = true;
            listener.onFirstPacket(arrivalNs);
        }
    }

    private void dispatch(ByteBuf datagram, SequenceTracker.Verdict verdict, long arrivalNs) {
        int payloadType = packet.payloadType();
        if (payloadType == agreed.telephoneEventType()) {
            events.onPacket(packet.timestamp(), datagram, packet.payloadOffset(), packet.payloadLength(), arrivalNs);
        } else if (!agreed.direction().receives()) {
            unwanted++;
        } else if (payloadType != agreed.receivePayloadType()) {
            ears.onComfortNoise();
        } else if (packet.payloadLength() > 0) {
            onAudio(datagram, verdict, arrivalNs);
        }
    }

    private void onAudio(ByteBuf datagram, SequenceTracker.Verdict verdict, long arrivalNs) {
        int timestamp = packet.timestamp();
        jitter.update(timestamp, arrivalNs);
        ByteBuf payload = datagram.setIndex(packet.payloadOffset(), packet.payloadOffset() + packet.payloadLength());
        if (verdict == SequenceTracker.Verdict.REORDERED) {
            ears.onLatePacket(payload, packet.sequenceNumber(), timestamp, arrivalNs);
        } else {
            ears.onPacket(payload, packet.sequenceNumber(), timestamp, sequence.gap(), arrivalNs);
        }
    }

    /** 20 ms have passed. */
    void onTick(long nowNs) {
        events.onTick(nowNs);
        ears.onTick(nowNs, jitter.units());
        if (timeout.expired(nowNs)) {
            listener.onMediaTimeout();
        }
    }

    /** RTCP of the peer shows that it lives, even if it suppresses silence. */
    void onSignOfLife(long nowNs) {
        if (heard) {
            timeout.onPacket(nowNs);
        }
    }

    SourceLatch latch() {
        return latch;
    }

    SequenceTracker sequence() {
        return sequence;
    }

    InterarrivalJitter jitter() {
        return jitter;
    }

    boolean heard() {
        return heard;
    }

    int ssrc() {
        return ssrc;
    }

    AudioCodec codec() {
        return agreed.codec();
    }

    int delayMs() {
        return ears.delayMs();
    }

    boolean conceals() {
        return ears.conceals();
    }

    int targetMs() {
        return ears.targetMs();
    }

    long discarded() {
        return ears.discarded();
    }

    VoipMetrics.Bursts bursts() {
        return bursts.bursts(agreed.ptimeMs());
    }

    double burstRatio() {
        return bursts.burstRatio(impairedPercent());
    }

    /** Packets lost or discarded, percent. */
    double impairedPercent() {
        return 100.0 * (sequence.lost() + ears.discarded()) / Math.max(1, packets + sequence.lost());
    }

    /** E-model rating of what we hear, given the one-way delay of the network. */
    double r(double networkMs) {
        return EModel.r(agreed.codec(), networkMs + ears.delayMs(), impairedPercent(), burstRatio());
    }

    SessionQuality.Received received(long reports, SessionQuality.Score score) {
        return new SessionQuality.Received(
                packets,
                octets,
                sequence.lost(),
                ears.discarded(),
                sequence.duplicates(),
                sequence.reordered(),
                concealedBefore + ears.concealedMs(),
                reports,
                jitter.millis(),
                ears.depthMs(),
                ears.targetMs(),
                ears.delayMs(),
                score);
    }

    SessionQuality.Drops drops(long malformedRtcp, long rtcpStrangers) {
        return new SessionQuality.Drops(
                malformed,
                malformedRtcp,
                strangers,
                rtcpStrangers,
                unknownPayloads,
                implausible,
                unwanted,
                sourceChanges,
                sequence.restarts());
    }
}
