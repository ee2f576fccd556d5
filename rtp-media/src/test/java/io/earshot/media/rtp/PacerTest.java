package io.earshot.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long START = Long.parseLong("9223372036854775777"); // wraps within the test
    private final Pacer pacer = new Pacer(START, 20);

    private int due(long nowNs) {
        int packets = 0;
        for (; pacer.isDue(nowNs); pacer.advance()) {
            packets++;
        }
        return packets;
    }

    @Test
    void shouldNotDriftWhenEachTickIsLate() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(due(START + 20L * i + 7)).isEqualTo(1);
        }
        assertThat(pacer.dueNs()).isEqualTo(START + 20_000);
    }

    @Test
    void shouldCatchUpAfterAShortDelay() {
        due(START);
        assertThat(pacer.skipMissed(START + 65)).isZero();
        assertThat(due(START + 65)).isEqualTo(3);
        assertThat(pacer.stalls()).isZero();
    }

    @Test
    void shouldSkipInsteadOfBurstingAfterAStall() {
        assertThat(pacer.skipMissed(START + 1_005)).isEqualTo(50);
        assertThat(due(START + 1_005)).isEqualTo(1);
        assertThat(pacer.dueNs()).as("keeps its phase").isEqualTo(START + 1_020);
        assertThat(pacer.stalls()).isEqualTo(1);
    }
}
