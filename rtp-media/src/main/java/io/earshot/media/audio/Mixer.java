package io.earshot.media.audio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Several sources as one. While one of them has something to say its octets pass through untouched; only when two or more
 * do are they expanded, added with saturation and compressed again. At most {@value #MOST} sources. Allocates nothing
 * after construction. Sans-IO, confined to the call's loop.
 */
public final class Mixer implements AudioSource {
    /** Most sources at a time. */
    public static final int MOST = 32;

    private static final int LONGEST_MS = 60;

    private final Encoding encoding;
    private final int longestBytes;
    private final @Nullable AudioSource[] sources = new @Nullable AudioSource[MOST];
    private final ByteBuf scratch;
    private final int[] sums;
    private int count;
    private int spoke;
    private long mixed;

    /** A mixer without sources; each of them speaks {@code format}. */
    public Mixer(AudioFormat format) {
        this.encoding = format.encoding();
        this.longestBytes = format.bytes(LONGEST_MS);
        this.scratch = Unpooled.wrappedBuffer(new byte[longestBytes]);
        this.sums = new int[longestBytes / encoding.bytesPerSample()];
    }

    /**
     * Adds a source.
     *
     * @return false when there are {@value #MOST} already
     */
    public boolean add(AudioSource source) {
        if (count == MOST) {
            return false;
        }
        sources[count++] = source;
        return true;
    }

    /** Removes a source; harmless when it is not there. */
    public void remove(AudioSource source) {
        for (int i = 0; i < count; i++) {
            if (source.equals(sources[i])) {
                System.arraycopy(sources, i + 1, sources, i, count - i - 1);
                sources[--count] = null;
                spoke = 0;
                return;
            }
        }
    }

    /** Sources there are. */
    public int size() {
        return count;
    }

    /** Reads in which two or more had something to say. */
    public long mixed() {
        return mixed;
    }

    @Override
    public int read(ByteBuf out, int maxBytes) {
        int wanted = Math.min(maxBytes, longestBytes);
        int start = out.writerIndex();
        int written = 0;
        boolean adding = false;
        spoke = 0;
        for (int i = 0; i < count; i++) {
            int got = written == 0 ? source(i).read(out, wanted) : source(i).read(scratch.clear(), wanted);
            if (got == 0) {
                continue;
            }
            spoke |= 1 << i;
            if (written == 0) {
                written = got;
                continue;
            }
            if (!adding) {
                adding = true;
                Arrays.fill(sums, 0);
                add(out, start, written);
            }
            add(scratch, 0, got);
            written = Math.max(written, got);
        }
        if (adding) {
            mixed++;
            out.writerIndex(start);
            compress(out, written);
        }
        return written;
    }

    @Override
    public void onSent(long sentNs) {
        int told = spoke;
        for (int i = 0; told != 0 && i < count; i++) {
            if ((told & 1 << i) != 0) {
                source(i).onSent(sentNs);
            }
        }
    }

    private AudioSource source(int index) {
        AudioSource source = sources[index];
        if (source == null) {
            throw new IllegalStateException("no source " + index + " of " + count);
        }
        return source;
    }

    private void add(ByteBuf from, int index, int bytes) {
        switch (encoding) {
            case PCMU -> {
                for (int i = 0; i < bytes; i++) {
                    sums[i] += G711.muToLinear(from.getByte(index + i));
                }
            }
            case PCMA -> {
                for (int i = 0; i < bytes; i++) {
                    sums[i] += G711.aToLinear(from.getByte(index + i));
                }
            }
            case LINEAR16 -> {
                for (int i = 0; i < bytes / 2; i++) {
                    sums[i] += from.getShortLE(index + 2 * i);
                }
            }
        }
    }

    private void compress(ByteBuf out, int bytes) {
        for (int i = 0; i < bytes / encoding.bytesPerSample(); i++) {
            short sample = (short) Math.clamp(sums[i], Short.MIN_VALUE, Short.MAX_VALUE);
            switch (encoding) {
                case PCMU -> out.writeByte(G711.linearToMu(sample));
                case PCMA -> out.writeByte(G711.linearToA(sample));
                case LINEAR16 -> out.writeShortLE(sample);
            }
        }
    }
}
