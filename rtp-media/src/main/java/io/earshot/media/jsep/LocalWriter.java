package io.earshot.media.jsep;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.ice.IceCandidate;
import io.earshot.media.sdp.Attribute;
import io.earshot.media.sdp.Connection;
import io.earshot.media.sdp.MediaDescription;
import io.earshot.media.sdp.Origin;
import io.earshot.media.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;

/** Writes a description of ours, attribute by attribute, in the order of RFC 8829, section 5.2. */
final class LocalWriter {
    private static final Connection ANYWHERE = new Connection("IP4", "0.0.0.0");
    private static final Connection NOWHERE = new Connection("IP4", "127.0.0.1");
    private static final int DISCARD_PORT = 9;

    private final LocalSession session;
    private boolean first = true;

    LocalWriter(LocalSession session) {
        this.session = session;
    }

    SessionDescription description() {
        return new SessionDescription(
                new Origin("-", Long.toString(session.sessionId()), Long.toString(session.version()), NOWHERE),
                "-",
                null,
                "0 0",
                sessionAttributes(),
                session.sections().stream().map(this::section).toList());
    }

    private List<Attribute> sessionAttributes() {
        StringBuilder group = new StringBuilder("BUNDLE");
        for (LocalSection section : session.sections()) {
            if (section.rejected() == null) {
                group.append(' ').append(section.mid());
            }
        }
        return List.of(
                new Attribute("group", group.toString()),
                Attribute.flag("extmap-allow-mixed"),
                new Attribute("msid-semantic", " WMS *"));
    }

    private MediaDescription section(LocalSection section) {
        MediaDescription unwanted = section.rejected();
        if (unwanted != null) {
            return rejection(section, unwanted);
        }
        List<Attribute> attributes = new ArrayList<>();
        candidates(attributes);
        transport(attributes);
        attributes.add(new Attribute("mid", section.mid()));
        return section.kind() == SectionKind.DATA ? data(section, attributes) : audio(section, attributes);
    }

    private static MediaDescription rejection(LocalSection section, MediaDescription unwanted) {
        List<Attribute> attributes = section.mid().isEmpty() ? List.of() : List.of(new Attribute("mid", section.mid()));
        return new MediaDescription(
                unwanted.type(), 0, 1, unwanted.protocol(), unwanted.formats(), ANYWHERE, attributes);
    }

    /** Candidates belong to the bundle, so the first section alone names them. */
    private void candidates(List<Attribute> attributes) {
        if (first) {
            first = false;
            for (IceCandidate candidate : session.candidates()) {
                String line = candidate.toAttribute();
                attributes.add(new Attribute("candidate", line.substring(line.indexOf(':') + 1)));
            }
            if (session.complete()) {
                attributes.add(Attribute.flag("end-of-candidates"));
            }
        }
    }

    private void transport(List<Attribute> attributes) {
        attributes.add(new Attribute("ice-ufrag", session.credentials().ufrag()));
        attributes.add(new Attribute("ice-pwd", session.credentials().pwd()));
        attributes.add(new Attribute("ice-options", "trickle"));
        attributes.add(new Attribute("fingerprint", session.fingerprint()));
        attributes.add(new Attribute("setup", session.setup().token()));
    }

    private static MediaDescription data(LocalSection section, List<Attribute> attributes) {
        attributes.add(new Attribute("sctp-port", "5000"));
        attributes.add(new Attribute("max-message-size", Integer.toString(section.maxMessageBytes())));
        return new MediaDescription(
                "application", DISCARD_PORT, 1, "UDP/DTLS/SCTP", List.of("webrtc-datachannel"), ANYWHERE, attributes);
    }

    private static MediaDescription audio(LocalSection section, List<Attribute> attributes) {
        attributes.add(Attribute.flag(section.direction().attribute()));
        attributes.add(Attribute.flag("rtcp-mux"));
        extension(attributes, section.levelExtension(), Extensions.LEVEL);
        extension(attributes, section.midExtension(), Extensions.MID);
        section.payloads().forEach(payload -> format(attributes, section, payload));
        source(attributes, section.source());
        return new MediaDescription(
                "audio",
                DISCARD_PORT,
                1,
                "UDP/TLS/RTP/SAVPF",
                section.payloads().stream()
                        .map(payload -> Integer.toString(payload.type()))
                        .toList(),
                ANYWHERE,
                attributes);
    }

    private static void extension(List<Attribute> attributes, int id, String uri) {
        if (id > 0) {
            attributes.add(new Attribute("extmap", id + " " + uri));
        }
    }

    private static void format(List<Attribute> attributes, LocalSection section, AudioPayload payload) {
        AudioCodec codec = payload.codec();
        String channels = codec.sdpChannels() > 1 ? "/" + codec.sdpChannels() : "";
        String name = payload.red() ? "red" : codec.encodingName();
        attributes.add(new Attribute("rtpmap", payload.type() + " " + name + "/" + codec.clockRate() + channels));
        if (payload.nack()) {
            attributes.add(new Attribute("rtcp-fb", payload.type() + " nack"));
        }
        if (payload.red()) {
            AudioPayload opus = AudioPayload.find(section.payloads(), AudioCodec.OPUS, false);
            int block = opus == null ? 0 : opus.type();
            attributes.add(new Attribute("fmtp", payload.type() + " " + block + "/" + block));
        } else if (codec == AudioCodec.OPUS) {
            String parameters = " minptime=10;useinbandfec=1" + (section.dtx() ? ";usedtx=1" : "");
            attributes.add(new Attribute("fmtp", payload.type() + parameters));
        }
    }

    private static void source(
            List<Attribute> attributes, LocalSection.@org.jspecify.annotations.Nullable Source source) {
        if (source != null) {
            String msid = source.streamId() + " " + source.trackId();
            String ssrc = Integer.toUnsignedString(source.ssrc());
            attributes.add(new Attribute("msid", msid));
            attributes.add(new Attribute("ssrc", ssrc + " cname:" + source.cname()));
            attributes.add(new Attribute("ssrc", ssrc + " msid:" + msid));
        }
    }
}
