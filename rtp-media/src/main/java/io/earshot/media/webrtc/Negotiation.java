package io.earshot.media.webrtc;

import io.earshot.media.jsep.AudioPayload;
import io.earshot.media.jsep.LocalSection;
import io.earshot.media.jsep.RemoteSection;
import io.earshot.media.jsep.SectionKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What the two sides agree on, section by section (RFC 8829). A description is judged as a whole before anything is
 * changed. Sans-IO, confined to the call's loop.
 */
final class Negotiation {
    /** As many as our own reader takes. */
    static final int MAX_SECTIONS = 32;

    private final PeerConfig config;
    private final MediaWire wire;
    private final PeerMedia media;
    private final SectionTerms terms;
    private final List<Section> sections = new ArrayList<>();
    private final Queue<AudioSender> waiting = new ArrayDeque<>();
    private final List<RemoteAudio> started = new ArrayList<>();
    private final List<RemoteAudio> ended = new ArrayList<>();
    private @Nullable List<LocalSection> offered;
    private int receiversWanted;
    private boolean dataWanted;
    private int nextMid;

    Negotiation(PeerConfig config, MediaWire wire, PeerMedia media, String cname) {
        this.config = config;
        this.wire = wire;
        this.media = media;
        this.terms = new SectionTerms(config, cname);
    }

    void add(AudioSender sender) {
        waiting.add(sender);
    }

    void addReceivers(int audios) {
        receiversWanted = Math.clamp((long) receiversWanted + audios, 0, MAX_SECTIONS);
    }

    void wantData() {
        dataWanted = true;
    }

    /** The sections of our next offer. */
    List<LocalSection> offer() {
        placeReceivers();
        for (AudioSender sender = waiting.poll(); sender != null; sender = waiting.poll()) {
            Section section = sender.stream().stopped() ? null : placeFor(sender);
            if (section != null) {
                section.sender = sender;
            }
        }
        if (dataWanted && !hasData()) {
            place(SectionKind.DATA);
        }
        List<LocalSection> all = sections.stream().map(terms::offered).toList();
        offered = all;
        return all;
    }

    /** Before the senders: servers on pion take the first audio section's codecs for those of all, and a sender has just one. */
    private void placeReceivers() {
        for (; receiversWanted > 0; receiversWanted--) {
            Section section = place(SectionKind.AUDIO);
            if (section != null) {
                section.receives = true;
            }
        }
    }

    boolean hasData() {
        return sections.stream().anyMatch(section -> section.kind == SectionKind.DATA && !section.dead);
    }

    /** A section keeps its codecs for life, as servers do: only a track in one of them may take it over. */
    private @Nullable Section placeFor(AudioSender sender) {
        AudioSendOptions options = sender.stream().options();
        for (Section section : sections) {
            boolean carries = AudioPayload.find(section.payloads, options.codec(), false) != null
                    && (!options.red() || AudioPayload.find(section.payloads, options.codec(), true) != null);
            if (section.idle() && carries) {
                return section;
            }
        }
        return place(SectionKind.AUDIO);
    }

    /** In the place of a rejected section, else behind all; null when there are too many. */
    private @Nullable Section place(SectionKind kind) {
        for (Section section : sections) {
            if (section.dead) {
                section.rebirth(kind, freeMid(), true);
                return section;
            }
        }
        if (sections.size() == MAX_SECTIONS) {
            return null;
        }
        Section section = new Section(kind, freeMid(), true);
        sections.add(section);
        return section;
    }

    private String freeMid() {
        String mid = Integer.toString(nextMid++);
        return sections.stream().anyMatch(section -> section.mid.equals(mid)) ? freeMid() : mid;
    }

    /** Judges an answer to the last offer; changes nothing. */
    void checkAnswer(List<RemoteSection> answer) throws SdpRefusedException {
        DescriptionCheck.answer(offered, answer);
    }

    /** Takes an answer that {@link #checkAnswer} let pass. */
    void applyAnswer(List<RemoteSection> answer) {
        offered = null;
        for (int i = 0; i < answer.size(); i++) {
            Section section = sections.get(i);
            RemoteSection remote = answer.get(i);
            if (remote.rejected()) {
                reject(section);
            } else if (section.kind == SectionKind.AUDIO) {
                List<AudioPayload> payloads = SectionTerms.common(section.payloads, remote);
                section.payloads = payloads.isEmpty() ? section.payloads : payloads;
                agree(section, remote);
            }
        }
    }

