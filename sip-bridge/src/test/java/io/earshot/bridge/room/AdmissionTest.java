package io.earshot.bridge.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final AtomicInteger calls = new AtomicInteger();
    private final Admission admission = new Admission(() -> 3, calls::get);

    @Test
    void shouldTakeARoomOnce() {
        assertThat(admission.take("a")).isTrue();
        assertThat(admission.take("a")).isFalse();
        admission.release("a");
        assertThat(admission.take("a")).isTrue();
    }

    @Test
    void shouldCountAnAgentOnItsWayAndACallOnlyOnce() {
        admission.take("a");
        assertThat(admission.load()).isEqualTo(1 / 3.0);
        calls.incrementAndGet();
        admission.serving("a");
        assertThat(admission.load()).isEqualTo(1 / 3.0);
        calls.decrementAndGet();
        admission.release("a");
        assertThat(admission.load()).isZero();
    }

    @Test
    void shouldCountCallsThatAreInNoRoom() {
        calls.set(2);
        assertThat(admission.take("a")).isTrue();
        assertThat(admission.take("b")).isFalse();
        assertThat(admission.refusal()).contains("3 calls");
    }

    @Test
    void shouldTakeNothingOnceClosed() {
        admission.close();
        assertThat(admission.take("a")).isFalse();
        assertThat(admission.refusal()).isEqualTo("draining");
    }

    @Test
    void shouldTakeNoRoomAndSayThatItIsFullWhileTheNodeIsOverloaded() {
        AtomicReference<String> overload = new AtomicReference<>("media loops are 60 ms late");
        admission.heed(overload::get);
        assertThat(admission.take("a")).isFalse();
        assertThat(admission.obstacle()).isEqualTo(Admission.Obstacle.OVERLOAD);
        assertThat(admission.refusal()).isEqualTo("media loops are 60 ms late");
        assertThat(admission.load()).isEqualTo(1);
        overload.set("");
        assertThat(admission.load()).isZero();
        assertThat(admission.take("a")).isTrue();
    }
}
