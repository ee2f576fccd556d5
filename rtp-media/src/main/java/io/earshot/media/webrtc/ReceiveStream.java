package io.earshot.media.webrtc;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.Encoding;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.Codecs;
import io.earshot.media.jsep.AudioPayload;
import io.earshot.media.rtcp.BurstCounter;
import io.earshot.media.rtcp.EModel;
import io.earshot.media.rtcp.ReportBlock;
import io.earshot.media.rtp.InterarrivalJitter;
import io.earshot.media.rtp.RedStatus;
import io.earshot.media.rtp.RedundantPayload;
import io.earshot.media.rtp.RtpPacket;
import io.earshot.media.rtp.SequenceTracker;
import io.earshot.media.session.SessionQuality;
import io.earshot.media.stream.BufferedEars;
import io.earshot.media.stream.Buffers;
import io.earshot.media.stream.Ears;
import io.earshot.media.stream.PassThroughEars;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track that is received: from packets to whoever listens. What it is sent can only be counted, never thrown. Sans-IO,
 * confined to the call's loop.
 */
final class ReceiveStream {
    private final PeerConfig config;
    private final Buffers buffers;
    private final SequenceTracker sequence = new SequenceTracker(1);
    private final BurstCounter bursts = new BurstCounter();
    private final RedundantPayload redundant = new RedundantPayload();
    private final NackList nacks;
    private final @Nullable AudioPayload[] byType = new AudioPayload[128];
    private AudioCodec codec;
    private InterarrivalJitter jitter;
    private @Nullable Ears ears;
    private @Nullable AudioFormat wanted;
    private @Nullable AudioSink sink;
    private boolean heard;
    private int ssrc;
    private long packets;
    private long octets;
    private long asked;
    private long recovered;
    private long recoveredInBand;
    private long implausible;
    private long malformedRedundancy;
    private long discardedBefore;
    private long concealedBefore;
    private int lastSenderReport;
    private long lastSenderReportNs;

    ReceiveStream(PeerConfig config, List<AudioPayload> payloads, Buffers buffers) {
        this.config = config;
        this.buffers = buffers;
        this.nacks = new NackList(config.jitterMaxMs() * 1_000_000L);
        this.codec = payloads.getFirst().codec();
        this.jitter = new InterarrivalJitter(codec.clockRate());
        agree(payloads);
    }

    /** A later description may change the payload types. */
    void agree(List<AudioPayload> payloads) {
        java.util.Arrays.fill(byType, null);
        for (AudioPayload payload : payloads) {
            byType[payload.type()] = payload;
        }
    }

    AudioCodec codec() {
        return codec;
    }

    /** What will come, before anything came. */
    void expect(AudioCodec expected) {
        if (!heard && expected != codec && takes(expected)) {
            change(expected);
        }
    }

    private boolean takes(AudioCodec wantedCodec) {
        for (AudioPayload payload : byType) {
            if (payload != null && payload.codec() == wantedCodec) {
                return true;
            }
        }
        return false;
    }

    /** What a payload type stands for; null when it was not agreed. */
    @Nullable
    AudioPayload payload(int type) {
        return byType[type];
    }

    void listen(AudioFormat format, AudioSink listener) {
        stop();
        wanted = format;
        sink = listener;
        ears = newEars(format, listener);
    }

    void stop() {
        Ears old = ears;
        ears = null;
        wanted = null;
        sink = null;
        nacks.clear();
        if (old != null) {
            discardedBefore += old.discarded();
            concealedBefore += old.concealedMs();
            old.close();
        }
    }

    private Ears newEars(AudioFormat format, AudioSink listener) {
        boolean passesThrough =
                format.encoding() != Encoding.LINEAR16 && codec.format().equals(format);
        return passesThrough
                ? new PassThroughEars(format, listener)
                : new BufferedEars(
                        codec,
                        Codecs.decoder(codec, format.sampleRate()),
                        config.jitterMinMs(),
                        config.jitterMaxMs(),
                        format,
                        listener,
                        buffers);
    }

    /** A packet of this track; {@code payload} is what its type stands for. */
    void onPacket(RtpPacket packet, AudioPayload payload, ByteBuf datagram, long arrivalNs) {
        follow(packet.ssrc());
        SequenceTracker.Verdict verdict = sequence.update(packet.sequenceNumber());
        if (verdict == SequenceTracker.Verdict.RESTARTED) {
            restarted();
        }
        if (!verdict.usable()) {
            implausible += verdict == SequenceTracker.Verdict.JUMP ? 1 : 0;
            return;
        }
        heard = true;
        packets++;
        octets += packet.payloadLength();
        if (payload.codec() != codec) {
            change(payload.codec());
        }
        account(packet, verdict, payload, arrivalNs);
        if (packet.payloadLength() > 0) {
            hear(packet, verdict, payload, datagram, arrivalNs);
        }
    }

    private void follow(int newSsrc) {
        if (heard && newSsrc != ssrc) {
            sequence.newSource();
            lastSenderReport = 0;
            restarted();
        }
        ssrc = newSsrc;
    }

    private void restarted() {
        jitter.reset();
        nacks.clear();
        if (ears != null) {
            ears.newSource();
        }
    }

    private void change(AudioCodec now) {
        codec = now;
        jitter = new InterarrivalJitter(now.clockRate());
        if (wanted != null && sink != null) {
            listen(wanted, sink);
        }
    }

