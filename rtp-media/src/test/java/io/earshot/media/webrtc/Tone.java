package io.earshot.media.webrtc;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.audio.Encoding;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;

/** A sine wave without end, or for a while. */
class Tone implements AudioSource {
    private final AudioFormat format;
    private final int hertz;
    private long samples;
    long leftBytes = Long.MAX_VALUE;
    int reads;
    int sent;
    long lastSentNs;

    Tone(AudioFormat format, int hertz) {
        this.format = format;
        this.hertz = hertz;
    }

    @Override
    public int read(ByteBuf out, int maxBytes) {
        reads++;
        int bytes = (int) Math.min(leftBytes, maxBytes);
        leftBytes -= bytes;
        for (int i = 0; i < bytes / format.encoding().bytesPerSample(); i++) {
            write(out, (short) (8_000 * Math.sin(2 * Math.PI * hertz * samples++ / format.sampleRate())));
        }
        return bytes;
    }

    private void write(ByteBuf out, short sample) {
        if (format.encoding() == Encoding.LINEAR16) {
            out.writeShortLE(sample);
        } else {
            out.writeByte(format.encoding() == Encoding.PCMU ? G711.linearToMu(sample) : G711.linearToA(sample));
        }
    }

    @Override
    public void onSent(long sentNs) {
        sent++;
        lastSentNs = sentNs;
    }
}
