package io.earshot.media.jsep;

import io.earshot.media.sdp.MediaDescription;

/** What a section of a description is for. */
public enum SectionKind {
    /** Audio over SRTP. */
    AUDIO,
    /** Data channels. */
    DATA,
    /** Anything else; always rejected. */
    OTHER;

    static SectionKind of(MediaDescription section) {
        if (section.type().equals("audio") && section.protocol().endsWith("RTP/SAVPF")) {
            return AUDIO;
        }
        boolean channels =
                section.protocol().endsWith("DTLS/SCTP") && section.formats().contains("webrtc-datachannel");
        return section.type().equals("application") && channels ? DATA : OTHER;
    }
}
