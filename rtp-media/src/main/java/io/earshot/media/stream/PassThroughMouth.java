package io.earshot.media.stream;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSource;
import io.netty.buffer.ByteBuf;

/** G.711: the source writes straight into the packet. Confined to the call's loop. */
public final class PassThroughMouth implements Mouth {
    private final AudioFormat format;
    private final AudioSource source;
    private final int payloadBytes;

    /** A mouth for G.711 as it is given; {@code format} is that of the payloads. */
    public PassThroughMouth(AudioFormat format, AudioSource source, int ptimeMs) {
        this.format = format;
        this.source = source;
        this.payloadBytes = format.bytes(ptimeMs);
    }

    @Override
    public boolean write(ByteBuf packet) {
        int read = source.read(packet, payloadBytes);
        Silence.append(packet, format.encoding(), payloadBytes - read);
        return read > 0;
    }

    @Override
    public void writeSilence(ByteBuf packet) {
        Silence.append(packet, format.encoding(), payloadBytes);
    }

    @Override
    public int maxPayloadBytes() {
        return payloadBytes;
    }

    @Override
    public void onSent(long sentNs) {
        source.onSent(sentNs);
    }

    @Override
    public void close() {}
}
