package io.earshot.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.earshot.media.codec.AudioCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One case of the table under {@code sdp/cases}: a name, an optional {@code local:} line, and sections in the order in
 * which the call sees them. Each exchange is followed by what must come of it: {@code accepted} (the answer's text),
 * {@code agreed}, {@code refused} or {@code malformed}.
 */
record SdpCase(String name, String local, List<Section> sections) {

    /** Text under one {@code --- title} line. */
    record Section(String title, String text) {}

    static List<SdpCase> all() {
        List<SdpCase> cases = new ArrayList<>();
        for (String file : List.of("peers", "details", "hold", "offering", "refused")) {
            cases.addAll(read("/sdp/cases/" + file + ".txt"));
        }
        return cases;
    }

    private static List<SdpCase> read(String resource) {
        try (InputStream in = SdpCase.class.getResourceAsStream(resource)) {
            String[] texts = new String(in.readAllBytes(), UTF_8).split("(?m)^=== ");
            return Arrays.stream(texts).skip(1).map(SdpCase::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SdpCase parse(String text) {
        String[] parts = text.strip().split("(?m)^--- ");
        String[] head = parts[0].strip().split("\n", 2);
        List<Section> sections =
                Arrays.stream(parts).skip(1).map(SdpCase::section).toList();
        return new SdpCase(head[0], head.length == 1 ? "" : head[1].replaceFirst("^local: *", ""), sections);
    }

    private static Section section(String text) {
        String[] lines = text.split("\n", 2);
        return new Section(lines[0].strip(), lines.length == 1 ? "" : lines[1].strip() + "\n");
    }

    boolean lineFeedsOnly() {
        return List.of(local.split(" ")).contains("lf");
    }

    LocalAudio localAudio() {
        LocalAudio audio = LocalAudio.at(new InetSocketAddress("192.0.2.1", 4000));
        for (String option : local.isEmpty() ? new String[0] : local.split(" ")) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            audio = with(audio, key, option.substring(equals + 1));
        }
        return audio;
    }

    private static LocalAudio with(LocalAudio audio, String key, String value) {
        return switch (key) {
            case "wideband" -> audio.withCodecs(CodecPolicy.WIDEBAND_FIRST);
            case "offer-order" -> audio.withCodecs(CodecPolicy.OFFER_ORDER);
            case "codecs" ->
                audio.withCodecs(CodecPolicy.prefer(
                        Arrays.stream(value.split(",")).map(AudioCodec::valueOf).toList()));
            case "ptime" -> audio.withPtimeMs(Integer.parseInt(value));
            case "mux" -> audio.withRtcpMux(Boolean.parseBoolean(value));
            case "events" -> audio.withTelephoneEvents(Boolean.parseBoolean(value));
            case "noise" -> audio.withComfortNoise(Boolean.parseBoolean(value));
            case "direction" -> audio.withDirection(Direction.valueOf(value));
            case "loopback" -> audio.withLoopbackAllowed(true);
            case "rtp" -> LocalAudio.at(address(value));
            case "rtcp" -> withRtcpPort(audio, Integer.parseInt(value));
            case "lf" -> audio;
            default -> throw new IllegalArgumentException("unknown option " + key);
        };
    }

    private static InetSocketAddress address(String value) {
        int colon = value.lastIndexOf(':');
        String host = value.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(value.substring(colon + 1)));
    }

    private static LocalAudio withRtcpPort(LocalAudio audio, int port) {
        return new LocalAudio(
                audio.rtp(),
                port,
                audio.codecs(),
                audio.ptimeMs(),
                audio.direction(),
                audio.rtcpMux(),
                audio.telephoneEvents(),
                audio.comfortNoise(),
                audio.allowLoopback());
    }

    @Override
    public String toString() {
        return name;
    }
}
