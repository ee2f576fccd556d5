package io.earshot.media.stream;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.Encoding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * Digital silence in pieces that never change, so that a sink may keep them. Thread-safe because the content is
 * written once, at class loading, and reference counts are atomic.
 */
final class Silence {
    /** Longest piece, milliseconds. */
    static final int PIECE_MS = 20;

    private static final int LONGEST_BYTES = AudioFormat.LINEAR16_16K.bytes(PIECE_MS);
    private static final ByteBuf[] PIECES = new ByteBuf[Encoding.values().length];

    static {
        for (Encoding encoding : Encoding.values()) {
            ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(LONGEST_BYTES, LONGEST_BYTES);
            append(piece, encoding, LONGEST_BYTES);
            PIECES[encoding.ordinal()] = piece;
        }
    }

    private Silence() {}

    /** Appends {@code bytes} octets of silence. */
    static void append(ByteBuf out, Encoding encoding, int bytes) {
        out.ensureWritable(bytes);
        for (int i = 0; i < bytes; i++) {
            out.writeByte(encoding.silence());
        }
    }

    /** Gives {@code bytes} octets of silence to a sink, as concealed audio in pieces of at most 20 ms. */
    static void give(AudioSink sink, AudioFormat format, int bytes, long nowNs) {
        int longest = format.bytes(PIECE_MS);
        for (int left = bytes; left > 0; left -= longest) {
            ByteBuf piece = PIECES[format.encoding().ordinal()].retainedSlice(0, Math.min(left, longest));
            try {
                sink.onAudio(piece, nowNs, true);
            } finally {
                piece.release();
            }
        }
    }
}
