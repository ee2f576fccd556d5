package io.earshot.bridge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.CapsConfig;
import io.earshot.bridge.guard.CallSlots.Outcome;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Caps of calls at once. */
class CallSlotsTest {
    private final CallSlots slots = new CallSlots();

    private Outcome take(String callId, String trunk, CapsConfig caps, String source, String caller) throws Exception {
        return slots.take(callId, trunk, caps, InetAddress.getByName(source), caller);
    }

    @Test
    void shouldHoldEachCapOnItsOwn() throws Exception {
        CapsConfig caps = new CapsConfig(3, 2, 1, 0);
        assertThat(take("1", "t", caps, "192.0.2.1", "100")).isEqualTo(Outcome.TAKEN);
        assertThat(take("2", "t", caps, "192.0.2.2", "100")).isEqualTo(Outcome.CALLER_FULL);
        assertThat(take("2", "t", caps, "192.0.2.1", "101")).isEqualTo(Outcome.TAKEN);
        assertThat(take("3", "t", caps, "192.0.2.1", "102")).isEqualTo(Outcome.SOURCE_FULL);
        assertThat(take("3", "t", caps, "192.0.2.2", "102")).isEqualTo(Outcome.TAKEN);
        assertThat(take("4", "t", caps, "192.0.2.3", "103")).isEqualTo(Outcome.TRUNK_FULL);
        assertThat(take("4", "other", caps, "192.0.2.1", "100")).isEqualTo(Outcome.TAKEN);
        assertThat(slots.byTrunk()).containsEntry("t", 3).containsEntry("other", 1);
    }

    @Test
    void shouldGiveAPlaceBackOnce() throws Exception {
        CapsConfig caps = new CapsConfig(2, 0, 0, 0);
        take("1", "t", caps, "192.0.2.1", "100");
        take("2", "t", caps, "192.0.2.1", "100");
        slots.release("1");
        slots.release("1");
        slots.release("never");
        assertThat(slots.byTrunk()).containsEntry("t", 1);
        assertThat(take("3", "t", caps, "192.0.2.1", "100")).isEqualTo(Outcome.TAKEN);
        slots.release("2");
        slots.release("3");
        assertThat(slots.byTrunk()).isEmpty();
    }

    @Test
    void shouldNotCountCallersWithoutANumber() throws Exception {
        CapsConfig caps = new CapsConfig(0, 0, 1, 0);
        for (int i = 0; i < 5; i++) {
            assertThat(take("a" + i, "t", caps, "192.0.2.1", "")).isEqualTo(Outcome.TAKEN);
            assertThat(take("b" + i, "t", caps, "192.0.2.1", "Anonymous")).isEqualTo(Outcome.TAKEN);
        }
    }
}
