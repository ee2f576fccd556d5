package io.earshot.media.webrtc;

import io.earshot.media.rtcp.NtpTime;
import io.earshot.media.rtcp.ReportBlock;
import io.earshot.media.rtcp.RtcpPacket;
import io.earshot.media.rtcp.RtcpParser;
import io.earshot.media.rtcp.RtcpSchedule;
import io.earshot.media.rtcp.RtcpStatus;
import io.earshot.media.rtcp.RtcpWriter;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The RTCP of all tracks of a peer connection. Sans-IO, confined to the call's loop. */
final class PeerReports {
    private static final int MAX_BYTES = 1_300;
    private static final int MAX_BLOCKS = 24;

    private final PeerMedia media;
    private final MediaWire wire;
    private final NtpTime ntp;
    private final String cname;
    private final int ownSsrc;
    private final RtcpSchedule schedule;
    private double roundTripMs = Double.NaN;
    private int referenceSsrc;
    private int lastReference;
    private long lastReferenceNs;
    private long malformed;
    private long heard;
    private long sent;

    /**
     * Reports on {@code media}.
     *
     * @param cname names all our sources (RFC 7022)
     */
    PeerReports(
            PeerMedia media,
            MediaWire wire,
            NtpTime ntp,
            String cname,
            long intervalNs,
            long nowNs,
            RandomGenerator random) {
        this.media = media;
        this.wire = wire;
        this.ntp = ntp;
        this.cname = cname;
        this.ownSsrc = random.nextInt();
        this.schedule = new RtcpSchedule(intervalNs, nowNs, random);
    }

    void onCompound(ByteBuf compound, long arrivalNs) {
        if (RtcpParser.parse(compound, packet -> onPacket(packet, arrivalNs)) != RtcpStatus.OK) {
            malformed++;
        } else {
            heard++;
        }
    }

    private void onPacket(RtcpPacket packet, long arrivalNs) {
        switch (packet) {
            case RtcpPacket.SenderReport report -> {
                onSenderReport(report, arrivalNs);
                report.blocks().forEach(block -> onBlock(block, arrivalNs));
            }
            case RtcpPacket.ReceiverReport report -> report.blocks().forEach(block -> onBlock(block, arrivalNs));
            case RtcpPacket.ExtendedReport report -> onExtended(report, arrivalNs);
            case RtcpPacket.Nack nack -> onNack(nack, arrivalNs);
            case RtcpPacket.SourceDescription _, RtcpPacket.Goodbye _, RtcpPacket.Other _ -> {}
        }
    }

    private void onSenderReport(RtcpPacket.SenderReport report, long arrivalNs) {
        ReceiveStream stream = media.receiver(report.ssrc());
        if (stream != null) {
            stream.onSenderReport(report.ntp(), arrivalNs);
        }
    }

    private void onBlock(ReportBlock block, long arrivalNs) {
        SendStream stream = media.sender(block.ssrc());
        if (stream != null) {
            measured(block.roundTripMs(ntp.at(arrivalNs)));
            stream.onReport(block);
        }
    }

    private void measured(double tripMs) {
        roundTripMs = Double.isNaN(tripMs) ? roundTripMs : tripMs;
    }

    private void onExtended(RtcpPacket.ExtendedReport report, long arrivalNs) {
        if (report.referenceNtp() != 0) {
            referenceSsrc = report.ssrc();
            lastReference = (int) (report.referenceNtp() >>> 16);
            lastReferenceNs = arrivalNs;
        }
        for (RtcpPacket.ReferenceDelay delay : report.delays()) {
            if (delay.ssrc() == ownSsrc || media.sender(delay.ssrc()) != null) {
                measured(delay.roundTripMs(ntp.at(arrivalNs)));
            }
        }
        report.metrics().forEach(metrics -> {
            SendStream stream = media.sender(metrics.ssrc());
            if (stream != null) {
                stream.onMetrics(metrics);
            }
        });
    }

    private void onNack(RtcpPacket.Nack nack, long arrivalNs) {
        SendStream stream = media.sender(nack.media());
        if (stream != null) {
            for (int lost : nack.lost()) {
                stream.onNack(lost, arrivalNs);
            }
        }
    }

