package io.earshot.bridge.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.OverloadConfig;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** The settings that come with the program against loops that are late in every way, by a clock of the test's own. */
class StagedLatenessTest {
    private static final long MS = 1_000_000;
    private static final long LOOK_NS = 250 * MS;
    private static final OverloadConfig CONFIG = OverloadConfig.defaults();

    private final Lateness lateness = new Lateness(CONFIG.window().toNanos(), 0);
    private final LoadJudge judge = new LoadJudge();
    private long nowNs;
    private long lookNs = LOOK_NS;
    private long refusedSinceNs = -1;

    @Test
    void shouldTellNothingOfAPunctualLoop() {
        run(10_000, _ -> 0);
        assertThat(lateness.percentileNs(nowNs)).isZero();
        assertThat(judge.overloaded()).isFalse();
    }

    @Test
    void shouldCountEveryPacketThatWasDueDuringAStall() {
        run(2_000, _ -> 0);
        stall(200 * MS);
        // Ten of fifty packets were late, by 200, 180 and so on: one in twenty by more than 160 ms.
        assertThat(lateness.percentileNs(nowNs)).isEqualTo(160 * MS);
    }

    @Test
    void shouldSeeAStallWhileItLasts() {
        run(2_000, _ -> 0);
        assertThat(lateness.percentileNs(nowNs + 520 * MS)).isGreaterThanOrEqualTo(400 * MS);
    }

    @Test
    void shouldTakeCallsThroughShortStallsThatComeNowAndThen() {
        for (int i = 0; i < 10; i++) {
            run(2_500, _ -> 0);
            stall(300 * MS);
        }
        assertThat(refusedSinceNs).isNegative();
    }

    @Test
    void shouldTakeCallsAfterTheWholeMachineStoodStillForAWhile() {
        run(2_000, _ -> 0);
        stall(1_500 * MS);
        run(5_000, _ -> 0);
        assertThat(refusedSinceNs).isNegative();
    }

    @Test
    void shouldTakeCallsWhileLatenessIsWithinWhatTelephonesSmoothOut() {
        run(60_000, at -> at / MS % 100 < 40 ? 35 * MS : 5 * MS);
        assertThat(refusedSinceNs).isNegative();
    }

    @Test
    void shouldRefuseSoonWhenEverythingIsLateAndTakeCallsAgainAfterwards() {
        run(2_000, _ -> 0);
        long beganNs = nowNs;
        run(10_000, at -> at / MS % 200 < 60 ? 60 * MS : 15 * MS);
        assertThat(judge.overloaded()).isTrue();
        assertThat(refusedSinceNs - beganNs).isBetween(3_000 * MS, 4_500 * MS);

        run(3_900, _ -> MS);
        assertThat(judge.overloaded()).isTrue();
        run(1_500, _ -> MS);
        assertThat(judge.overloaded()).isFalse();
    }

    @Test
    void shouldNotWaverWhileLatenessIsBetweenTheTwoLimits() {
        run(10_000, _ -> 60 * MS);
        run(20_000, _ -> 30 * MS);
        assertThat(judge.overloaded()).isTrue();
    }

    /** Beats for so long, each late by what {@code lateNs} says of its time. */
    private void run(long forMs, LongUnaryOperator lateNs) {
        long endNs = nowNs + forMs * MS;
        while (nowNs < endNs) {
            pass(Lateness.PERIOD_NS + lateNs.applyAsLong(nowNs));
        }
    }

    private void stall(long ns) {
        pass(Lateness.PERIOD_NS + ns);
    }

    private void pass(long ns) {
        long nextNs = nowNs + ns;
        for (; lookNs < nextNs; lookNs += LOOK_NS) {
            judge.look(CONFIG, lateness.percentileNs(lookNs), 0, lookNs);
            if (refusedSinceNs < 0 && judge.overloaded()) {
                refusedSinceNs = lookNs;
            }
        }
        nowNs = nextNs;
        lateness.beat(nowNs);
    }
}
