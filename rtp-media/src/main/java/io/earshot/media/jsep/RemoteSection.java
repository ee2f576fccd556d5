package io.earshot.media.jsep;

import io.earshot.media.sdp.Direction;
import io.earshot.media.sdp.MediaDescription;
import java.util.List;

/**
 * One section of a remote description. Immutable.
 *
 * @param kind what it is for
 * @param mid its name; empty when a rejected section has none
 * @param rejected port 0 outside the bundle: never used
 * @param direction as the other side sees it
 * @param payloads audio: the payload types that we understand, in its order
 * @param midExtension identifier of the header extension that names the section (RFC 9143, section 15), or 0
 * @param levelExtension identifier of the header extension with the audio level (RFC 6464), or 0
 * @param streamId first part of its msid (RFC 8830), without what follows a {@code |}; empty without one
 * @param trackId second part of its msid; empty without one
 * @param ssrcs sources it announces (RFC 5576), at most {@value #MAX_SOURCES}
 * @param maxMessageBytes data: longest message it takes; 0 for any
 * @param origin the section as written, for an answer that rejects it
 */
public record RemoteSection(
        SectionKind kind,
        String mid,
        boolean rejected,
        Direction direction,
        List<AudioPayload> payloads,
        int midExtension,
        int levelExtension,
        String streamId,
        String trackId,
        List<Integer> ssrcs,
        long maxMessageBytes,
        MediaDescription origin) {
    /** Sources of a section that are noticed; an audio track has one. */
    static final int MAX_SOURCES = 4;

    public RemoteSection {
        payloads = List.copyOf(payloads);
        ssrcs = List.copyOf(ssrcs);
    }

    /** Whether the other side sends here. */
    public boolean sends() {
        return !rejected && kind == SectionKind.AUDIO && direction.sends();
    }

    /** Whether the other side wants to receive here. */
    public boolean receives() {
        return !rejected && kind == SectionKind.AUDIO && direction.receives();
    }
}
