package io.earshot.media.rtp;

import io.netty.buffer.ByteBuf;

/**
 * The 4-octet payload of a telephone event (RFC 4733, section 2.3), read as one int so that nothing is allocated.
 * Stateless.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     event     |E|R| volume    |          duration             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class TelephoneEvent {
    /** Octets of the payload. */
    public static final int BYTES = 4;
    /** Largest duration one payload can state, in timestamp units. */
    public static final int MAX_DURATION = 0xFFFF;

    private static final String DIGITS = "0123456789*#ABCD";

    private TelephoneEvent() {}

    /** Event code of a digit ({@code 0-9 * # A-D}, either case), or -1. */
    public static int code(char digit) {
        return DIGITS.indexOf(Character.toUpperCase(digit));
    }

    /** The digit of an event code 0 to 15, or {@code '\0'} for events that are no DTMF digits. */
    public static char digit(int code) {
        return code >= 0 && code < DIGITS.length() ? DIGITS.charAt(code) : '\0';
    }

    /** Appends a payload. Volume is in -dBm0 (0 to 63), duration in timestamp units. */
    public static void write(ByteBuf out, int code, boolean end, int volume, int duration) {
        out.writeByte(code);
        out.writeByte((end ? 0x80 : 0) | (volume & 0x3F));
        out.writeShort(duration);
    }

    static int eventOf(int payload) {
        return payload >>> 24;
    }

    static boolean endOf(int payload) {
        return (payload & 0x0080_0000) != 0;
    }

    static int durationOf(int payload) {
        return payload & 0xFFFF;
    }
}
