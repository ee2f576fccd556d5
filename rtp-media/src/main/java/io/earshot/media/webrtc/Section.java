package io.earshot.media.webrtc;

import io.earshot.media.jsep.AudioPayload;
import io.earshot.media.jsep.SectionKind;
import io.earshot.media.sdp.Direction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One section of the descriptions, and who uses it. Its place never changes. Confined to its {@link Negotiation}. */
final class Section {
    SectionKind kind;
    String mid;

    /** Whether we offered it first, so that its payload types are of our numbering. */
    boolean ours;

    /** Rejected by one side: its place may be used anew, under another name (RFC 8829, section 5.2.2). */
    boolean dead;

    /** Whether we want to hear what the other side sends here. */
    boolean receives;

    @Nullable
    AudioSender sender;

    @Nullable
    RemoteAudio track;

    /** What was agreed, or is offered. */
    List<AudioPayload> payloads = List.of();

    Section(SectionKind kind, String mid, boolean ours) {
        this.kind = kind;
        this.mid = mid;
        this.ours = ours;
    }

    /** Begins anew in the place of a rejected section. */
    void rebirth(SectionKind newKind, String newMid, boolean byUs) {
        kind = newKind;
        mid = newMid;
        ours = byUs;
        dead = false;
        receives = false;
        payloads = List.of();
    }

    boolean sends() {
        AudioSender live = sender;
        return live != null && !live.stream().stopped();
    }

    /** A section of ours whose track was stopped, and which nobody uses. */
    boolean idle() {
        return kind == SectionKind.AUDIO && !dead && !sends() && !receives;
    }

    Direction direction() {
        return Direction.of(sends(), receives);
    }
}
