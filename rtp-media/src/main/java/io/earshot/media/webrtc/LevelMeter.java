package io.earshot.media.webrtc;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioLevel;
import io.earshot.media.audio.AudioSource;
import io.netty.buffer.ByteBuf;

/** Passes a source's audio on and remembers how loud it was, for the header of its packet. Confined to the call's loop. */
final class LevelMeter implements AudioSource {
    private final AudioSource source;
    private final AudioFormat format;
    private int level = AudioLevel.SILENCE;

    LevelMeter(AudioSource source, AudioFormat format) {
        this.source = source;
        this.format = format;
    }

    @Override
    public int read(ByteBuf out, int maxBytes) {
        int from = out.writerIndex();
        int read = source.read(out, maxBytes);
        level = AudioLevel.of(out, from, read, format.encoding());
        return read;
    }

    @Override
    public void onSent(long sentNs) {
        source.onSent(sentNs);
    }

    /** Level of what was read last, decibels below overload. */
    int level() {
        return level;
    }
}
