package io.earshot.bridge.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.room.CallerWatch.Verdict;
import io.earshot.media.audio.AudioSink;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallerWatchTest {
    private static final long S = 1_000_000_000L;

    private final CallerWatch watch = new CallerWatch(Duration.ofSeconds(5), Duration.ofSeconds(12));
    private final List<Boolean> passedOn = new ArrayList<>();
    private final AudioSink ears = watch.over((audio, arrivalNs, concealed) -> passedOn.add(concealed));

    @Test
    void shouldAskForTheTrackAgainAndThenGiveUp() {
        heard(10 * S);
        assertThat(watch.look(true, 14 * S)).isEqualTo(Verdict.FINE);
        assertThat(watch.look(true, 15 * S)).isEqualTo(Verdict.SUBSCRIBE_AGAIN);
        assertThat(watch.look(true, 16 * S)).isEqualTo(Verdict.FINE);
        assertThat(watch.look(true, 20 * S)).isEqualTo(Verdict.SUBSCRIBE_AGAIN);
        assertThat(watch.silentMs(20 * S)).isEqualTo(10_000);
        assertThat(watch.look(true, 22 * S)).isEqualTo(Verdict.GIVE_UP);
    }

    @Test
    void shouldNotTakeMadeUpAudioForASignOfLife() {
        heard(10 * S);
        ears.onAudio(Unpooled.EMPTY_BUFFER, 14 * S, true);
        assertThat(watch.look(true, 15 * S)).isEqualTo(Verdict.SUBSCRIBE_AGAIN);
        assertThat(passedOn).containsExactly(false, true);
    }

    @Test
    void shouldBeFineAgainWhenAudioComes() {
        heard(10 * S);
        assertThat(watch.look(true, 15 * S)).isEqualTo(Verdict.SUBSCRIBE_AGAIN);
        heard(16 * S);
        assertThat(watch.look(true, 20 * S)).isEqualTo(Verdict.FINE);
    }

    @Test
    void shouldNotCountTheTimeInWhichNothingWasDue() {
        heard(10 * S);
        assertThat(watch.look(false, 60 * S)).isEqualTo(Verdict.FINE);
        assertThat(watch.look(true, 64 * S)).isEqualTo(Verdict.FINE);
        assertThat(watch.look(true, 65 * S)).isEqualTo(Verdict.SUBSCRIBE_AGAIN);
    }

    @Test
    void shouldLeaveEverythingAsItIsWhereThatIsAskedFor() {
        CallerWatch blind = new CallerWatch(Duration.ZERO, Duration.ZERO);
        blind.look(true, S);
        assertThat(blind.look(true, 3_600 * S)).isEqualTo(Verdict.FINE);
    }

    private void heard(long atNs) {
        ears.onAudio(Unpooled.EMPTY_BUFFER, atNs, false);
    }
}
