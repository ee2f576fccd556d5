package io.earshot.ai.agent;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** The queued audio of one speech, and how much of it was sent. Confined to the call's loop. */
final class SpeechAudio {
    final int speech;
    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private int queuedBytes;
    private long sentBytes;
    private long addedBytes;
    private boolean complete;
    private boolean started;

    SpeechAudio(int speech) {
        this.speech = speech;
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

    long sentBytes() {
        return sentBytes;
    }

    long addedBytes() {
        return addedBytes;
    }
}
