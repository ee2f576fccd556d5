package io.earshot.livekit.transcription;

import io.earshot.livekit.data.OutgoingStreams;
import io.earshot.livekit.data.PacketSink;
import io.earshot.livekit.data.StreamOptions;
import java.util.random.RandomGenerator;

/**
 * Writes down what is said in a room for all to read: as text streams of topic {@code lk.transcription}, and in the older form for front ends
 * that know only that. The server shows them as the speaker's own if we are there as an agent; from others it takes neither the older form
 * nor another's name. Nothing is timed: a text appears when it is given, not when it is heard. Confined to the room's loop.
 */
public final class Transcripts {
    private static final String ID_CHARACTERS = "0123456789abcdef";
    private static final int ID_LENGTH = 12;

    private final OutgoingStreams streams;
    private final PacketSink sink;
    private final RandomGenerator random;
    private final boolean older;

    /**
     * Transcriptions of one room.
     *
     * @param older whether the older form is sent as well
     */
    public Transcripts(OutgoingStreams streams, PacketSink sink, RandomGenerator random, boolean older) {
        this.streams = streams;
        this.sink = sink;
        this.random = random;
        this.older = older;
    }

    /**
     * Somebody begins to speak: what they say is written into a segment.
     *
     * @param identity of the speaker, ourselves or another
     * @param trackSid their track; empty when not known, and then the older form, which must name one, is not sent
     */
    public TranscriptSegment begin(String identity, String trackSid) {
        StringBuilder id = new StringBuilder("SG_");
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return new TranscriptSegment(streams, older ? sink : packet -> true, id.toString(), identity, trackSid);
    }

    /** Somebody has said something, and it is there whole; false when it could not be sent. */
    public boolean line(String identity, String trackSid, String text) {
        return begin(identity, trackSid).finish(text);
    }

    static StreamOptions options(String identity) {
        return StreamOptions.of(TranscriptAttributes.TOPIC).from(identity);
    }
}
