package io.earshot.bridge.recording;

import java.nio.ByteBuffer;

/** The CRC of an Ogg page: polynomial 0x04C11DB7, neither reflected nor inverted (RFC 3533, section 6). Stateless. */
final class OggChecksum {
    private static final int POLYNOMIAL = 0x04C1_1DB7;
    private static final int[] TABLE = table();

    private OggChecksum() {}

    static int of(ByteBuffer page) {
        int sum = 0;
        for (int i = page.position(); i < page.limit(); i++) {
            sum = (sum << 8) ^ TABLE[(sum >>> 24) ^ (page.get(i) & 0xFF)];
        }
        return sum;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int value = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                value = value < 0 ? (value << 1) ^ POLYNOMIAL : value << 1;
            }
            table[i] = value;
        }
        return table;
    }
}
