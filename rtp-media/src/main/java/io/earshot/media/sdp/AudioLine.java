package io.earshot.media.sdp;

import io.earshot.media.codec.AudioCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes our own {@code m=audio} section. */
final class AudioLine {
    /** What telephones usually call these; the room's SFU calls Opus 111 as well. */
    private static final int OPUS_TYPE = 111;

    private static final int EVENTS_8K_TYPE = 101;
    private static final int EVENTS_48K_TYPE = 110;
    private static final int MAX_PTIME_MS = 60;

    private AudioLine() {}

    /** The section that answers with what is agreed: one codec, the offerer's payload types. */
    static MediaDescription answer(NegotiatedAudio agreed, LocalAudio local, String protocol) {
        List<PayloadFormat> formats = new ArrayList<>();
        formats.add(PayloadFormat.of(agreed.codec(), agreed.payloadType()));
        if (agreed.comfortNoiseType() >= 0) {
            formats.add(PayloadFormat.comfortNoise(agreed.comfortNoiseType()));
        }
        if (agreed.telephoneEventType() >= 0) {
            formats.add(PayloadFormat.events(agreed.telephoneEventType(), agreed.telephoneEventClockRate()));
        }
        OfferedSecurity security = OfferedSecurity.answering(agreed.protection(), local.security(), protocol);
        return section(formats, local, security, agreed.ptimeMs(), agreed.rtcpMux(), agreed.direction());
    }

    /** The section that offers {@code formats}. */
    static MediaDescription offer(List<PayloadFormat> formats, LocalAudio local, OfferedSecurity security) {
        return section(formats, local, security, local.ptimeMs(), local.rtcpMux(), local.direction());
    }

    /**
     * All formats of ours, best first. Dynamic payload types that are in use keep their meaning (RFC 3264, section 8.3.2).
     */
    static List<PayloadFormat> offered(LocalAudio local, @Nullable NegotiatedAudio agreed) {
        List<PayloadFormat> formats = new ArrayList<>();
        for (AudioCodec codec : local.codecs().codecs()) {
            formats.add(PayloadFormat.of(codec, codecType(codec, agreed)));
        }
        boolean narrowClock = local.codecs().codecs().stream().anyMatch(codec -> codec.clockRate() == 8_000);
        if (local.comfortNoise() && narrowClock) {
            formats.add(PayloadFormat.comfortNoise(13));
        }
        if (local.telephoneEvents() && narrowClock) {
            formats.add(PayloadFormat.events(eventsType(8_000, EVENTS_8K_TYPE, formats, agreed), 8_000));
        }
        if (local.telephoneEvents() && local.codecs().codecs().contains(AudioCodec.OPUS)) {
            formats.add(PayloadFormat.events(eventsType(48_000, EVENTS_48K_TYPE, formats, agreed), 48_000));
        }
        return formats;
    }

    private static int codecType(AudioCodec codec, @Nullable NegotiatedAudio agreed) {
        if (agreed != null && agreed.codec() == codec) {
            return agreed.receivePayloadType();
        }
        if (codec.staticPayloadType() >= 0) {
            return codec.staticPayloadType();
        }
        return eventsInUse(agreed) == OPUS_TYPE ? free(List.of(), OPUS_TYPE) : OPUS_TYPE;
    }

    private static int eventsType(
            int clockRate, int usual, List<PayloadFormat> formats, @Nullable NegotiatedAudio agreed) {
        int inUse = eventsInUse(agreed);
        if (agreed != null && inUse >= 0 && agreed.telephoneEventClockRate() == clockRate) {
            return inUse;
        }
        return inUse == usual || isTaken(usual, formats) ? free(formats, inUse) : usual;
    }

    private static int eventsInUse(@Nullable NegotiatedAudio agreed) {
        return agreed == null ? -1 : agreed.telephoneEventType();
    }

    private static int free(List<PayloadFormat> formats, int inUse) {
        int type = 96;
        while (type == inUse || isTaken(type, formats)) {
            type++;
        }
        return type;
    }

    private static boolean isTaken(int type, List<PayloadFormat> formats) {
        return formats.stream().anyMatch(format -> format.payloadType() == type);
    }

    private static MediaDescription section(
            List<PayloadFormat> formats,
            LocalAudio local,
            OfferedSecurity security,
            int ptimeMs,
            boolean mux,
            Direction direction) {
        List<Attribute> attributes = new ArrayList<>();
        formats.forEach(format -> format.describeTo(attributes));
        attributes.add(new Attribute("ptime", Integer.toString(ptimeMs)));
        attributes.add(new Attribute("maxptime", Integer.toString(MAX_PTIME_MS)));
        int port = local.rtp().getPort();
        if (mux) {
            attributes.add(Attribute.flag("rtcp-mux"));
        } else if (local.rtcpPort() != port + 1) {
            attributes.add(new Attribute("rtcp", Integer.toString(local.rtcpPort())));
        }
        attributes.addAll(security.attributes());
        attributes.add(Attribute.flag(direction.attribute()));
        List<String> types = formats.stream()
                .map(format -> Integer.toString(format.payloadType()))
                .toList();
        return new MediaDescription("audio", port, 1, security.protocol(), types, null, attributes);
    }
}
