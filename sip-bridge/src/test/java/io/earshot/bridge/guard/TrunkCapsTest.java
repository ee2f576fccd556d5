package io.earshot.bridge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.call.DialGate;
import io.earshot.bridge.config.OutboundCaps;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrunkCapsTest {
    private final AtomicLong nowNs = new AtomicLong(1);
    private final TrunkCaps caps = new TrunkCaps(nowNs::get);
    private int ids;

    private static OutboundCaps bounds(int calls, int perMinute, int perHour, int minutes, double price, double spend) {
        return new OutboundCaps(List.of(), List.of(), calls, perMinute, perHour, minutes, price, spend);
    }

    private String take(OutboundCaps bounds) {
        return caps.take("call-" + ++ids, "t", "+15550100", bounds)
                .map(DialGate.Refusal::label)
                .orElse("");
    }

    private void pass(long seconds) {
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private void talk(OutboundCaps bounds, long seconds) {
        assertThat(take(bounds)).isEmpty();
        caps.answered("call-" + ids);
        pass(seconds);
        caps.over("call-" + ids);
    }

    @Test
    void shouldCountCallsOfAMinuteAndOfAnHour() {
        OutboundCaps bounds = bounds(0, 2, 3, 0, 0, 0);
        assertThat(List.of(take(bounds), take(bounds), take(bounds))).containsExactly("", "", "per_minute");
        pass(60);
        assertThat(List.of(take(bounds), take(bounds))).containsExactly("", "per_hour");
        pass(3_541);
        assertThat(take(bounds)).isEmpty();
    }

    @Test
    void shouldCountCallsAtOnce() {
        OutboundCaps bounds = bounds(1, 0, 0, 0, 0, 0);
        assertThat(take(bounds)).isEmpty();
        assertThat(take(bounds)).isEqualTo("calls");
        assertThat(caps.take("x", "another", "+15550100", bounds)).isEmpty();
        caps.over("call-1");
        assertThat(take(bounds)).isEmpty();
    }

    @Test
    void shouldEndTheDayWhenItsMinutesAreTalked() {
        OutboundCaps bounds = bounds(0, 0, 0, 10, 0, 0);
        talk(bounds, 540);
        assertThat(caps.secondsLeft("t", bounds)).isEqualTo(60);
        talk(bounds, 60);
        assertThat(take(bounds)).isEqualTo("per_day");
        pass(86_400);
        assertThat(take(bounds)).isEmpty();
    }

    @Test
    void shouldCountTheMinutesOfCallsThatGoOn() {
        OutboundCaps bounds = bounds(0, 0, 0, 1, 0, 0);
        assertThat(take(bounds)).isEmpty();
        pass(100);
        assertThat(caps.secondsLeft("t", bounds)).as("ringing costs nothing").isEqualTo(60);
        caps.answered("call-1");
        pass(60);
        assertThat(caps.secondsLeft("t", bounds)).isZero();
        assertThat(take(bounds)).isEqualTo("per_day");
    }

    @Test
    void shouldNotSpendMoreThanADayMayCost() {
        OutboundCaps bounds = bounds(0, 0, 0, 600, 0.5, 5);
        talk(bounds, 599);
        assertThat(take(bounds)).isEmpty();
        caps.over("call-" + ids);
        talk(bounds, 1);
        assertThat(take(bounds)).isEqualTo("per_day");
    }
}
