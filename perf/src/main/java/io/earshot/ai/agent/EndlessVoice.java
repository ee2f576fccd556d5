package io.earshot.ai.agent;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.audio.Speech;
import io.netty.buffer.ByteBuf;

/** The agent's playout queue, in which a provider puts two seconds of speech whenever as much was played. */
public final class EndlessVoice implements AudioSource {
    private static final int SPEECH = 1;

    private final Playout playout;
    private final ByteBuf[] pieces;
    private int next;

    /** A voice in {@code format}. */
    public EndlessVoice(AudioFormat format) {
        playout = new Playout(format, () -> 0, new Silent());
        pieces = new ByteBuf[] {Speech.octets(format), Speech.octets(format)};
        playout.open(SPEECH);
        playout.release(SPEECH);
    }

    @Override
    public int read(ByteBuf out, int maxBytes) {
        ByteBuf piece = pieces[next];
        if (piece.refCnt() == 1) {
            playout.append(SPEECH, piece.readerIndex(0).retain());
            next ^= 1;
        }
        return playout.read(out, maxBytes);
    }

    @Override
    public void onSent(long sentNs) {
        playout.onSent(sentNs);
    }

    private static final class Silent implements Playout.Marks {
        @Override
        public void onStarted(int speech, long frameNs, long sentNs) {}

        @Override
        public void onDrained(int speech, long sentNs) {}
    }
}
