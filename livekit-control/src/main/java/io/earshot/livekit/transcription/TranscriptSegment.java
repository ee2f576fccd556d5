package io.earshot.livekit.transcription;

import io.earshot.livekit.data.OutgoingStreams;
import io.earshot.livekit.data.PacketSink;
import io.earshot.livekit.data.TextStream;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.Transcription;
import livekit.LivekitModels.TranscriptionSegment;
import org.jspecify.annotations.Nullable;

/**
 * One utterance as it is written down, in one of two ways: by versions of the whole ({@link #interim}, then {@link #finish}), as recognisers
 * give it, or by appending ({@link #append}, then {@link #end}), as language models give it. Confined to the room's loop.
 */
public final class TranscriptSegment {
    private static final String TRACK_SID = "TR_";

    private final OutgoingStreams streams;
    private final PacketSink older;
    private final String id;
    private final String identity;
    private final String trackSid;
    private final StringBuilder appended = new StringBuilder();
    private @Nullable TextStream growing;
    private boolean over;

    TranscriptSegment(OutgoingStreams streams, PacketSink older, String id, String identity, String trackSid) {
        this.streams = streams;
        this.older = older;
        this.id = id;
        this.identity = identity;
        this.trackSid = trackSid;
    }

    /** The segment's id ({@code SG_…}). */
    public String id() {
        return id;
    }

    /** What was said up to now; replaces the version before. False when it could not be sent, which the next version makes good. */
    public boolean interim(String soFar) {
        return !over && version(soFar, false);
    }

    /** What was said, for good. */
    public boolean finish(String text) {
        boolean sent = !over && version(text, true);
        over = true;
        return sent;
    }

    /** More of what is said. False when it could not be sent; the rest is then lost to receivers of streams. */
    public boolean append(String more) {
        if (over) {
            return false;
        }
        TextStream stream = growing;
        if (stream == null) {
            stream = streams.openText(
                    Transcripts.options(identity).withAttributes(TranscriptAttributes.of(id, trackSid, false)));
            growing = stream;
        }
        appended.append(more);
        older(appended.toString(), false);
        return stream.write(more);
    }

    /** Nothing more is said: all was appended, or as much of it as was heard. */
    public boolean end() {
        TextStream stream = growing;
        if (over || stream == null) {
            over = true;
            return false;
        }
        over = true;
        older(appended.toString(), true);
        return stream.close(TranscriptAttributes.of(id, trackSid, true));
    }

    private boolean version(String text, boolean last) {
        older(text, last);
        return streams.sendText(
                Transcripts.options(identity).withAttributes(TranscriptAttributes.of(id, trackSid, last)), text);
    }

    /** The older form must name a track: receivers built on LiveKit's Rust SDK end their program when it names none. */
    private void older(String text, boolean last) {
        if (!trackSid.startsWith(TRACK_SID)) {
            return;
        }
        older.send(DataPacket.newBuilder()
                .setTranscription(Transcription.newBuilder()
                        .setTranscribedParticipantIdentity(identity)
                        .setTrackId(trackSid)
                        .addSegments(TranscriptionSegment.newBuilder()
                                .setId(id)
                                .setText(text)
                                .setFinal(last))));
    }
}
