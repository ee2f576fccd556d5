package io.earshot.bridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import org.junit.jupiter.api.Test;

class DispatchListsTest {
    private static final DispatchLists.Lists ONE =
            new DispatchLists.Lists(List.of(SIPInboundTrunkInfo.getDefaultInstance()), List.of());

    @Test
    void shouldKeepTheLastListsWhileTheServerIsAway() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch thrice = new CountDownLatch(3);
        DispatchLists.Source failing = () -> {
            thrice.countDown();
            if (times.getAndIncrement() > 0) {
                throw new IllegalStateException("away");
            }
            return ONE;
        };
        try (DispatchLists lists = DispatchLists.start(failing, Duration.ofMillis(1))) {
            assertThat(thrice.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(lists.current()).isEqualTo(ONE);
            assertThat(lists.refreshes()).isEqualTo(1);
            assertThat(lists.failures()).isPositive();
            assertThat(lists.failure()).isEqualTo("away");
            assertThat(lists.ageSeconds()).isNotNegative();
        }
    }

    @Test
    void shouldTakeNewListsWhenTheServerIsBack() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch thrice = new CountDownLatch(3);
        DispatchLists.Source recovering = () -> {
            thrice.countDown();
            if (times.getAndIncrement() == 0) {
                throw new IllegalStateException("away");
            }
            return ONE;
        };
        try (DispatchLists lists = DispatchLists.start(recovering, Duration.ofMillis(1))) {
            assertThat(thrice.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(lists.current()).isEqualTo(ONE);
            assertThat(lists.failure()).isEmpty();
            assertThat(lists.failures()).isEqualTo(1);
        }
    }

    @Test
    void shouldHaveNothingToShowBeforeTheFirstSuccess() {
        DispatchLists.Source failing = () -> {
            throw new IllegalStateException("away");
        };
        try (DispatchLists lists = DispatchLists.start(failing, Duration.ofHours(1))) {
            lists.awaitFirst(Duration.ofSeconds(5));
            assertThat(lists.current()).isNull();
            assertThat(lists.ageSeconds()).isNaN();
        }
    }
}