    /** Reports when it is time; our next packets are due at {@code nextDueNs}. */
    void onTick(long nowNs, long nextDueNs) {
        if (schedule.due(nowNs)) {
            send(compound(nowNs, nextDueNs));
        }
    }

    /** What we receive goes into a report of its own: LiveKit's server reads no blocks within a sender's report. */
    private ByteBuf compound(long nowNs, long nextDueNs) {
        ByteBuf out = wire.buffer(MAX_BYTES + PeerTransport.TAILROOM);
        List<ReportBlock> blocks = blocks(nowNs);
        boolean sending = false;
        for (SendStream stream : media.senders()) {
            if (stream.packets() > 0 && !stream.stopped() && out.writerIndex() < MAX_BYTES / 3) {
                senderReport(out, stream, nowNs, nextDueNs);
                sending = true;
            }
        }
        if (!sending || !blocks.isEmpty()) {
            RtcpWriter.receiverReportOnAll(out, ownSsrc, blocks);
            RtcpWriter.sourceDescription(out, ownSsrc, cname);
        }
        extended(out, !blocks.isEmpty(), nowNs);
        return out;
    }

    private List<ReportBlock> blocks(long nowNs) {
        List<ReportBlock> blocks = new ArrayList<>();
        for (ReceiveStream stream : media.receivers()) {
            if (stream.heard() && blocks.size() < MAX_BLOCKS) {
                blocks.add(stream.block(nowNs));
            }
        }
        return blocks;
    }

    private void senderReport(ByteBuf out, SendStream stream, long nowNs, long nextDueNs) {
        RtcpWriter.senderReportOnAll(
                out,
                stream.ssrc(),
                ntp.at(nowNs),
                stream.timestampAt(nowNs, nextDueNs),
                stream.packets(),
                stream.octets(),
                List.of());
        RtcpWriter.sourceDescription(out, stream.ssrc(), cname);
    }

    /** Lets both sides learn the round trip even where only one of them sends (RFC 3611, sections 4.4 and 4.5). */
    private void extended(ByteBuf out, boolean receiving, long nowNs) {
        if (receiving) {
            RtcpWriter.referenceTime(out, reporter(), ntp.at(nowNs));
        }
        if (lastReference != 0) {
            int delay = (int) ((nowNs - lastReferenceNs) / 1_000 * 65_536 / 1_000_000);
            var answer = new RtcpPacket.ReferenceDelay(referenceSsrc, lastReference, delay);
            RtcpWriter.referenceDelay(out, reporter(), answer);
            lastReference = 0;
        }
    }

    private int reporter() {
        SendStream first = firstSender();
        return first == null ? ownSsrc : first.ssrc();
    }

    private @Nullable SendStream firstSender() {
        for (SendStream stream : media.senders()) {
            if (stream.packets() > 0 && !stream.stopped()) {
                return stream;
            }
        }
        return null;
    }

    /** Asks for packets again; with an empty report before it, since a compound begins with one (RFC 3550, section 6.1). */
    void requestAgain(ReceiveStream stream, int count) {
        ByteBuf out = wire.buffer(64 + 4 * count + PeerTransport.TAILROOM);
        int reporter = reporter();
        RtcpWriter.receiverReportOnAll(out, reporter, List.of());
        RtcpWriter.nack(out, reporter, stream.ssrc(), stream.nacksDue(), count);
        send(out);
    }

    /** The last word of a source. */
    void sayGoodbye(SendStream stream) {
        if (stream.packets() > 0) {
            ByteBuf out = wire.buffer(MAX_BYTES + PeerTransport.TAILROOM);
            RtcpWriter.receiverReportOnAll(out, stream.ssrc(), List.of());
            RtcpWriter.sourceDescription(out, stream.ssrc(), cname);
            RtcpWriter.goodbye(out, stream.ssrc());
            send(out);
        }
    }

    private void send(ByteBuf compound) {
        sent++;
        wire.sendRtcp(compound);
    }

    double roundTripMs() {
        return roundTripMs;
    }

    long roundTripNs() {
        return Double.isNaN(roundTripMs) ? 0 : (long) (roundTripMs * 1_000_000);
    }

    /** Compounds that parsed. */
    long heard() {
        return heard;
    }

    /** Compounds sent. */
    long sent() {
        return sent;
    }

    long malformed() {
        return malformed;
    }
}
