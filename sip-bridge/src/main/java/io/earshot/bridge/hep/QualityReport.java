package io.earshot.bridge.hep;

import io.earshot.bridge.records.CallRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The quality of a finished call as a {@code VQSessionReport} (RFC 6035, section 4.6): local metrics are what we heard, remote ones
 * what the other side reported of us. Stateless.
 */
final class QualityReport {
    private QualityReport() {}

    static byte[] of(CallRecord call, CallRecord.Quality quality) {
        double endedMs = call.endedMs() == null ? 0 : call.endedMs();
        Instant stop = call.startedAt().plusMillis((long) endedMs);
        StringBuilder text = new StringBuilder("VQSessionReport: CallTerm\r\n")
                .append("CallID: ")
                .append(call.sipCallId())
                .append("\r\nLocalID: ")
                .append(call.to())
                .append("\r\nRemoteID: ")
                .append(call.from())
                .append("\r\nOrigID: ")
                .append(call.from())
                .append("\r\n");
        metrics(text, "LocalMetrics", call, stop, quality.received(), quality.rttMs());
        metrics(text, "RemoteMetrics", call, stop, quality.sent(), quality.rttMs());
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void metrics(
            StringBuilder text,
            String name,
            CallRecord call,
            Instant stop,
            CallRecord.Stream stream,
            @Nullable Double rttMs) {
        text.append(name)
                .append(":\r\nTimestamps:START=")
                .append(second(call.startedAt()))
                .append(" STOP=")
                .append(second(stop));
        text.append("\r\nSessionDesc:PD=").append(call.codec()).append("\r\n");
        text.append("PacketLoss:NLR=").append(percent(stream.lost(), stream.packets()));
        text.append(" JDR=")
                .append(percent(stream.discarded(), stream.packets()))
                .append("\r\n");
        text.append("Delay:");
        pair(text, "RTD", rttMs, "%.0f");
        pair(text, "IAJ", stream.jitterMs(), "%.1f");
        text.append("\r\nQualityEst:");
        pair(text, "RLQ", stream.r(), "%.0f");
        pair(text, "MOSLQ", stream.mos(), "%.1f");
        pair(text, "MOSCQ", stream.mos(), "%.1f");
        text.append("\r\n");
    }

    private static void pair(StringBuilder text, String key, @Nullable Double value, String format) {
        if (value != null) {
            boolean first = text.charAt(text.length() - 1) == ':';
            text.append(first ? "" : " ").append(key).append('=').append(String.format(Locale.ROOT, format, value));
        }
    }

    private static String percent(@Nullable Long part, long others) {
        long lost = part == null ? 0 : Math.max(0, part);
        return String.format(Locale.ROOT, "%.1f", lost == 0 ? 0.0 : 100.0 * lost / (lost + others));
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
