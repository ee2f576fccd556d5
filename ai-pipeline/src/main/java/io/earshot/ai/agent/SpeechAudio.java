package io.earshot.ai.agent;

import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** The queued audio of one speech, and how much of it was sent. Confined to the call's loop. */
final class SpeechAudio {
    final int speech;
    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private int queuedBytes;
    private long sentBytes;
    private long addedBytes;
    private long skippedBytes;
    private boolean audible;
    private boolean complete;
    private boolean started;

    SpeechAudio(int speech) {
        this.speech = speech;
    }

    /** Leaves out the silence before the first sound, see {@link LeadIn}. */
    void skipLeadIn(ByteBuf audio, AudioFormat format) {
        if (audible) {
            return;
        }
        int limit = (int) (format.bytes(LeadIn.MAX_MS) - skippedBytes);
        audible = limit <= 0 || LeadIn.audible(audio, format);
        int skipped = Math.min(Math.max(0, limit), LeadIn.skippableBytes(audio, format));
        audio.skipBytes(skipped);
        skippedBytes += skipped;
    }

    /** Takes ownership of {@code audio}. */
    void add(ByteBuf audio) {
        queuedBytes += audio.readableBytes();
        addedBytes += audio.readableBytes();
        pieces.add(audio);
    }

    int read(ByteBuf out, int maxBytes) {
        int wanted = Math.min(maxBytes, queuedBytes);
        int left = wanted;
        while (left > 0) {
            ByteBuf head = pieces.element();
            int n = Math.min(left, head.readableBytes());
            out.writeBytes(head, n);
            left -= n;
            if (!head.isReadable()) {
                pieces.remove();
                head.release();
            }
        }
        queuedBytes -= wanted;
        return wanted;
    }

    void release() {
        ByteBuf piece;
        while ((piece = pieces.poll()) != null) {
            piece.release();
        }
        queuedBytes = 0;
    }

    void complete() {
        complete = true;
    }

    void start() {
        started = true;
    }

    void sent(int bytes) {
        sentBytes += bytes;
    }

    boolean completed() {
        return complete;
    }

    boolean started() {
        return started;
    }

    boolean drained() {
        return complete && queuedBytes == 0;
    }

    int queuedBytes() {
        return queuedBytes;
    }

    /** Whether nothing is left of what the voice gave once the silence before the first sound is left out. */
    boolean silent() {
        return addedBytes == 0;
    }

    /** Where in the voice's audio the call is: what was sent and, once anything was, what was left out before it. */
    long positionBytes() {
        return sentBytes == 0 ? 0 : skippedBytes + sentBytes;
    }

    /** All audio that the voice gave. */
    long givenBytes() {
        return skippedBytes + addedBytes;
    }
}
