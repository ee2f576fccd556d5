package io.earshot.media.jitter;

import static io.earshot.media.jitter.JitterBuffer.Output.FRAME;
import static io.earshot.media.jitter.JitterBuffer.Output.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.sim.ManualClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitterBufferTest {
    private static final int FRAME_UNITS = 320;
    private final ManualClock clock = new ManualClock();
    private final JitterBuffer buffer = new JitterBuffer(16_000, 0, 120);
    private final List<ByteBuf> packets = new ArrayList<>();

    /** Packet {@code n} of a stream that starts just before its sequence wraps. */
    private JitterBuffer.Put put(int n) {
        return put(n, n * FRAME_UNITS);
    }

    private JitterBuffer.Put put(int n, int timestamp) {
        ByteBuf payload = Unpooled.buffer(4).writeInt(n);
        packets.add(payload);
        JitterBuffer.Put put = buffer.put(payload, (65_530 + n) & 0xFFFF, timestamp, clock.nowNs());
        payload.release();
        return put;
    }

    private String next() {
        JitterBuffer.Output output = buffer.next(clock.nowNs());
        if (output == FRAME) {
            int frame = buffer.frame().getInt(0);
            buffer.measured(FRAME_UNITS);
            return "frame " + frame;
        }
        return output == LOST ? "lost" : "empty";
    }

    @AfterEach
    void shouldReleaseEveryPacket() {
        buffer.close();
        assertThat(packets).allMatch(packet -> packet.refCnt() == 0);
    }

    @Test
    void shouldGiveAPunctualStreamWithoutDelay() {
        for (int n = 0; n < 50; n++) {
            put(n);
            assertThat(next()).isEqualTo("frame " + n);
            clock.advanceMs(20);
        }
        assertThat(buffer.targetMs()).isZero();
        assertThat(buffer.underruns()).isZero();
    }

    @Test
    void shouldPutPacketsInOrderAgain() {
        put(0);
        next();
        put(2);
        put(1);
        assertThat(put(2)).isEqualTo(JitterBuffer.Put.DUPLICATE);
        assertThat(next()).isEqualTo("frame 1");
        assertThat(next()).isEqualTo("frame 2");
    }

    @Test
    void shouldLetAnEarlierPacketStartTheStreamBeforeAnythingWasGiven() {
        put(3);
        put(2);
        clock.advanceMs(40);
        assertThat(next()).isEqualTo("frame 2");
        assertThat(put(1)).isEqualTo(JitterBuffer.Put.LATE);
        assertThat(next()).isEqualTo("frame 3");
    }

    @Test
    void shouldWaitForPacketsThatAreSentAgainOnceTheyWereSeenToComeLate() {
        int lost = 0;
        for (int n = 0; n < 500; n++) {
            if (n % 10 != 5) {
                put(n);
            }
            if (n % 10 == 7) {
                put(n - 2);
            }
            lost += next().equals("lost") && n > 250 ? 1 : 0;
            clock.advanceMs(20);
        }
        assertThat(lost).isZero();
        assertThat(buffer.late()).isLessThan(10);
        assertThat(buffer.delayMs()).isBetween(40, 60);
    }

    @Test
    void shouldReportALossOnceAndShowTheFollowingPacket() {
        put(0);
        next();
        put(2);
        assertThat(next()).isEqualTo("lost");
        assertThat(buffer.following()).isNotNull();
        assertThat(next()).isEqualTo("frame 2");
        assertThat(put(1)).isEqualTo(JitterBuffer.Put.LATE);
        assertThat(buffer.lost()).isEqualTo(1);
        assertThat(buffer.late()).isEqualTo(1);
    }

    @Test
    void shouldNotConcealAnOutageTwice() {
        put(0);
        next();
        for (int tick = 0; tick < 10; tick++) {
            clock.advanceMs(20);
            assertThat(next()).isEqualTo("empty");
        }
        put(10);
        assertThat(next())
                .as("nine packets were lost while ten ticks were empty")
                .isEqualTo("frame 10");
        assertThat(buffer.lost()).isEqualTo(9);
    }

    @Test
    void shouldTakeAJumpOfTheTimestampForAPauseOfTheSender() {
        put(0);
        next();
        clock.advanceMs(500);
        next();
        put(1, 500 * 16);
        assertThat(next()).isEqualTo("frame 1");
        assertThat(buffer.lost()).isZero();
    }

    @Test
    void shouldStartAgainAfterAChangeOfSource() {
        put(0);
        put(1);
        buffer.newSource();
        assertThat(next()).isEqualTo("empty");
        put(9_000, 77);
        assertThat(next()).isEqualTo("frame 9000");
    }

    @Test
    void shouldStartAgainWhenAPacketIsFarAhead() {
        put(0);
        put(1);
        assertThat(put(JitterBuffer.CAPACITY)).isEqualTo(JitterBuffer.Put.OVERFLOW);
        assertThat(next()).isEqualTo("frame " + JitterBuffer.CAPACITY);
        assertThat(buffer.overflows()).isEqualTo(1);
    }

    @Test
    void shouldGrowItsDelayUnderJitterAndShrinkItAgainWithoutCuttingAnything() {
        Random random = new Random(7);
        Run jittery = new Run(random, 0, 60);
        jittery.run(1_500);
        int grown = buffer.targetMs();
        assertThat(grown).isBetween(45, 75);
        assertThat(jittery.late).isLessThan(1_500 * 3 / 100);
        Run calm = new Run(random, 0, 0, jittery.sent);
        calm.run(1_500);
        assertThat(buffer.targetMs()).isLessThan(15);
        assertThat(buffer.delayMs()).isLessThanOrEqualTo(40);
        assertThat(buffer.shrinks()).isPositive();
        assertThat(calm.late).isZero();
    }

    @Test
    void shouldFollowASenderWhoseClockIsTooFastOrTooSlow() {
        for (double drift : new double[] {1.001, 0.999}) {
            buffer.newSource();
            Run run = new Run(new Random(1), 0, 0);
            run.senderPace = drift;
            run.run(3_000);
            assertThat(run.late).isZero();
            assertThat(buffer.lost()).isZero();
            assertThat(buffer.delayMs()).isLessThan(80);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,0,0", "2,5,0", "3,0,40", "4,5,40", "5,20,100", "6,30,200", "7,2,500", "8,50,20"})
    void shouldGiveEachPacketAtMostOnceInOrderWhateverTheNetworkDoes(long seed, int lossPercent, int jitterMs) {
        Run run = new Run(new Random(seed), lossPercent, jitterMs);
        run.run(2_000);
        assertThat(run.given).isSorted().doesNotHaveDuplicates();
        assertThat(run.given.size() + run.late + run.overflown).isLessThanOrEqualTo(run.arrived);
        assertThat(buffer.targetMs()).isBetween(0, 120);
        if (jitterMs <= 100) {
            assertThat(run.given.size()).isGreaterThan(run.arrived * 9 / 10);
        }
    }

    /** A sender, a network and a listener that takes 20 ms at each tick. */
    private final class Run {
        private final Random random;
        private final int lossPercent;
        private final int jitterMs;
        private final java.util.PriorityQueue<long[]> network =
                new java.util.PriorityQueue<>((a, b) -> Long.compare(a[0] - b[0], 0));
        private final List<Integer> given = new ArrayList<>();
        private double senderPace = 1;
        private int sent;
        private int arrived;
        private int late;
        private int overflown;

        Run(Random random, int lossPercent, int jitterMs) {
            this(random, lossPercent, jitterMs, 0);
        }

        Run(Random random, int lossPercent, int jitterMs, int first) {
            this.random = random;
            this.lossPercent = lossPercent;
            this.jitterMs = jitterMs;
            this.sent = first;
        }

        void run(int ticks) {
            int first = sent;
            long startNs = clock.nowNs();
            for (int tick = 0; tick < ticks; tick++) {
                clock.advanceMs(20);
                while ((sent - first) * 20e6 / senderPace <= clock.nowNs() - startNs) {
                    send(startNs + (long) ((sent - first) * 20e6 / senderPace));
                }
                deliver();
                listen();
            }
        }

        private void send(long atNs) {
            if (random.nextInt(100) >= lossPercent) {
                network.add(new long[] {atNs + (long) (random.nextDouble() * jitterMs * 1e6), sent});
            }
            sent++;
        }

        private void deliver() {
            while (!network.isEmpty() && network.peek()[0] - clock.nowNs() <= 0) {
                long[] flight = network.remove();
                ByteBuf payload = Unpooled.buffer(4).writeInt((int) flight[1]);
                packets.add(payload);
                int before = buffer.depthMs() / 20;
                arrived++;
                switch (buffer.put(payload, (int) flight[1] & 0xFFFF, (int) flight[1] * FRAME_UNITS, flight[0])) {
                    case LATE -> late++;
                    case OVERFLOW -> overflown += before;
                    case HELD, DUPLICATE -> {}
                }
                payload.release();
            }
        }

        private void listen() {
            do {
                if (buffer.next(clock.nowNs()) == FRAME) {
                    given.add(buffer.frame().getInt(0));
                    buffer.measured(FRAME_UNITS);
                }
            } while (buffer.roomy());
        }
    }

    @Test
    void shouldCountAsConcealedWhatStoodForALostPacket() {
        put(0);
        next();
        put(2);
        assertThat(next()).isEqualTo("lost");
        next();
        assertThat(buffer.concealedUnits()).isEqualTo(FRAME_UNITS);
    }

    @Test
    void shouldCountAsConcealedWhatStoodForALatePacketButNoPauseOfTheSender() {
        put(0);
        next();
        clock.advanceMs(20);
        assertThat(next()).isEqualTo("empty");
        put(1);
        next();
        assertThat(buffer.concealedUnits()).isEqualTo(FRAME_UNITS);
        for (int tick = 0; tick < 50; tick++) {
            clock.advanceMs(20);
            assertThat(next()).isEqualTo("empty");
        }
        put(2, 60 * FRAME_UNITS);
        clock.advanceMs(200);
        assertThat(next()).isEqualTo("frame 2");
        assertThat(buffer.concealedUnits()).isEqualTo(FRAME_UNITS);
    }
}
