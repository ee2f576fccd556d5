package io.earshot.ai.provider.deepgram;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers packets into one frame, where fewer frames matter more than the delay. Confined to the call's loop. */
final class AudioBatch {
    private final ByteBufAllocator allocator;
    private int frameBytes;
    private @Nullable ByteBuf gathered;

    /** @param frameBytes octets from which a frame goes out; 0: not used */
    AudioBatch(ByteBufAllocator allocator, int frameBytes) {
        this.allocator = allocator;
        this.frameBytes = frameBytes;
    }

    boolean enabled() {
        return frameBytes > 0;
    }

    /** Frames have this length from now on; what was gathered towards another goes out. */
    void frame(int bytes, Consumer<ByteBuf> out) {
        if (bytes != frameBytes) {
            flush(out);
            frameBytes = bytes;
        }
    }

    /** Copies {@code audio}; gives {@code out} a borrowed frame when there is enough for one. */
    void add(ByteBuf audio, Consumer<ByteBuf> out) {
        if (gathered == null) {
            gathered = allocator.directBuffer(frameBytes + audio.readableBytes());
        }
        gathered.writeBytes(audio, audio.readerIndex(), audio.readableBytes());
        if (gathered.readableBytes() >= frameBytes) {
            flush(out);
        }
    }

    /** Gives what there is, if anything. */
    void flush(Consumer<ByteBuf> out) {
        if (gathered != null && gathered.isReadable()) {
            out.accept(gathered);
            gathered.clear();
        }
    }

    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
