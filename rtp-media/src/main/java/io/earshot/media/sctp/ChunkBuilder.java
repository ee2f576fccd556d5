package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/** Builds control chunks as arrays, so that they can wait and be repeated. */
final class ChunkBuilder {
    private final ByteBuf out = Unpooled.buffer(64);

    private ChunkBuilder(int type, int flags) {
        out.writeByte(type).writeByte(flags).writeShort(0);
    }

    static ChunkBuilder of(int type) {
        return new ChunkBuilder(type, 0);
    }

    static byte[] empty(int type) {
        return of(type).build();
    }

    ChunkBuilder int16(int value) {
        out.writeShort(value);
        return this;
    }

    ChunkBuilder int32(int value) {
        out.writeInt(value);
        return this;
    }

    ChunkBuilder bytes(ByteBuf value) {
        out.writeBytes(value, value.readerIndex(), value.readableBytes());
        return this;
    }

    /** A parameter or error cause; what comes before is padded first. */
    ChunkBuilder parameter(int type, Consumer<ByteBuf> value) {
        out.writeZero(Chunk.padded(out.writerIndex()) - out.writerIndex());
        int start = out.writerIndex();
        out.writeShort(type).writeShort(0);
        value.accept(out);
        out.setShort(start + 2, out.writerIndex() - start);
        return this;
    }

    byte[] build() {
        out.setShort(2, out.writerIndex());
        return ByteBufUtil.getBytes(out);
    }
}
