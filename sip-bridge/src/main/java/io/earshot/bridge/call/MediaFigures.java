package io.earshot.bridge.call;

import io.earshot.bridge.records.CallRecord;
import io.earshot.livekit.room.RoomMedia;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.sdp.Protection;
import io.earshot.media.session.SessionProtection;
import io.earshot.media.session.SessionQuality;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a session's figures into the words of a call record. */
public final class MediaFigures {
    private MediaFigures() {}

    /** How audio is carried: offer and answer leave one codec for both directions. */
    public static CallRecord.Media of(NegotiatedAudio agreed) {
        String codec = agreed.codec().encodingName();
        return new CallRecord.Media(codec, codec, agreed.ptimeMs(), protection(agreed.protection()));
    }

    private static String protection(Protection protection) {
        return switch (protection) {
            case Protection.None _ -> "none";
            case Protection.Sdes _ -> "sdes";
            case Protection.Dtls _ -> "dtls";
        };
    }

    /** Of a session with the caller. */
    public static CallRecord.Quality of(SessionQuality quality) {
        return new CallRecord.Quality(
                received(quality.received()),
                sent(quality.sent()),
                known(quality.roundTripMs()),
                drops(quality.drops()),
                protection(quality.protection()));
    }

    private static CallRecord.Protection protection(SessionProtection protection) {
        Map<String, Long> refused = new LinkedHashMap<>();
        if (protection.kind() != SessionProtection.Kind.NONE) {
            refused.put("unauthentic", protection.unauthentic());
            refused.put("replayed", protection.replayed());
            refused.put("malformed", protection.malformed());
            refused.put("strangers", protection.strangers());
            refused.put("early", protection.early());
            refused.put("failedHandshakes", protection.failedHandshakes());
        }
        return new CallRecord.Protection(protection.kind().label(), protection.profile(), protection.ready(), refused);
    }

    /** Of what was exchanged with a room's server. */
    public static CallRecord.Quality of(RoomMedia media) {
        Map<String, Long> repairs = new LinkedHashMap<>();
        repairs.put("recovered", media.recovered());
        repairs.put("resent", media.resent());
        return new CallRecord.Quality(
                received(media.received()), sent(media.sent()), known(media.roundTripMs()), repairs);
    }

    private static CallRecord.Stream received(SessionQuality.Received in) {
        return new CallRecord.Stream(
                in.packets(),
                in.lost(),
                in.discarded(),
                known(in.jitterMs()),
                (double) in.bufferDepthMs(),
                known(in.score().r()),
                known(in.score().mos()));
    }

    private static CallRecord.Stream sent(SessionQuality.Sent out) {
        boolean reported = !Double.isNaN(out.remoteLostPercent());
        return new CallRecord.Stream(
                out.packets(),
                reported ? out.remoteLost() : null,
                null,
                known(out.remoteJitterMs()),
                null,
                known(out.score().r()),
                known(out.score().mos()));
    }

    private static Map<String, Long> drops(SessionQuality.Drops drops) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("malformed", drops.malformed());
        counts.put("strangers", drops.strangers());
        counts.put("unknownPayloads", drops.unknownPayloads());
        counts.put("implausible", drops.implausible());
        counts.put("unwanted", drops.unwanted());
        counts.put("sourceChanges", drops.sourceChanges());
        counts.put("sequenceRestarts", drops.sequenceRestarts());
        return counts;
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
