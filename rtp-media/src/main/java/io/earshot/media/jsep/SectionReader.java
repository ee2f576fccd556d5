package io.earshot.media.jsep;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.sdp.Attribute;
import io.earshot.media.sdp.MediaDescription;
import io.earshot.media.sdp.PayloadFormat;
import io.earshot.media.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads one section of a remote description. Never throws: what it does not understand is left out. */
final class SectionReader {
    private static final int MAX_MID = 16;
    private static final int MAX_MSID = 256;

    private final SessionDescription session;
    private final MediaDescription media;
    private String streamId = "";
    private String trackId = "";

    private SectionReader(SessionDescription session, MediaDescription media) {
        this.session = session;
        this.media = media;
    }

    static RemoteSection read(SessionDescription session, MediaDescription media) {
        return new SectionReader(session, media).section();
    }

    private RemoteSection section() {
        SectionKind kind = SectionKind.of(media);
        boolean rejected = media.port() == 0 && !media.has("bundle-only");
        readMsid();
        return new RemoteSection(
                kind,
                mid(),
                rejected,
                session.directionOf(media),
                kind == SectionKind.AUDIO ? payloads() : List.of(),
                extension(Extensions.MID),
                extension(Extensions.LEVEL),
                streamId,
                trackId,
                ssrcs(),
                number(media.attribute("max-message-size"), 65_536),
                media);
    }

    private String mid() {
        String mid = media.attribute("mid");
        boolean token = mid != null && mid.length() <= MAX_MID && mid.chars().allMatch(c -> c > ' ' && c <= '~');
        return token && mid != null ? mid : "";
    }

    private List<AudioPayload> payloads() {
        List<PayloadFormat> formats = PayloadFormat.of(media);
        List<AudioPayload> payloads = new ArrayList<>();
        for (PayloadFormat format : formats) {
            AudioCodec codec = format.codec();
            if (codec != null && codec != AudioCodec.G722) {
                payloads.add(new AudioPayload(format.payloadType(), codec, false, nack(format.payloadType())));
            } else if (isRedundantOpus(format, formats)) {
                payloads.add(new AudioPayload(format.payloadType(), AudioCodec.OPUS, true, nack(format.payloadType())));
            }
        }
        return payloads;
    }

    /** {@code red/48000/2} whose blocks are Opus: {@code fmtp:63 111/111} (RFC 2198, section 5). */
    private boolean isRedundantOpus(PayloadFormat format, List<PayloadFormat> formats) {
        if (!format.name().equalsIgnoreCase("red") || format.clockRate() != AudioCodec.OPUS.clockRate()) {
            return false;
        }
        String blocks = parameters(format.payloadType());
        return formats.stream()
                .filter(other -> other.codec() == AudioCodec.OPUS)
                .anyMatch(opus -> blocks.startsWith(opus.payloadType() + "/"));
    }

    private String parameters(int payloadType) {
        String[] found = {""};
        each("fmtp", value -> {
            if (value.startsWith(payloadType + " ")) {
                found[0] = value.substring(value.indexOf(' ') + 1).strip();
            }
        });
        return found[0];
    }

    private boolean nack(int payloadType) {
        boolean[] found = {false};
        each("rtcp-fb", value -> found[0] |= value.equals(payloadType + " nack") || value.equals("* nack"));
        return found[0];
    }

    /** The one-octet form has room for identifiers 1 to 14 (RFC 8285, section 4.2). */
    private int extension(String uri) {
        int[] found = {0};
        each("extmap", value -> {
            String[] words = value.split(" +");
            int slash = words[0].indexOf('/');
            long id = number(slash < 0 ? words[0] : words[0].substring(0, slash), 0);
            if (words.length > 1 && words[1].equals(uri) && id >= 1 && id <= 14) {
                found[0] = (int) id;
            }
        });
        return found[0];
    }

    private List<Integer> ssrcs() {
        List<Integer> ssrcs = new ArrayList<>();
        each("ssrc", value -> {
            int blank = value.indexOf(' ');
            long ssrc = number(blank < 0 ? value : value.substring(0, blank), -1);
            boolean valid = ssrc >= 0 && ssrc <= 0xFFFF_FFFFL;
            if (valid && !ssrcs.contains((int) ssrc) && ssrcs.size() < RemoteSection.MAX_SOURCES) {
                ssrcs.add((int) ssrc);
            }
        });
        return ssrcs;
    }

    /** The section's msid, or the older form as an attribute of a source. */
    private void readMsid() {
        each("ssrc", value -> {
            int at = value.indexOf(" msid:");
            msid(at < 0 ? "" : value.substring(at + " msid:".length()));
        });
        each("msid", this::msid);
    }

    private void msid(String value) {
        String[] words = value.strip().split(" +");
        if (!words[0].isEmpty() && value.length() <= MAX_MSID && words.length <= 2) {
            int bar = words[0].indexOf('|');
            streamId = bar < 0 ? words[0] : words[0].substring(0, bar);
            trackId = words.length > 1 ? words[1] : "";
        }
    }

    private void each(String name, Consumer<String> use) {
        for (Attribute attribute : media.attributes()) {
            String value = attribute.value();
            if (attribute.name().equals(name) && value != null) {
                use.accept(value);
            }
        }
    }

    private static long number(@org.jspecify.annotations.Nullable String digits, long otherwise) {
        boolean whole = digits != null
                && !digits.isEmpty()
                && digits.length() <= 18
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return whole ? Long.parseLong(digits) : otherwise;
    }
}
