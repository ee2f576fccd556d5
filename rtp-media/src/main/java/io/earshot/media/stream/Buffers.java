package io.earshot.media.stream;

import io.netty.buffer.ByteBuf;

/** Where the parts of a stream get buffers from. Confined to the call's loop. */
public interface Buffers {
    /** An empty buffer for at most {@code bytes} octets. */
    ByteBuf buffer(int bytes);
}
