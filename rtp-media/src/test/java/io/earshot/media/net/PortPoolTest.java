package io.earshot.media.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.media.sim.ManualClock;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortPoolTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void shouldHandOutEachEvenPortOnceAndThenSayThatItIsExhausted() {
        PortPool pool = new PortPool(10_001, 10_020, 1_000, new Random(1));
        TreeSet<Integer> ports = new TreeSet<>();
        for (int port = pool.take(0); port != PortPool.EXHAUSTED; port = pool.take(0)) {
            ports.add(port);
        }
        assertThat(ports).containsExactly(10_002, 10_004, 10_006, 10_008, 10_010, 10_012, 10_014, 10_016, 10_018);
        assertThat(pool.inUse()).isEqualTo(9);
    }

    @Test
    void shouldNotReuseAPairBeforeItDrained() {
        PortPool pool = new PortPool(10_000, 10_001, 30_000, new Random(1));
        int port = pool.take(clock.nowNs());
        pool.giveBack(port, clock.nowNs());
        assertThat(pool.inUse()).isZero();
        assertThat(pool.take(clock.nowNs() + 29_999)).isEqualTo(PortPool.EXHAUSTED);
        assertThat(pool.available(clock.nowNs() + 29_999)).isZero();
        assertThat(pool.take(clock.nowNs() + 30_000)).isEqualTo(port);
    }

    @Test
    void shouldNotHandOutPortsInAPredictableOrder() {
        PortPool pool = new PortPool(10_000, 20_000, 0, new Random(1));
        int inSequence = 0;
        int last = pool.take(0);
        for (int i = 0; i < 1_000; i++) {
            int port = pool.take(0);
            inSequence += Math.abs(port - last) == 2 ? 1 : 0;
            last = port;
        }
        assertThat(inSequence).isLessThan(10);
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "10000, 70000", "10000, 10000", "10001, 10002"})
    void shouldRefuseARangeWithoutAPair(int first, int last) {
        assertThatThrownBy(() -> new PortPool(first, last, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
