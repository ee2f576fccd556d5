package io.earshot.media.rtp;

import static io.earshot.media.rtp.SequenceTracker.Verdict.DUPLICATE;
import static io.earshot.media.rtp.SequenceTracker.Verdict.IN_ORDER;
import static io.earshot.media.rtp.SequenceTracker.Verdict.JUMP;
import static io.earshot.media.rtp.SequenceTracker.Verdict.PROBATION;
import static io.earshot.media.rtp.SequenceTracker.Verdict.REORDERED;
import static io.earshot.media.rtp.SequenceTracker.Verdict.RESTARTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceTrackerTest {
    private final SequenceTracker tracker = new SequenceTracker(1);

    @Test
    void shouldExtendTheSequenceWhenItWraps() {
        for (int seq = 65_530; seq < 65_546; seq++) {
            assertThat(tracker.update(seq & 0xFFFF)).isEqualTo(IN_ORDER);
        }
        assertThat(tracker.extendedHighest()).isEqualTo(65_545);
        assertThat(tracker.expected()).isEqualTo(16);
        assertThat(tracker.lost()).isZero();
    }

    @Test
    void shouldCountAGapAsLossUntilThePacketComesLate() {
        tracker.update(10);
        assertThat(tracker.update(13)).isEqualTo(IN_ORDER);
        assertThat(tracker.gap()).isEqualTo(2);
        assertThat(tracker.lost()).isEqualTo(2);
        assertThat(tracker.update(12)).isEqualTo(REORDERED);
        assertThat(tracker.update(12)).isEqualTo(DUPLICATE);
        assertThat(tracker.update(13)).isEqualTo(DUPLICATE);
        assertThat(tracker.lost()).isEqualTo(1);
        assertThat(tracker.reordered()).isEqualTo(1);
        assertThat(tracker.duplicates()).isEqualTo(2);
        assertThat(tracker.cumulativeLost())
                .as("RFC 3550 counts duplicates as received")
                .isEqualTo(-1);
    }

    @Test
    void shouldBelieveAJumpOnlyWhenTheNextPacketFollowsIt() {
        tracker.update(10);
        assertThat(tracker.update(30_000)).isEqualTo(JUMP);
        assertThat(tracker.update(11)).isEqualTo(IN_ORDER);
        assertThat(tracker.update(30_001)).isEqualTo(JUMP);
        assertThat(tracker.update(30_002)).isEqualTo(RESTARTED);
        assertThat(tracker.update(30_003)).isEqualTo(IN_ORDER);
        assertThat(tracker.restarts()).isEqualTo(1);
        assertThat(tracker.lost()).isZero();
    }

    @Test
    void shouldNotBelieveASourceBeforeItsProbationIsOver() {
        SequenceTracker wary = new SequenceTracker(3);
        assertThat(wary.update(1)).isEqualTo(PROBATION);
        assertThat(wary.update(2)).isEqualTo(PROBATION);
        assertThat(wary.update(4)).isEqualTo(PROBATION);
        assertThat(wary.update(5)).isEqualTo(PROBATION);
        assertThat(wary.update(6)).isEqualTo(IN_ORDER);
        assertThat(wary.received()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheLossOfAnEarlierSource() {
        tracker.update(1);
        tracker.update(4);
        tracker.newSource();
        assertThat(tracker.lost()).isEqualTo(2);
        assertThat(tracker.update(50_000)).isEqualTo(IN_ORDER);
        tracker.update(50_002);
        assertThat(tracker.lost()).isEqualTo(3);
        assertThat(tracker.expected()).isEqualTo(3);
    }

    @Test
    void shouldReportTheLossOfEachIntervalInTwoHundredFiftySixths() {
        tracker.update(0);
        tracker.update(3);
        assertThat(tracker.takeFractionLost()).isEqualTo(128);
        tracker.update(4);
        tracker.update(5);
        assertThat(tracker.takeFractionLost()).isZero();
        assertThat(tracker.takeFractionLost()).as("nothing expected").isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAccountForEveryPacketUnderLossDuplicationAndReordering(long seed) {
        Random random = new Random(seed);
        int first = random.nextInt(65_536);
        boolean[] delivered = new boolean[5_000];
        int distinct = 0;
        for (int i = 0; i < delivered.length; i++) {
            int pick = i == 0 || i == delivered.length - 1 ? i : Math.max(0, i - random.nextInt(8));
            if (pick > 0 && pick < i && random.nextInt(10) == 0) {
                continue;
            }
            boolean known = delivered[pick];
            delivered[pick] = true;
            distinct += known ? 0 : 1;
            assertThat(tracker.update((first + pick) & 0xFFFF).usable()).isEqualTo(!known);
        }
        assertThat(tracker.received()).isEqualTo(distinct);
        assertThat(tracker.lost()).isEqualTo(delivered.length - distinct);
    }
}
