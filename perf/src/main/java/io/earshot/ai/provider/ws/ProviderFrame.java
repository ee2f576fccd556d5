package io.earshot.ai.provider.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.ThreadLocalRandom;

/** What a speech-to-text socket makes of one packet: a masked WebSocket frame, here dropped instead of written. */
public final class ProviderFrame {
    private ProviderFrame() {}

    /** Frames {@code audio}; octets that would go to the socket. */
    public static int write(ByteBuf audio) {
        ByteBuf frame = FrameWriter.frame(
                PooledByteBufAllocator.DEFAULT,
                FrameWriter.BINARY,
                audio,
                ThreadLocalRandom.current().nextInt());
        int octets = frame.readableBytes();
        frame.release();
        return octets;
    }
}
