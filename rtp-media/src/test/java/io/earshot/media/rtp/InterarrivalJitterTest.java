package io.earshot.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InterarrivalJitterTest {
    private static final long MS = 1_000_000;
    private final InterarrivalJitter jitter = new InterarrivalJitter(8_000);

    @Test
    void shouldStayAtZeroWhenPacketsComeAtTheirPace() {
        for (int i = 0; i < 100; i++) {
            jitter.update(i * 160, i * 20 * MS);
        }
        assertThat(jitter.units()).isZero();
    }

    @Test
    void shouldApproachTheMeanChangeOfTransitTime() {
        for (int i = 0; i < 400; i++) {
            jitter.update(i * 160, (i * 20 + (i % 2) * 10) * MS);
        }
        assertThat(jitter.millis()).isCloseTo(10, within(0.2));
        assertThat(jitter.units()).isBetween(78, 80);
    }

    @Test
    void shouldNotTakeARestartOfTheTimestampsForJitter() {
        jitter.update(0, 0);
        jitter.update(160, 20 * MS);
        jitter.update(1_000_000, 40 * MS);
        jitter.update(1_000_160, 60 * MS);
        assertThat(jitter.units()).isZero();
    }
}
