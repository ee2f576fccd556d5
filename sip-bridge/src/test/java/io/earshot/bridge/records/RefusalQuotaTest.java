package io.earshot.bridge.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalQuotaTest {
    private long nowNs = -5;
    private final RefusalQuota quota = new RefusalQuota(2, () -> nowNs);

    @Test
    void shouldKeepSoManyASecondAndCountTheRest() {
        assertThat(quota.take("capacity")).isTrue();
        assertThat(quota.take("capacity")).isTrue();
        assertThat(quota.take("capacity")).isFalse();
        assertThat(quota.leftOut()).isEqualTo(1);

        nowNs += 1_000_000_000L;
        assertThat(quota.take("capacity")).isTrue();
    }

    @Test
    void shouldNotLetAFloodHideRefusalsForOtherReasons() {
        for (int call = 0; call < 1_000; call++) {
            quota.take("unknown_source");
        }

        assertThat(quota.take("capacity")).isTrue();
    }

    @Test
    void shouldKeepNoneWhenNoneAreWanted() {
        assertThat(new RefusalQuota(0, () -> 0).take("capacity")).isFalse();
    }
}
