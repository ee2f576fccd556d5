package io.earshot.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTimerTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();

    @AfterEach
    void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static final class Core implements LoopTimer.Deadline {
        private final CountDownLatch fired = new CountDownLatch(1);
        private long deadlineNs;
        private long firedNs;

        @Override
        public long deadlineNs() {
            return deadlineNs;
        }

        @Override
        public void onDeadline(long nowNs) {
            deadlineNs = Long.MAX_VALUE;
            firedNs = nowNs;
            fired.countDown();
        }
    }

    @Test
    void shouldNotFireBeforeADeadlineThatMovedLater() throws Exception {
        Core core = new Core();
        long startNs = LoopTimer.nowNs();
        Loops.run(loop, () -> {
            LoopTimer timer = new LoopTimer(loop, core);
            core.deadlineNs = startNs + 5_000_000;
            timer.update();
            core.deadlineNs = startNs + 60_000_000;
            timer.update();
        });

        assertThat(core.fired.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(core.firedNs - startNs).isGreaterThanOrEqualTo(60_000_000);
    }

    @Test
    void shouldFireEarlierWhenTheDeadlineCameCloser() throws Exception {
        Core core = new Core();
        Loops.run(loop, () -> {
            LoopTimer timer = new LoopTimer(loop, core);
            core.deadlineNs = LoopTimer.nowNs() + 60_000_000_000L;
            timer.update();
            core.deadlineNs = LoopTimer.nowNs() + 1_000_000;
            timer.update();
        });

        assertThat(core.fired.await(5, TimeUnit.SECONDS)).isTrue();
    }
}
