package io.earshot.media.webrtc;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The header extension of our packets in the one-octet form (RFC 8285, section 4.2): audio level (RFC 6464) and, until the
 * other side knows the source, the name of the section (RFC 9143). Made once; writing it allocates nothing. Confined to
 * the call's loop.
 */
final class HeaderExtension {
    /** Largest size, octets. */
    static final int MAX_BYTES = 4 + 24;

    private static final int ONE_OCTET_FORM = 0xBEDE;
    private static final int LOUD = 60;

    private final byte[] octets;
    private final boolean leveled;

    /**
     * An extension with the elements whose identifier is not 0.
     *
     * @param mid at most 16 characters
     */
    HeaderExtension(int levelId, int midId, String mid) {
        byte[] name = mid.getBytes(StandardCharsets.US_ASCII);
        int content = (levelId > 0 ? 2 : 0) + (midId > 0 ? 1 + name.length : 0);
        octets = new byte[content == 0 ? 0 : 4 + (content + 3) / 4 * 4];
        leveled = levelId > 0;
        if (content > 0) {
            fill(levelId, midId, name);
        }
    }

    private void fill(int levelId, int midId, byte[] name) {
        octets[0] = (byte) (ONE_OCTET_FORM >> 8);
        octets[1] = (byte) ONE_OCTET_FORM;
        octets[3] = (byte) (octets.length / 4 - 1);
        int at = 4;
        if (levelId > 0) {
            octets[at] = (byte) (levelId << 4);
            at += 2;
        }
        if (midId > 0) {
            octets[at] = (byte) (midId << 4 | name.length - 1);
            System.arraycopy(name, 0, octets, at + 1, name.length);
        }
    }

    /** Appends it and says so in the header at {@code header}; its level is set by {@link #level}. */
    void write(ByteBuf packet, int header) {
        if (octets.length > 0) {
            packet.setByte(header, packet.getByte(header) | 0x10);
            packet.writeBytes(octets);
        }
    }

    /** Fills the level in, where the extension was written at {@code at}. */
    void level(ByteBuf packet, int at, int level) {
        if (leveled) {
            packet.setByte(at + 5, level < LOUD ? 0x80 | level : level);
        }
    }
}
