package io.earshot.media.sdp;

import io.earshot.media.codec.AudioCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One RTP payload format of a stream: a payload type and what it stands for (RFC 8866, section 6.6). Immutable.
 *
 * @param payloadType 0 to 127
 * @param name encoding name
 * @param clockRate RTP timestamp units a second
 * @param channels 1 unless written
 */
public record PayloadFormat(int payloadType, String name, int clockRate, int channels) {
    private static final String EVENT = "telephone-event";
    private static final String NOISE = "CN";

    /** Formats that need no rtpmap (RFC 3551, table 4; comfort noise, RFC 3389). */
    private static final List<PayloadFormat> STATIC = Arrays.stream(AudioCodec.values())
            .filter(codec -> codec.staticPayloadType() >= 0)
            .map(codec -> of(codec, codec.staticPayloadType()))
            .toList();

    static PayloadFormat of(AudioCodec codec, int payloadType) {
        return new PayloadFormat(payloadType, codec.encodingName(), codec.clockRate(), codec.sdpChannels());
    }

    static PayloadFormat events(int payloadType, int clockRate) {
        return new PayloadFormat(payloadType, EVENT, clockRate, 1);
    }

    static PayloadFormat comfortNoise(int payloadType) {
        return new PayloadFormat(payloadType, NOISE, 8_000, 1);
    }

    /** The formats of {@code stream} in its order, those alone that it explains itself or that RFC 3551 fixes. */
    public static List<PayloadFormat> of(MediaDescription stream) {
        return of(stream, List.of());
    }

    /**
     * The formats of {@code stream} in its order, leaving out what nothing explains.
     *
     * @param assumed what a payload type means when the stream has no rtpmap for it: our own offer, when reading its answer
     */
    static List<PayloadFormat> of(MediaDescription stream, List<PayloadFormat> assumed) {
        List<PayloadFormat> mapped = rtpmaps(stream);
        List<PayloadFormat> formats = new ArrayList<>();
        for (String word : stream.formats()) {
            PayloadFormat format = isPayloadType(word) ? find(Integer.parseInt(word), mapped, assumed) : null;
            if (format != null) {
                formats.add(format);
            }
        }
        return formats;
    }

    /** A number without leading zeros, because the answer must name the format by the same text. */
    private static boolean isPayloadType(String word) {
        return SdpReader.isNumber(word, 3) && (word.length() == 1 || word.charAt(0) != '0');
    }

    private static @Nullable PayloadFormat find(
            int payloadType, List<PayloadFormat> mapped, List<PayloadFormat> assumed) {
        PayloadFormat found = withType(mapped, payloadType);
        found = found == null ? withType(assumed, payloadType) : found;
        found = found == null ? withType(STATIC, payloadType) : found;
        return found == null && payloadType == 13 ? comfortNoise(13) : found;
    }

    private static @Nullable PayloadFormat withType(List<PayloadFormat> formats, int payloadType) {
        for (PayloadFormat format : formats) {
            if (format.payloadType == payloadType) {
                return format;
            }
        }
        return null;
    }

    private static List<PayloadFormat> rtpmaps(MediaDescription stream) {
        List<PayloadFormat> mapped = new ArrayList<>();
        for (Attribute attribute : stream.attributes()) {
            PayloadFormat format = attribute.name().equals("rtpmap") ? rtpmap(attribute.value()) : null;
            if (format != null) {
                mapped.add(format);
            }
        }
        return mapped;
    }

    /** Reads {@code 111 opus/48000/2}, or gives null. */
    private static @Nullable PayloadFormat rtpmap(@Nullable String value) {
        String[] words = value == null ? new String[0] : value.strip().split(" +");
        String[] parts = words.length < 2 ? new String[0] : words[1].split("/");
        if (parts.length < 2 || !SdpReader.isNumber(words[0], 3) || !SdpReader.isNumber(parts[1], 6)) {
            return null;
        }
        int payloadType = Integer.parseInt(words[0]);
        int channels = parts.length > 2 && SdpReader.isNumber(parts[2], 2) ? Integer.parseInt(parts[2]) : 1;
        return payloadType > 127
                ? null
                : new PayloadFormat(payloadType, parts[0], Integer.parseInt(parts[1]), channels);
    }

    /** The codec this is, or null. Opus without channels and G.722 at 16000 are common slips, and taken. */
    public @Nullable AudioCodec codec() {
        for (AudioCodec codec : AudioCodec.values()) {
            boolean clockFits = clockRate == codec.clockRate() || (codec == AudioCodec.G722 && clockRate == 16_000);
            if (codec.encodingName().equalsIgnoreCase(name) && clockFits && channels <= codec.sdpChannels()) {
                return codec;
            }
        }
        return null;
    }

    boolean isEvents() {
        return EVENT.equalsIgnoreCase(name);
    }

    boolean isComfortNoise() {
        return NOISE.equalsIgnoreCase(name) && clockRate == 8_000;
    }

    /** Adds the rtpmap, and the fmtp where the format has parameters. */
    void describeTo(List<Attribute> attributes) {
        String encoding = name + "/" + clockRate + (channels > 1 ? "/" + channels : "");
        attributes.add(new Attribute("rtpmap", payloadType + " " + encoding));
        String parameters = parameters();
        if (parameters != null) {
            attributes.add(new Attribute("fmtp", payloadType + " " + parameters));
        }
    }

    /** Opus: we decode FEC, and mono is all we play (RFC 7587, section 6.1). Events: the sixteen keys (RFC 4733). */
    private @Nullable String parameters() {
        if (codec() == AudioCodec.OPUS) {
            return "minptime=10;useinbandfec=1;stereo=0;sprop-stereo=0";
        }
        return isEvents() ? "0-15" : null;
    }
}
