package io.earshot.media.ice;

/** Numbers of RFC 8489 and RFC 8445. */
final class Stun {
    static final int HEADER_BYTES = 20;
    static final int COOKIE = 0x2112_A442;
    static final int MAX_BYTES = 1_400;
    static final int FINGERPRINT_XOR = 0x5354_554E;
    static final int INTEGRITY_BYTES = 20;

    static final int BINDING = 0x001;

    static final int MAPPED_ADDRESS = 0x0001;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int ERROR_CODE = 0x0009;
    static final int UNKNOWN_ATTRIBUTES = 0x000A;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
    static final int XOR_MAPPED_ADDRESS = 0x0020;
    static final int PRIORITY = 0x0024;
    static final int USE_CANDIDATE = 0x0025;
    static final int FINGERPRINT = 0x8028;
    static final int ICE_CONTROLLED = 0x8029;
    static final int ICE_CONTROLLING = 0x802A;

    static final int UNKNOWN_ATTRIBUTE_ERROR = 420;
    static final int ROLE_CONFLICT = 487;

    private Stun() {}

    /** Class of a message (RFC 8489, section 5). */
    enum Kind {
        REQUEST(0x000),
        INDICATION(0x010),
        SUCCESS(0x100),
        ERROR(0x110);

        private final int bits;

        Kind(int bits) {
            this.bits = bits;
        }

        static Kind of(int type) {
            return switch (type & 0x110) {
                case 0x000 -> REQUEST;
                case 0x010 -> INDICATION;
                case 0x100 -> SUCCESS;
                default -> ERROR;
            };
        }

        int type(int method) {
            return bits | (method & 0x00F) | ((method & 0x070) << 1) | ((method & 0xF80) << 2);
        }
    }

    static int method(int type) {
        return (type & 0x00F) | ((type & 0x0E0) >> 1) | ((type & 0x3E00) >> 2);
    }
}
