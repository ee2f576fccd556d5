package io.earshot.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

final class FreePortsTest {
    @Test
    void shouldGiveStretchesThatDoNotOverlap() throws IOException {
        FreePorts ports = new FreePorts();
        int first = ports.take(11);
        int second = ports.take(10);
        assertEquals(0, first % 2);
        assertEquals(0, second % 2);
        assertTrue(second >= first + 11);
    }

    @Test
    void shouldGoRoundAPortInUse() throws IOException {
        int taken = new FreePorts().take(10) + 4;
        try (DatagramSocket other = new DatagramSocket(taken, InetAddress.getLoopbackAddress())) {
            int first = new FreePorts().take(10);
            assertTrue(other.isBound() && (first > taken || first + 10 <= taken));
        }
    }

    @Test
    void shouldSayWhenThereIsNoSuchStretch() {
        assertThrows(IOException.class, () -> new FreePorts().take(20_000));
    }
}