    private void account(RtpPacket packet, SequenceTracker.Verdict verdict, AudioPayload payload, long arrivalNs) {
        jitter.update(packet.timestamp(), arrivalNs);
        if (verdict == SequenceTracker.Verdict.REORDERED) {
            recovered += nacks.arrived(packet.sequenceNumber()) ? 1 : 0;
            return;
        }
        int gap = sequence.gap();
        for (int i = 0; i < gap; i++) {
            bursts.lost();
        }
        bursts.received();
        if (gap > 0 && payload.nack() && ears != null && ears.conceals()) {
            nacks.missing(packet.sequenceNumber(), gap, arrivalNs);
        }
    }

    private void hear(
            RtpPacket packet, SequenceTracker.Verdict verdict, AudioPayload payload, ByteBuf datagram, long arrivalNs) {
        if (!payload.red()) {
            give(packet, verdict, datagram, packet.payloadOffset(), packet.payloadLength(), arrivalNs);
        } else if (redundant.wrap(datagram, packet.payloadOffset(), packet.payloadLength()) != RedStatus.OK) {
            malformedRedundancy++;
        } else {
            if (verdict == SequenceTracker.Verdict.IN_ORDER) {
                fillFromRedundancy(packet, datagram, arrivalNs);
            }
            if (redundant.primaryLength() > 0) {
                give(packet, verdict, datagram, redundant.primaryOffset(), redundant.primaryLength(), arrivalNs);
            }
        }
    }

    /** The last block is a copy of the packet right before, and so on: as senders of one packet a frame make them. */
    private void fillFromRedundancy(RtpPacket packet, ByteBuf datagram, long arrivalNs) {
        int blocks = redundant.blocks();
        for (int back = Math.min(blocks, sequence.gap()); back > 0; back--) {
            int block = blocks - back;
            if (redundant.length(block) > 0 && ears != null) {
                ByteBuf copy = datagram.retainedSlice(redundant.offset(block), redundant.length(block));
                int lost = (packet.sequenceNumber() - back) & 0xFFFF;
                int timestamp = packet.timestamp() - redundant.timestampOffset(block);
                if (ears.onRedundant(copy, lost, timestamp, arrivalNs)) {
                    recovered++;
                    recoveredInBand++;
                    nacks.arrived(lost);
                }
                copy.release();
            }
        }
    }

    private void give(
            RtpPacket packet,
            SequenceTracker.Verdict verdict,
            ByteBuf datagram,
            int offset,
            int length,
            long arrivalNs) {
        Ears hearing = ears;
        if (hearing == null) {
            return;
        }
        int gap = sequence.gap();
        ByteBuf payload = datagram.setIndex(offset, offset + length);
        if (verdict == SequenceTracker.Verdict.REORDERED) {
            hearing.onLatePacket(payload, packet.sequenceNumber(), packet.timestamp(), arrivalNs);
        } else {
            hearing.onPacket(payload, packet.sequenceNumber(), packet.timestamp(), gap, arrivalNs);
        }
    }

    /** 20 ms have passed. */
    void onTick(long nowNs) {
        if (ears != null) {
            ears.onTick(nowNs, jitter.units());
        }
    }

    /** Sequence numbers to ask for now: how many of {@link #nacksDue}. */
    int collectNacks(long nowNs, long roundTripNs) {
        int count = nacks.collect(nowNs, roundTripNs);
        asked += count;
        return count;
    }

    int[] nacksDue() {
        return nacks.due();
    }

    void onSenderReport(long ntp, long arrivalNs) {
        lastSenderReport = (int) (ntp >>> 16);
        lastSenderReportNs = arrivalNs;
    }

    boolean heard() {
        return heard;
    }

    int ssrc() {
        return ssrc;
    }

    ReportBlock block(long nowNs) {
        long sinceNs = nowNs - lastSenderReportNs;
        return new ReportBlock(
                ssrc,
                sequence.takeFractionLost(),
                sequence.cumulativeLost(),
                sequence.extendedHighest(),
                jitter.units(),
                lastSenderReport,
                lastSenderReport == 0 ? 0 : (int) (sinceNs / 1_000 * 65_536 / 1_000_000));
    }

    long asked() {
        return asked;
    }

    long recovered() {
        return recovered;
    }

    long malformedRedundancy() {
        return malformedRedundancy;
    }

    long implausible() {
        return implausible;
    }

    SessionQuality.Received quality(double roundTripMs) {
        Ears hearing = ears;
        return new SessionQuality.Received(
                packets,
                octets,
                sequence.lost(),
                discarded(),
                sequence.duplicates(),
                sequence.reordered(),
                concealedMs(),
                0,
                jitter.millis(),
                hearing == null ? 0 : hearing.depthMs(),
                hearing == null ? 0 : hearing.targetMs(),
                hearing == null ? 0 : hearing.delayMs(),
                score(Double.isNaN(roundTripMs) ? 0 : roundTripMs / 2));
    }

    private long concealedMs() {
        return concealedBefore + (ears == null ? 0 : ears.concealedMs());
    }

    private long discarded() {
        return discardedBefore + (ears == null ? 0 : ears.discarded());
    }

    private SessionQuality.Score score(double networkMs) {
        if (!heard) {
            return SessionQuality.Score.UNKNOWN;
        }
        long lost = Math.max(0, sequence.lost() - recoveredInBand);
        double impaired = Math.min(100, 100.0 * (lost + discarded()) / Math.max(1, packets + sequence.lost()));
        int bufferMs = ears == null ? 0 : ears.delayMs();
        return SessionQuality.Score.ofR(EModel.r(codec, networkMs + bufferMs, impaired, bursts.burstRatio(impaired)));
    }
}
