package io.earshot.bridge.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.health.Health;
import io.earshot.bridge.metrics.Families;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DrainTest {
    private final AtomicInteger running = new AtomicInteger(3);
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final Drain drain = new Drain(new House(), () -> true);

    private final class House implements Premises {
        @Override
        public void shut() {
            done.add("shut");
        }

        @Override
        public void open() {
            done.add("open");
        }

        @Override
        public int running() {
            return running.get();
        }

        @Override
        public void sayFarewell() {
            done.add("farewell");
            running.set(0);
        }

        @Override
        public void endAll() {
            done.add("end");
            running.set(0);
        }
    }

    @Test
    void shouldWaitForRunningCallsAndForceNone() throws Exception {
        drain.begin(Duration.ofMinutes(5), "test");
        running.set(1);
        assertThat(drain.progress().state()).isEqualTo("draining");
        assertThat(drain.progress().finished()).isEqualTo(2);
        running.set(0);

        Drain.Progress last = drain.await();
        assertThat(last).isEqualTo(new Drain.Progress("drained", 0, 3, 0, 0));
        assertThat(done).containsExactly("shut");
    }

    @Test
    void shouldSayFarewellToThoseWhoAreLeftAtTheDeadline() throws Exception {
        drain.begin(Duration.ZERO, "test");
        assertThat(drain.await()).isEqualTo(new Drain.Progress("drained", 0, 0, 3, 0));
        assertThat(done).startsWith("shut", "farewell");
    }

    @Test
    void shouldTakeCallsAgainWhenCancelled() throws Exception {
        drain.begin(Duration.ofMinutes(5), "test");
        assertThat(drain.cancel().state()).isEqualTo("open");
        drain.await();
        assertThat(done).containsExactly("shut", "open");
        assertThat(drain.progress().running()).isEqualTo(3);
    }

    @Test
    void shouldTakeAnotherDeadlineWhileItDrains() throws Exception {
        drain.begin(Duration.ofMinutes(5), "test");
        drain.begin(Duration.ZERO, "in a hurry");
        assertThat(drain.await().forced()).isEqualTo(3);
        assertThat(done).containsOnlyOnce("shut");
    }

    @Test
    void shouldCountAndShowWhatBecameOfCalls() throws Exception {
        Families families = new Families();
        Health health = new Health();
        drain.addTo(families, health);
        drain.begin(Duration.ofMinutes(5), "test");
        assertThat(health.components().getFirst().state().reason()).startsWith("draining: 3 calls left");
        running.set(0);
        drain.await();
        assertThat(families.collect().stream()
                        .map(family -> family.getMetadata().getName()))
                .contains("earshot_drain_calls", "earshot_draining");
    }

    @Test
    void shouldBeToldOverHttp() {
        DrainResource resource = new DrainResource(drain, () -> 300);
        assertThat(status(resource, "POST", "{\"seconds\": 60}")).isEqualTo(202);
        assertThat(drain.progress().secondsLeft()).isBetween(50L, 60L);
        assertThat(status(resource, "POST", "{\"seconds\": \"x\"}")).isEqualTo(400);
        assertThat(status(resource, "DELETE", "")).isEqualTo(200);
        assertThat(status(resource, "PUT", "")).isEqualTo(405);
        assertThat(resource.answer("POST", "", new byte[0], _ -> "http://evil.example")
                        .status())
                .isEqualTo(403);
    }

    private static int status(DrainResource resource, String method, String body) {
        return resource.answer(method, "", body.getBytes(StandardCharsets.UTF_8))
                .status();
    }
}
