package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int PACKETS = 10_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldAllocateNothingForAPacketThrough(int talkers) {
        Mixer mixer = new Mixer(AudioFormat.PCMU_8K);
        Relay[] relays = new Relay[talkers];
        for (int i = 0; i < talkers; i++) {
            relays[i] = new Relay(AudioFormat.PCMU_8K);
            mixer.add(relays[i]);
        }
        ByteBuf packet = Unpooled.wrappedBuffer(new byte[160]);
        ByteBuf out = Unpooled.buffer(160);
        assertThat(run(mixer, relays, packet, out)).isEqualTo(PACKETS * 160L);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(mixer, relays, packet, out);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated / PACKETS).isZero();
    }

    private static long run(Mixer mixer, Relay[] relays, ByteBuf packet, ByteBuf out) {
        long carried = 0;
        for (int i = 0; i < PACKETS; i++) {
            for (Relay relay : relays) {
                relay.onAudio(packet, i, false);
            }
            carried += mixer.read(out.clear(), 160);
        }
        return carried;
    }
}
