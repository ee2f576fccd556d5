package io.earshot.bridge.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads a HEP packet, written from the protocol's description alone. */
record HepReader(Map<Integer, byte[]> chunks) {
    static HepReader of(byte[] packet) {
        ByteBuffer in = ByteBuffer.wrap(packet);
        assertThat(in.getInt()).isEqualTo(0x48455033);
        assertThat(in.getShort() & 0xFFFF).isEqualTo(packet.length);
        Map<Integer, byte[]> chunks = new HashMap<>();
        while (in.hasRemaining()) {
            assertThat(in.getShort()).isZero();
            int type = in.getShort() & 0xFFFF;
            byte[] value = new byte[(in.getShort() & 0xFFFF) - 6];
            in.get(value);
            chunks.put(type, value);
        }
        return new HepReader(chunks);
    }

    byte[] chunk(int type) {
        assertThat(chunks).containsKey(type);
        return chunks.get(type);
    }

    String text(int type) {
        return new String(chunk(type), StandardCharsets.UTF_8);
    }

    long number(int type) {
        long number = 0;
        for (byte digit : chunk(type)) {
            number = number << 8 | (digit & 0xFF);
        }
        return number;
    }
}
