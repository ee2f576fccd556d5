package io.earshot.media.webrtc;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.Codecs;
import io.earshot.media.jsep.AudioPayload;
import io.earshot.media.jsep.LocalSection;
import io.earshot.media.jsep.RemoteSection;
import io.earshot.media.jsep.SectionKind;
import io.earshot.media.sdp.Direction;
import java.util.ArrayList;
import java.util.List;

/** What we say of a section: its payload types, and the track that we send in it. Immutable. */
final class SectionTerms {
    private final PeerConfig config;
    private final String cname;

    SectionTerms(PeerConfig config, String cname) {
        this.config = config;
        this.cname = cname;
    }

    /** A section in an offer of ours; a rejected one stays rejected until its place is used again. */
    LocalSection offered(Section section) {
        if (section.dead) {
            return LocalSection.rejected(section.kind, section.mid);
        }
        if (section.kind == SectionKind.DATA) {
            return LocalSection.data(section.mid, config.data().maxMessageBytes());
        }
        boolean used = section.sends() || section.receives;
        if (section.payloads.isEmpty() || (section.ours && used)) {
            section.payloads = payloads(section);
        }
        return local(section, section.direction());
    }

    /** An audio section with what was agreed or is offered. */
    LocalSection local(Section section, Direction direction) {
        AudioSender sender = section.sender;
        if (sender == null || !direction.sends()) {
            return LocalSection.audio(section.mid, direction, section.payloads, null, false);
        }
        LocalSection.Source source = new LocalSection.Source(sender.ssrc(), cname, cname, sender.trackCid());
        boolean dtx = sender.stream().options().dtx();
        return LocalSection.audio(section.mid, direction, section.payloads, source, dtx);
    }

    private List<AudioPayload> payloads(Section section) {
        AudioSender sender = section.sender;
        List<AudioPayload> payloads = new ArrayList<>();
        if (sender != null && section.sends()) {
            AudioSendOptions options = sender.stream().options();
            if (options.red()) {
                payloads.add(AudioPayload.offeredRed());
            }
            payloads.add(AudioPayload.offered(options.codec()));
        }
        if (section.receives) {
            understood().stream().filter(one -> !payloads.contains(one)).forEach(payloads::add);
        }
        return payloads;
    }

    /** All that we can hear, best first. */
    List<AudioPayload> understood() {
        List<AudioPayload> payloads = new ArrayList<>();
        if (Codecs.available(AudioCodec.OPUS)) {
            payloads.add(AudioPayload.offered(AudioCodec.OPUS));
            if (config.redundancy()) {
                payloads.add(AudioPayload.offeredRed());
            }
        }
        payloads.add(AudioPayload.offered(AudioCodec.PCMU));
        payloads.add(AudioPayload.offered(AudioCodec.PCMA));
        return payloads;
    }

    /** What of theirs is of a codec of ours. */
    static List<AudioPayload> common(List<AudioPayload> ours, RemoteSection theirs) {
        return theirs.payloads().stream()
                .filter(one -> AudioPayload.find(ours, one.codec(), one.red()) != null)
                .toList();
    }
}
