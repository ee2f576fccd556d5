package io.earshot.media.session;

import static io.earshot.media.session.SourceLatch.Verdict.ACCEPTED;
import static io.earshot.media.session.SourceLatch.Verdict.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class SourceLatchTest {
    private static final InetSocketAddress SDP = new InetSocketAddress("192.0.2.1", 4_000);
    private static final InetSocketAddress NAT = new InetSocketAddress("198.51.100.7", 31_000);
    private static final InetSocketAddress STRANGE = new InetSocketAddress("203.0.113.66", 6_666);

    private final SourceLatch latch = new SourceLatch(true, SDP);

    @Test
    void shouldBelieveTheAddressOfTheSdpAtOnce() {
        assertThat(latch.judge(SDP, 1, 100)).isEqualTo(ACCEPTED);
        assertThat(latch.judge(NAT, 1, 101)).isEqualTo(STRANGER);
        assertThat(latch.remote()).isEqualTo(SDP);
    }

    @Test
    void shouldLatchOntoAnotherSourceOnlyAfterPacketsInSequence() {
        assertThat(latch.judge(NAT, 1, 100)).isEqualTo(STRANGER);
        assertThat(latch.judge(NAT, 1, 100)).isEqualTo(STRANGER);
        assertThat(latch.judge(NAT, 1, 105)).isEqualTo(STRANGER);
        for (int seq = 106; seq < 108; seq++) {
            assertThat(latch.judge(NAT, 1, seq)).isEqualTo(STRANGER);
        }
        assertThat(latch.remote()).isEqualTo(SDP);
        assertThat(latch.judge(NAT, 1, 108)).isEqualTo(ACCEPTED);
        assertThat(latch.remote()).isEqualTo(NAT);
        assertThat(latch.judge(STRANGE, 2, 1)).isEqualTo(STRANGER);
    }

    @Test
    void shouldLatchOntoThePeerWhileOthersTalkInBetween() {
        for (int i = 0; i < SourceLatch.PROBATION; i++) {
            boolean last = i == SourceLatch.PROBATION - 1;
            assertThat(latch.judge(NAT, 1, i)).isEqualTo(last ? ACCEPTED : STRANGER);
            for (int port = 0; port < 5; port++) {
                latch.judge(new InetSocketAddress(STRANGE.getAddress(), 7_000 + port), 66, 3 * i);
            }
        }
        assertThat(latch.remote()).isEqualTo(NAT);
    }

    @Test
    void shouldOpenAgainForANewAddressOnly() {
        latch.judge(SDP, 1, 1);
        latch.signalled(SDP);
        assertThat(latch.closed()).isTrue();
        latch.signalled(STRANGE);
        assertThat(latch.closed()).isFalse();
        assertThat(latch.remote()).isEqualTo(STRANGE);
        assertThat(latch.judge(SDP, 1, 2)).isEqualTo(STRANGER);
        assertThat(latch.judge(STRANGE, 1, 3)).isEqualTo(ACCEPTED);
    }
}
