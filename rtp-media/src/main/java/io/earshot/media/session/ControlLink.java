package io.earshot.media.session;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.rtcp.EModel;
import io.earshot.media.rtcp.NtpTime;
import io.earshot.media.rtcp.ReportBlock;
import io.earshot.media.rtcp.RtcpPacket;
import io.earshot.media.rtcp.RtcpParser;
import io.earshot.media.rtcp.RtcpSchedule;
import io.earshot.media.rtcp.RtcpStatus;
import io.earshot.media.rtcp.RtcpWriter;
import io.earshot.media.rtcp.VoipMetrics;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The RTCP of one stream: what we report of the peer's audio, and what the peer reports of ours. Sans-IO, confined to
 * the call's loop.
 */
final class ControlLink {
    private static final int MAX_BYTES = 256;

    private final SessionConfig config;
    private final Wire wire;
    private final StreamIdentity identity;
    private final NtpTime ntp;
    private final ControlAddress address;
    private final RtcpSchedule schedule;
    private final Inbound inbound;
    private final Outbound outbound;
    private long packetsAtLastReport;
    private int lastSenderReport;
    private long lastSenderReportNs;
    private double roundTripMs = Double.NaN;
    private @Nullable ReportBlock reported;
    private @Nullable VoipMetrics reportedMetrics;
    private boolean goodbye;
    private long malformed;
    private long reportsHeard;
    private long reportsSent;
    private long strangers;

    ControlLink(
            SessionConfig config,
            Wire wire,
            StreamIdentity identity,
            ControlAddress address,
            Inbound inbound,
            Outbound outbound,
            long nowNs) {
        this.config = config;
        this.wire = wire;
        this.identity = identity;
        this.ntp = identity.ntp();
        this.address = address;
        this.inbound = inbound;
        this.outbound = outbound;
        long intervalNs = TimeUnit.MILLISECONDS.toNanos(config.rtcpIntervalMs());
        this.schedule = new RtcpSchedule(intervalNs, nowNs, identity.random());
    }

    /** A datagram that is RTCP, from whomever. */
    void onDatagram(ByteBuf compound, InetSocketAddress from, long arrivalNs) {
        if (!address.accepts(from)) {
            strangers++;
        } else if (RtcpParser.parse(compound, packet -> onPacket(packet, arrivalNs)) == RtcpStatus.OK) {
            reportsHeard++;
            inbound.onSignOfLife(arrivalNs);
        } else {
            malformed++;
        }
    }

    private void onPacket(RtcpPacket packet, long arrivalNs) {
        switch (packet) {
            case RtcpPacket.SenderReport report -> {
                lastSenderReport = (int) (report.ntp() >>> 16);
                lastSenderReportNs = arrivalNs;
                report.blocks().forEach(block -> onBlock(block, arrivalNs));
            }
            case RtcpPacket.ReceiverReport report -> report.blocks().forEach(block -> onBlock(block, arrivalNs));
            case RtcpPacket.ExtendedReport report -> report.metrics().forEach(this::onMetrics);
            case RtcpPacket.Goodbye bye -> goodbye = bye.ssrcs().contains(inbound.ssrc());
            case RtcpPacket.SourceDescription _, RtcpPacket.Nack _, RtcpPacket.Other _ -> {}
        }
    }

    private void onBlock(ReportBlock block, long arrivalNs) {
        if (block.ssrc() == outbound.ssrc()) {
            reported = block;
            double trip = block.roundTripMs(ntp.at(arrivalNs));
            roundTripMs = Double.isNaN(trip) ? roundTripMs : trip;
            outbound.expectLoss(block.fractionLost() * 100 / 256);
        }
    }

    private void onMetrics(VoipMetrics metrics) {
        if (metrics.ssrc() == outbound.ssrc()) {
            reportedMetrics = metrics;
        }
    }

    /** Reports when it is time. */
    void onTick(long nowNs) {
        if (schedule.due(nowNs)) {
            send(compound(nowNs));
        }
    }

    /** The last word of this stream. */
    void sayGoodbye(long nowNs) {
        ByteBuf out = compound(nowNs);
        RtcpWriter.goodbye(out, outbound.ssrc());
        send(out);
    }

    private void send(ByteBuf compound) {
        InetSocketAddress to = address.remote();
        if (to.getAddress().isAnyLocalAddress()) {
            compound.release(); // a call that began on hold has named no address yet
        } else {
            reportsSent++;
            wire.sendRtcp(compound, to);
        }
    }

