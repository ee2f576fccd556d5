package io.earshot.media.ice;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A STUN message, wrapped (RFC 8489, section 5):
 *
 * <pre>
 *  0                   1                   2                   3
 * |0 0|     type      |            length             |  length: octets after this header
 * |                  magic cookie 0x2112A442          |
 * |                  transaction id, 96 bits          |
 * |  attribute type   |  attribute length             |  value, padded to 32 bits; repeated
 * </pre>
 *
 * Valid until the next {@link #wrap}; nothing may be asked of a message that is not {@link StunStatus#OK}. Confined to its
 * transport's loop.
 */
final class StunReader {
    private static final int MAX_UNKNOWN = 8;

    private final byte[] octets = new byte[Stun.MAX_BYTES];
    private final CRC32 crc = new CRC32();
    private final int[] unknown = new int[MAX_UNKNOWN];
    private int unknownCount;
    private int end;
    private int username;
    private int integrity;
    private int fingerprint;
    private int priority;
    private int useCandidate;
    private int controlled;
    private int controlling;
    private int errorCode;
    private int xorMapped;
    private int mapped;

    /** Reads a datagram without consuming it. */
    StunStatus wrap(ByteBuf datagram) {
        int length = datagram.readableBytes();
        if (length < Stun.HEADER_BYTES) {
            return StunStatus.TOO_SHORT;
        }
        if (length > octets.length) {
            return StunStatus.TOO_LONG;
        }
        datagram.getBytes(datagram.readerIndex(), octets, 0, length);
        if ((octets[0] & 0xC0) != 0 || int32(4) != Stun.COOKIE) {
            return StunStatus.NOT_STUN;
        }
        if (int16(2) != length - Stun.HEADER_BYTES || (length & 3) != 0) {
            return StunStatus.BAD_LENGTH;
        }
        end = length;
        return readAttributes();
    }

    private StunStatus readAttributes() {
        forget();
        int at = Stun.HEADER_BYTES;
        while (at < end) {
            if (fingerprint != 0) {
                return StunStatus.BAD_FINGERPRINT;
            }
            int next = at + 4 + ((int16(at + 2) + 3) & ~3);
            if (next > end || !note(int16(at), int16(at + 2), at + 4)) {
                return StunStatus.BAD_ATTRIBUTE;
            }
            at = next;
        }
        return fingerprint == 0 || fingerprintHolds() ? StunStatus.OK : StunStatus.BAD_FINGERPRINT;
    }

    private void forget() {
        unknownCount = 0;
        username = integrity = fingerprint = priority = useCandidate = 0;
        controlled = controlling = errorCode = xorMapped = mapped = 0;
    }

    /** What follows MESSAGE-INTEGRITY is ignored, but for FINGERPRINT; of several of a type the first counts. */
    private boolean note(int type, int length, int value) {
        if (type == Stun.FINGERPRINT) {
            fingerprint = value;
            return length == 4;
        }
        return integrity != 0 || noteProtected(type, length, value);
    }

    private boolean noteProtected(int type, int length, int value) {
        switch (type) {
            case Stun.USERNAME -> username = first(username, value);
            case Stun.MESSAGE_INTEGRITY -> integrity = value;
            case Stun.PRIORITY -> priority = first(priority, value);
            case Stun.USE_CANDIDATE -> useCandidate = value;
            case Stun.ICE_CONTROLLED -> controlled = first(controlled, value);
            case Stun.ICE_CONTROLLING -> controlling = first(controlling, value);
            case Stun.ERROR_CODE -> errorCode = first(errorCode, value);
            case Stun.XOR_MAPPED_ADDRESS -> xorMapped = first(xorMapped, value);
            case Stun.MAPPED_ADDRESS -> mapped = first(mapped, value);
            default -> noteUnknown(type);
        }
        return lengthFits(type, length);
    }

    private static boolean lengthFits(int type, int length) {
        return switch (type) {
            case Stun.MESSAGE_INTEGRITY -> length == Stun.INTEGRITY_BYTES;
            case Stun.PRIORITY -> length == 4;
            case Stun.USE_CANDIDATE -> length == 0;
            case Stun.ICE_CONTROLLED, Stun.ICE_CONTROLLING -> length == 8;
            case Stun.ERROR_CODE -> length >= 4;
            case Stun.XOR_MAPPED_ADDRESS, Stun.MAPPED_ADDRESS -> length == 8 || length == 20;
            default -> true;
        };
    }

    private static int first(int known, int value) {
        return known == 0 ? value : known;
    }

    /** Types below 0x8000 must be understood; those that only concern servers we simply have no use for. */
    private void noteUnknown(int type) {
        boolean understood = type == Stun.REALM
                || type == Stun.NONCE
                || type == Stun.UNKNOWN_ATTRIBUTES
                || type == Stun.MESSAGE_INTEGRITY_SHA256;
        if (type < 0x8000 && !understood && unknownCount < MAX_UNKNOWN) {
            unknown[unknownCount++] = type;
        }
    }

    private boolean fingerprintHolds() {
        crc.reset();
        crc.update(octets, 0, fingerprint - 4);
        return ((int) crc.getValue() ^ Stun.FINGERPRINT_XOR) == int32(fingerprint);
    }

    Stun.Kind kind() {
        return Stun.Kind.of(int16(0));
    }

    int method() {
        return Stun.method(int16(0));
    }

    TransactionId transaction() {
        return new TransactionId(int64(8), int32(16));
    }

    boolean hasFingerprint() {
        return fingerprint != 0;
    }

    boolean hasIntegrity() {
        return integrity != 0;
    }

    /** Whether MESSAGE-INTEGRITY is there and right. */
    boolean verify(StunIntegrity key) {
        return integrity != 0
                && key.verify(octets, integrity - 4, integrity + Stun.INTEGRITY_BYTES - Stun.HEADER_BYTES, integrity);
    }

    /** USERNAME; empty when there is none. */
    String username() {
        return username == 0 ? "" : new String(octets, username, int16(username - 2), StandardCharsets.UTF_8);
    }

    /** PRIORITY, unsigned; 0 when there is none. */
    long priority() {
        return priority == 0 ? 0 : int32(priority) & 0xFFFF_FFFFL;
    }

    boolean useCandidate() {
        return useCandidate != 0;
    }

    boolean isControlled() {
        return controlled != 0;
    }

    boolean isControlling() {
        return controlling != 0;
    }

    /** Tie-breaker of ICE-CONTROLLED or ICE-CONTROLLING, unsigned. */
    long tieBreaker() {
        return int64(controlled == 0 ? controlling : controlled);
    }

    /** ERROR-CODE, 300 to 699; 0 when there is none. */
    int errorCode() {
        return errorCode == 0 ? 0 : (octets[errorCode + 2] & 7) * 100 + (octets[errorCode + 3] & 0xFF);
    }

    /** Types below 0x8000 that are not understood, at most eight of them. */
    int[] unknownAttributes() {
        return Arrays.copyOf(unknown, unknownCount);
    }

    /** XOR-MAPPED-ADDRESS, or of old servers MAPPED-ADDRESS; null when there is none or it is of no known family. */
    @Nullable
    InetSocketAddress mappedAddress() {
        int value = xorMapped == 0 ? mapped : xorMapped;
        if (value == 0) {
            return null;
        }
        int family = octets[value + 1];
        int length = int16(value - 2);
        if (!(family == 1 && length == 8) && !(family == 2 && length == 20)) {
            return null;
        }
        byte[] address = Arrays.copyOfRange(octets, value + 4, value + length);
        int port = int16(value + 2);
        if (xorMapped != 0) {
            port ^= (Stun.COOKIE >>> 16);
            for (int i = 0; i < address.length; i++) {
                address[i] ^= octets[4 + i];
            }
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private int int16(int at) {
        return ((octets[at] & 0xFF) << 8) | (octets[at + 1] & 0xFF);
    }

    private int int32(int at) {
        return (int16(at) << 16) | int16(at + 2);
    }

    private long int64(int at) {
        return ((long) int32(at) << 32) | (int32(at + 4) & 0xFFFF_FFFFL);
    }
}
