package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What an INIT or INIT-ACK chunk says about its sender (RFC 9260, sections 3.3.2 and 3.3.3). Immutable.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         initiate tag                          |
 * |                  advertised receiver window                   |
 * |    outbound streams           |        inbound streams        |
 * |                          initial TSN                          |
 * |                     optional parameters                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param window octets it has room for
 * @param forwards it knows FORWARD-TSN (RFC 3758)
 * @param resets it knows RE-CONFIG (RFC 6525)
 */
record PeerTerms(int tag, long window, int initialTsn, boolean forwards, boolean resets) {
    static final int FIXED_BYTES = 16;
    static final int STREAMS = 65_535;
    static final int STATE_COOKIE = 7;
    static final int SUPPORTED_EXTENSIONS = 0x8008;
    static final int FORWARD_TSN_SUPPORTED = 0xC000;

    /** Reads the chunk; null when it is malformed or offers no streams. */
    static @Nullable PeerTerms read(Chunk chunk) {
        ByteBuf value = chunk.value();
        if (chunk.bytes() < FIXED_BYTES || value.getInt(0) == 0 || value.getShort(8) == 0 || value.getShort(10) == 0) {
            return null;
        }
        boolean forwards = false;
        boolean resets = false;
        Parameters each = new Parameters(value, FIXED_BYTES);
        while (each.advance()) {
            boolean list = each.type() == SUPPORTED_EXTENSIONS;
            forwards |= each.type() == FORWARD_TSN_SUPPORTED || (list && holds(each.value(), Chunk.FORWARD_TSN));
            resets |= list && holds(each.value(), Chunk.RE_CONFIG);
        }
        return each.malformed()
                ? null
                : new PeerTerms(value.getInt(0), value.getUnsignedInt(4), value.getInt(12), forwards, resets);
    }

    /** The cookie of an INIT-ACK, borrowed, or null. */
    static @Nullable ByteBuf cookie(Chunk chunk) {
        Parameters each = new Parameters(chunk.value(), FIXED_BYTES);
        while (each.advance()) {
            if (each.type() == STATE_COOKIE) {
                return each.value();
            }
        }
        return null;
    }

    /** Begins an INIT or INIT-ACK chunk of ours. */
    static ChunkBuilder chunk(int type, int tag, int window, int initialTsn) {
        return ChunkBuilder.of(type)
                .int32(tag)
                .int32(window)
                .int16(STREAMS)
                .int16(STREAMS)
                .int32(initialTsn)
                .parameter(FORWARD_TSN_SUPPORTED, out -> {})
                .parameter(
                        SUPPORTED_EXTENSIONS,
                        out -> out.writeByte(Chunk.RE_CONFIG).writeByte(Chunk.FORWARD_TSN));
    }

    private static boolean holds(ByteBuf types, int type) {
        return types.indexOf(0, types.writerIndex(), (byte) type) >= 0;
    }
}