    private void reject(Section section) {
        section.dead = true;
        section.receives = false;
        AudioSender sender = section.sender;
        if (sender != null) {
            sender.stream().agree(null);
            section.sender = null;
        }
        end(section);
    }

    private void agree(Section section, RemoteSection remote) {
        AudioSender sender = section.sender;
        if (sender != null && section.sends()) {
            sender.stream().agree(SendTerms.of(remote, sender.stream().options()));
        } else {
            section.sender = null;
        }
        RemoteAudio before = section.track;
        boolean named = !remote.trackId().isEmpty() || !remote.ssrcs().isEmpty();
        boolean sends = section.receives && remote.sends() && named;
        if (before != null && (!sends || !before.is(remote.streamId(), remote.trackId()))) {
            end(section);
        }
        if (sends) {
            hear(section, remote);
        }
    }

    private void end(Section section) {
        RemoteAudio track = section.track;
        if (track != null) {
            section.track = null;
            track.end();
            ended.add(track);
        }
    }

    private void hear(Section section, RemoteSection remote) {
        RemoteAudio track = section.track;
        if (track == null) {
            ReceiveStream stream = new ReceiveStream(config, section.payloads, wire);
            track = new RemoteAudio(section.mid, remote.streamId(), remote.trackId(), stream, media);
            section.track = track;
            started.add(track);
        } else {
            track.stream().agree(section.payloads);
        }
        media.routes().put(track.stream(), remote);
    }

    /** Judges an offer of the other side; changes nothing. */
    void checkOffer(List<RemoteSection> offer) throws SdpRefusedException {
        DescriptionCheck.offer(offered, sections, offer);
    }

    /** Takes an offer that {@link #checkOffer} let pass; the sections of our answer. */
    List<LocalSection> answer(List<RemoteSection> offer) {
        List<LocalSection> answer = new ArrayList<>();
        for (int i = 0; i < offer.size(); i++) {
            RemoteSection remote = offer.get(i);
            if (i == sections.size()) {
                sections.add(new Section(remote.kind(), remote.mid(), false));
            }
            answer.add(answer(sections.get(i), remote));
        }
        return answer;
    }

    private LocalSection answer(Section section, RemoteSection remote) {
        if (section.dead && !remote.rejected()) {
            section.rebirth(remote.kind(), remote.mid(), false);
        }
        if (!remote.rejected() && remote.kind() == SectionKind.DATA && onlyData(section)) {
            return LocalSection.data(section.mid, config.data().maxMessageBytes());
        }
        List<AudioPayload> payloads =
                remote.kind() == SectionKind.AUDIO ? SectionTerms.common(terms.understood(), remote) : List.of();
        if (remote.rejected() || payloads.isEmpty()) {
            reject(section);
            return LocalSection.rejecting(remote);
        }
        return answerAudio(section, remote, payloads);
    }

    private boolean onlyData(Section section) {
        return sections.stream().noneMatch(one -> one != section && one.kind == SectionKind.DATA && !one.dead);
    }

    private LocalSection answerAudio(Section section, RemoteSection remote, List<AudioPayload> payloads) {
        section.receives = remote.sends();
        section.payloads = payloads;
        if (section.sender == null && remote.receives()) {
            section.sender = takeWaiting(payloads);
        }
        AudioSender sender = section.sender;
        if (sender != null && !section.receives) {
            section.payloads = payloads.stream()
                    .filter(one -> one.codec() == sender.codec())
                    .toList();
        }
        agree(section, remote);
        return terms.local(section, section.direction().and(remote.direction().reversed()))
                .withExtensions(remote.midExtension(), remote.levelExtension());
    }

    private @Nullable AudioSender takeWaiting(List<AudioPayload> payloads) {
        waiting.removeIf(sender -> sender.stream().stopped());
        for (AudioSender sender : waiting) {
            if (AudioPayload.find(payloads, sender.codec(), false) != null) {
                waiting.remove(sender);
                return sender;
            }
        }
        return null;
    }

    /** Tells what the last description changed, once everything is in place. */
    void tell(PeerListener listener) {
        List<RemoteAudio> gone = List.copyOf(ended);
        List<RemoteAudio> come = List.copyOf(started);
        ended.clear();
        started.clear();
        gone.forEach(listener::onTrackEnded);
        come.stream().filter(track -> !track.ended()).forEach(listener::onTrack);
    }
}
