package io.earshot.media.jsep;

import io.earshot.media.sdp.Direction;
import io.earshot.media.sdp.MediaDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One section of a description of ours. Immutable.
 *
 * @param kind what it is for
 * @param mid its name
 * @param direction as we see it
 * @param payloads audio: payload types in order of preference
 * @param midExtension identifier of the section-name extension, 0 for none
 * @param levelExtension identifier of the audio-level extension, 0 for none
 * @param source what we send, when we do
 * @param dtx whether we would rather not receive silence
 * @param maxMessageBytes data: longest message we take
 * @param rejected the remote section that this one rejects, else null
 */
public record LocalSection(
        SectionKind kind,
        String mid,
        Direction direction,
        List<AudioPayload> payloads,
        int midExtension,
        int levelExtension,
        @Nullable Source source,
        boolean dtx,
        int maxMessageBytes,
        @Nullable MediaDescription rejected) {

    /**
     * A source of ours. Immutable.
     *
     * @param ssrc synchronization source
     * @param cname canonical name (RFC 3550, section 6.5.1)
     * @param streamId first part of the msid
     * @param trackId second part
     */
    public record Source(int ssrc, String cname, String streamId, String trackId) {}

    public LocalSection {
        payloads = List.copyOf(payloads);
    }

    /** An audio section. */
    public static LocalSection audio(
            String mid, Direction direction, List<AudioPayload> payloads, @Nullable Source source, boolean dtx) {
        return new LocalSection(
                SectionKind.AUDIO,
                mid,
                direction,
                payloads,
                Extensions.MID_ID,
                Extensions.LEVEL_ID,
                source,
                dtx,
                0,
                null);
    }

    /** The same with the other side's identifiers of extensions, for an answer. */
    public LocalSection withExtensions(int newMid, int newLevel) {
        return new LocalSection(
                kind, mid, direction, payloads, newMid, newLevel, source, dtx, maxMessageBytes, rejected);
    }

    /** The section of the data channels. */
    public static LocalSection data(String mid, int maxMessageBytes) {
        return new LocalSection(
                SectionKind.DATA, mid, Direction.SENDRECV, List.of(), 0, 0, null, false, maxMessageBytes, null);
    }

    /** A section that was rejected before, in an offer of ours. */
    public static LocalSection rejected(SectionKind kind, String mid) {
        boolean data = kind == SectionKind.DATA;
        MediaDescription origin = new MediaDescription(
                data ? "application" : "audio",
                0,
                1,
                data ? "UDP/DTLS/SCTP" : "UDP/TLS/RTP/SAVPF",
                List.of(data ? "webrtc-datachannel" : "0"),
                null,
                List.of());
        return new LocalSection(kind, mid, Direction.INACTIVE, List.of(), 0, 0, null, false, 0, origin);
    }

    /** A section that is not wanted. */
    public static LocalSection rejecting(RemoteSection section) {
        return new LocalSection(
                section.kind(), section.mid(), Direction.INACTIVE, List.of(), 0, 0, null, false, 0, section.origin());
    }
}
