package io.earshot.bridge.hep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.media.rtcp.ReportBlock;
import io.earshot.media.rtcp.RtcpPacket;
import io.earshot.media.rtcp.RtcpParser;
import io.earshot.media.rtcp.VoipMetrics;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RTCP as the JSON that Homer shows and measures by: sender information, report blocks, extended reports. Stateless.
 */
final class RtcpJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RtcpJson() {}

    /** The JSON of a compound; null when it is malformed, encrypted, or holds no report. */
    static byte @Nullable [] of(byte[] compound) {
        ObjectNode report = JSON.createObjectNode();
        RtcpParser.parse(Unpooled.wrappedBuffer(compound), packet -> add(report, packet));
        return report.has("type") ? report.toString().getBytes(StandardCharsets.UTF_8) : null;
    }

    private static void add(ObjectNode report, RtcpPacket packet) {
        switch (packet) {
            case RtcpPacket.SenderReport sender -> {
                begin(report, RtcpPacket.SR, sender.ssrc());
                ObjectNode information = report.putObject("sender_information");
                information.put("ntp_timestamp_sec", sender.ntp() >>> 32);
                information.put("ntp_timestamp_usec", ((sender.ntp() & 0xFFFF_FFFFL) * 1_000_000) >>> 32);
                information.put("rtp_timestamp", Integer.toUnsignedLong(sender.rtpTimestamp()));
                information.put("packets", Integer.toUnsignedLong(sender.packets()));
                information.put("octets", Integer.toUnsignedLong(sender.octets()));
                blocks(report, sender.blocks());
            }
            case RtcpPacket.ReceiverReport receiver -> {
                begin(report, RtcpPacket.RR, receiver.ssrc());
                blocks(report, receiver.blocks());
            }
            case RtcpPacket.SourceDescription source -> report.put("sdes_ssrc", Integer.toUnsignedLong(source.ssrc()));
            case RtcpPacket.ExtendedReport extended -> extended(report, extended);
            case RtcpPacket.Goodbye _, RtcpPacket.Nack _, RtcpPacket.Other _ -> {}
        }
    }

    private static void begin(ObjectNode report, int type, int ssrc) {
        report.put("type", type);
        report.put("ssrc", Integer.toUnsignedLong(ssrc));
    }

    private static void blocks(ObjectNode report, List<ReportBlock> blocks) {
        report.put("report_count", blocks.size());
        ArrayNode all = report.putArray("report_blocks");
        for (ReportBlock block : blocks) {
            ObjectNode one = all.addObject();
            one.put("source_ssrc", Integer.toUnsignedLong(block.ssrc()));
            one.put("fraction_lost", block.fractionLost());
            one.put("packets_lost", block.cumulativeLost());
            one.put("highest_seq_no", Integer.toUnsignedLong(block.highestSequence()));
            one.put("ia_jitter", Integer.toUnsignedLong(block.jitter()));
            one.put("lsr", Integer.toUnsignedLong(block.lastSenderReport()));
            one.put("dlsr", Integer.toUnsignedLong(block.delaySinceLastSenderReport()));
        }
    }

    private static void extended(ObjectNode report, RtcpPacket.ExtendedReport extended) {
        if (extended.metrics().isEmpty()) {
            return;
        }
        if (!report.has("type")) {
            begin(report, RtcpPacket.XR, extended.ssrc());
        }
        VoipMetrics voip = extended.metrics().getFirst();
        ObjectNode one = report.putObject("report_blocks_xr");
        one.put("type", 7);
        one.put("id", Integer.toUnsignedLong(voip.ssrc()));
        one.put("fraction_lost", voip.lossRate());
        one.put("fraction_discard", voip.discardRate());
        one.put("burst_density", voip.bursts().burstDensity());
        one.put("gap_density", voip.bursts().gapDensity());
        one.put("burst_duration", voip.bursts().burstMs());
        one.put("gap_duration", voip.bursts().gapMs());
        one.put("round_trip_delay", voip.roundTripMs());
        one.put("end_system_delay", voip.endSystemDelayMs());
    }
}
