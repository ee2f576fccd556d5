package io.earshot.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceLimiterTest {

    private final SourceLimiter limiter =
            new SourceLimiter(new FloodLimits(2, Duration.ofNanos(100), 1, Set.of("10.0.0.1")));

    private static InetAddress address(int n) throws Exception {
        return InetAddress.getByAddress(new byte[] {10, (byte) (n >> 16), (byte) (n >> 8), (byte) n});
    }

    @Test
    void shouldLimitEachSourceForOneWindow() throws Exception {
        assertThat(limiter.admits(address(2), 0)).isTrue();
        assertThat(limiter.admits(address(2), 1)).isTrue();
        assertThat(limiter.admits(address(2), 99)).isFalse();
        assertThat(limiter.admits(address(3), 99)).isTrue();
        assertThat(limiter.admits(address(2), 100)).isTrue();
    }

    @Test
    void shouldNotLimitTrustedSource() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(limiter.admits(address(1), 0)).isTrue();
        }
    }

    @Test
    void shouldLetStrangersBeyondItsMemoryShareOneLimit() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            limiter.admits(address(100 + i), 0);
        }
        assertThat(limiter.admits(address(50_000), 0)).isTrue();
        assertThat(limiter.admits(address(50_001), 0)).isTrue();
        assertThat(limiter.admits(address(50_002), 0)).isFalse();
        assertThat(limiter.admits(address(100), 0)).isTrue();
    }
}
