package io.earshot.livekit.transcription;

import io.earshot.livekit.data.TextMessage;
import java.util.List;
import livekit.LivekitModels.Transcription;
import org.jspecify.annotations.Nullable;

/** Reads others' transcriptions, in both forms. Stateless. */
public final class TranscriptReader {
    private TranscriptReader() {}

    /**
     * Reads a text stream; null when it is none of a transcription.
     *
     * @param identity whose text it is said to be
     */
    public static @Nullable Transcript of(String identity, TextMessage message) {
        String segment = message.attributes().get(TranscriptAttributes.SEGMENT);
        if (!message.topic().equals(TranscriptAttributes.TOPIC) || segment == null) {
            return null;
        }
        boolean last = Boolean.parseBoolean(message.attributes().get(TranscriptAttributes.FINAL));
        String track = message.attributes().getOrDefault(TranscriptAttributes.TRACK, "");
        return new Transcript(identity, track, segment, message.text(), last);
    }

    /** Reads a packet of the older form. */
    public static List<Transcript> of(Transcription packet) {
        return packet.getSegmentsList().stream()
                .map(each -> new Transcript(
                        packet.getTranscribedParticipantIdentity(),
                        packet.getTrackId(),
                        each.getId(),
                        each.getText(),
                        each.getFinal()))
                .toList();
    }
}