    private ByteBuf compound(long nowNs) {
        ByteBuf out = wire.buffer(MAX_BYTES);
        ReportBlock block = inbound.heard() ? block(nowNs) : null;
        int ssrc = outbound.ssrc();
        if (outbound.packets() > packetsAtLastReport) {
            RtcpWriter.senderReport(
                    out,
                    ssrc,
                    ntp.at(nowNs),
                    outbound.timestampAt(nowNs),
                    outbound.packets(),
                    outbound.octets(),
                    block);
        } else {
            RtcpWriter.receiverReport(out, ssrc, block);
        }
        packetsAtLastReport = outbound.packets();
        RtcpWriter.sourceDescription(out, ssrc, identity.cname());
        if (config.extendedReports() && inbound.heard()) {
            RtcpWriter.extendedReport(out, ssrc, metrics());
        }
        return out;
    }

    private ReportBlock block(long nowNs) {
        long sinceNs = nowNs - lastSenderReportNs;
        return new ReportBlock(
                inbound.ssrc(),
                inbound.sequence().takeFractionLost(),
                inbound.sequence().cumulativeLost(),
                inbound.sequence().extendedHighest(),
                inbound.jitter().units(),
                lastSenderReport,
                lastSenderReport == 0 ? 0 : (int) (sinceNs / 1_000 * 65_536 / 1_000_000));
    }

    private VoipMetrics metrics() {
        long lost = inbound.sequence().lost();
        long expected = Math.max(1, inbound.sequence().received() + lost);
        AudioCodec codec = inbound.codec();
        double listening = EModel.r(codec, 0, inbound.impairedPercent(), inbound.burstRatio());
        double conversation = inbound.r(oneWayMs());
        return new VoipMetrics(
                inbound.ssrc(),
                (int) Math.min(255, 256 * lost / expected),
                (int) Math.min(255, 256 * inbound.discarded() / expected),
                inbound.bursts(),
                Double.isNaN(roundTripMs) ? 0 : (int) roundTripMs,
                inbound.delayMs() + outbound.packetMs(),
                (int) Math.round(conversation),
                tenths(EModel.mos(listening)),
                tenths(EModel.mos(conversation)),
                inbound.conceals() ? VoipMetrics.RX_CONCEAL_ADAPTIVE : VoipMetrics.RX_SILENCE_FIXED,
                inbound.delayMs(),
                inbound.targetMs(),
                inbound.conceals() ? config.jitterMaxMs() : 0);
    }

    private static int tenths(double mos) {
        return (int) Math.round(10 * mos);
    }

    private double oneWayMs() {
        return Double.isNaN(roundTripMs) ? 0 : roundTripMs / 2;
    }

    double roundTripMs() {
        return roundTripMs;
    }

    boolean goodbyeHeard() {
        return goodbye;
    }

    long strangers() {
        return strangers;
    }

    long reportsHeard() {
        return reportsHeard;
    }

    long malformed() {
        return malformed;
    }

    SessionQuality.Score heardScore() {
        return inbound.heard() ? SessionQuality.Score.ofR(inbound.r(oneWayMs())) : SessionQuality.Score.UNKNOWN;
    }

    SessionQuality.Sent sent() {
        ReportBlock block = reported;
        int unitsPerMs = inbound.codec().timestampUnits(1);
        return new SessionQuality.Sent(
                outbound.packets(),
                outbound.octets(),
                outbound.silent(),
                reportsSent,
                outbound.stalls(),
                block == null ? Double.NaN : block.fractionLost() * 100.0 / 256,
                block == null ? 0 : Math.max(0, block.cumulativeLost()),
                block == null ? Double.NaN : Integer.toUnsignedLong(block.jitter()) / (double) unitsPerMs,
                sentScore());
    }

    private SessionQuality.Score sentScore() {
        VoipMetrics metrics = reportedMetrics;
        ReportBlock block = reported;
        if (metrics != null && metrics.rated()) {
            return SessionQuality.Score.ofR(metrics.rFactor());
        }
        if (block == null || outbound.packets() == 0) {
            return SessionQuality.Score.UNKNOWN;
        }
        double lossPercent = 100.0 * Math.max(0, block.cumulativeLost()) / outbound.packets();
        return SessionQuality.Score.ofR(EModel.r(inbound.codec(), oneWayMs(), lossPercent, 1));
    }
}
