package io.earshot.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.sim.ManualClock;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalTimelineTest {
    private final ManualClock clock = new ManualClock();
    private final ArrivalTimeline timeline = new ArrivalTimeline(8_000);
    private int timestamp = -320; // wraps within the tests

    @BeforeEach
    void begin() {
        assertThat(packet(0)).isZero();
    }

    /** 20 ms of audio, right after the one before. */
    private int packet(int missing) {
        int silence = timeline.onPacket(timestamp, 160, missing, clock.nowNs());
        timestamp += 160;
        return silence;
    }

    private int ticks(int millis) {
        int silence = 0;
        for (int i = 0; i < millis; i += 20) {
            clock.advanceMs(20);
            silence += timeline.onTick(clock.nowNs(), 0);
        }
        return silence;
    }

    @Test
    void shouldAddNothingToAContinuousStream() {
        for (int i = 0; i < 100; i++) {
            assertThat(ticks(20)).isZero();
            assertThat(packet(0)).isZero();
        }
    }

    @Test
    void shouldFillALossWithItsExactLength() {
        clock.advanceMs(60);
        timestamp += 320;
        assertThat(packet(2)).isEqualTo(320);
    }

    @Test
    void shouldFillAPauseWhileItLastsAndOnlyOnce() {
        int given = ticks(1_000);
        assertThat(given).isEqualTo(980 * 8);
        timestamp += 1_000 * 8;
        clock.advanceMs(20);
        assertThat(given + packet(0)).isEqualTo(1_000 * 8);
    }

    @Test
    void shouldNotTakeASilencedSenderForLateWhenComfortNoiseAnnouncesIt() {
        assertThat(ticks(40)).isZero();
        timeline.onSilenceAnnounced();
        assertThat(ticks(20)).isEqualTo(320);
    }

    @Test
    void shouldWaitLongerBeforeFillingWhenTheNetworkJitters() {
        clock.advanceMs(100);
        assertThat(timeline.onTick(clock.nowNs(), 20 * 8)).isZero();
        assertThat(timeline.onTick(clock.nowNs(), 0)).isPositive();
    }

    @Test
    void shouldSetOffSilenceGivenDuringAStallAgainstLaterGaps() {
        int given = ticks(300);
        assertThat(given).isEqualTo(280 * 8);
        for (int i = 0; i < 15; i++) {
            assertThat(packet(0)).as("delayed, not lost").isZero();
        }
        clock.advanceMs(200);
        timestamp += 100 * 8;
        assertThat(packet(5)).as("100 ms missing, more was given already").isZero();
    }

    @Test
    void shouldTrustTheSequenceWhenTimestampsStartAnew() {
        clock.advanceMs(60);
        timestamp += 0x3000_0000;
        assertThat(packet(2)).isEqualTo(320);
        clock.advanceMs(20);
        timestamp -= 0x3000_0000;
        assertThat(packet(0)).isZero();
    }

    @Test
    void shouldNotMeasureAcrossAChangeOfSource() {
        clock.advanceMs(20);
        timeline.newSource();
        assertThat(packet(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldGiveAsMuchAudioAsTimePassedUnderLossJitterAndPauses(long seed) {
        Random random = new Random(seed);
        long heard = 160;
        int missing = 0;
        long talkUntil = 0;
        for (int frame = 1; frame < 3_000; frame++) {
            clock.advanceMs(20);
            if (frame > talkUntil && random.nextInt(200) == 0) {
                talkUntil = frame + random.nextInt(100);
            }
            boolean paused = frame <= talkUntil;
            boolean lost = !paused && random.nextInt(20) == 0;
            if (paused || lost) {
                timestamp += 160;
                missing += lost ? 1 : 0;
            } else {
                heard += packet(missing) + 160;
                missing = 0;
            }
            heard += timeline.onTick(clock.nowNs(), 0);
        }
        assertThat(heard / 8.0).isCloseTo(60_000, within(250.0));
    }

    @Test
    void shouldCountWhatWasLostButNoPauseOfTheSender() {
        clock.advanceMs(60);
        timestamp += 320;
        packet(2);
        assertThat(timeline.lostUnits()).isEqualTo(320);
        ticks(1_000);
        timestamp += 1_000 * 8;
        packet(0);
        assertThat(timeline.lostUnits()).isEqualTo(320);
    }
}
