package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.ApiException.Unauthorized;
import io.earshot.livekit.api.ApiException.Unauthorized.Reason;
import io.earshot.livekit.api.ApiSettings;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.livekit.api.Operation;
import io.earshot.livekit.token.ApiKey;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the API says when something is wrong with a real server, its Redis, the clocks or the address. */
@Tag("peers")
@Timeout(120)
class ControlPlaneFaultsTest {
    private Peers peers;

    @BeforeEach
    void start() throws Exception {
        peers = Peers.start();
    }

    @AfterEach
    void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void shouldTellClocksApart() throws Exception {
        assertThat(skewed(Duration.ofMinutes(10)).getMessage()).contains("not valid yet", "s ahead of the server's");
        assertThat(skewed(Duration.ofMinutes(-10)).getMessage()).contains("expired", "s behind the server's");
        try (LiveKitApi api = api(peers.url().toString(), Duration.ofSeconds(40))) {
            assertThat(api.rooms().list()).isEmpty();
        }
    }

    @Test
    void shouldTellWhatIsWrongWithTheAddress() {
        String base = "127.0.0.1:";
        assertThat(failure("wss://" + base + peers.url().getPort())).isInstanceOf(ApiException.Untrusted.class);
        assertThat(failure("ws://" + base + peers.port("REDIS_PORT"))).isNotInstanceOf(Unauthorized.class);
        assertThat(failure("ws://" + base + peers.port("METRICS_PORT")))
                .isInstanceOf(ApiException.Unintelligible.class)
                .hasMessageContaining("gave an answer of type \"text/plain");
        assertThat(failure(peers.url() + "/rtc")).isInstanceOf(ApiException.Unintelligible.class);
    }

    @Test
    void shouldOutliveARestartOfTheServer() throws Exception {
        try (LiveKitApi api = api(peers.url().toString(), Duration.ZERO)) {
            api.rooms().create("before");
            peers.server.kill();
            assertThat(catchThrowableOfType(
                            ApiException.class, () -> api.rooms().list()))
                    .isInstanceOf(ApiException.Unreachable.class)
                    .hasMessageContaining("nothing accepts connections");
            peers.server.begin();
            peers.server.awaitReady();

            api.rooms().create("after");
            assertThat(api.rooms().find("after")).isPresent();
        }
    }

    @Test
    void shouldEndInTimeWhenTheServerIsSilent() throws Exception {
        try (LiveKitApi api = LiveKitApi.connect(
                settings(peers.url().toString()).within(Duration.ofMillis(400), Duration.ofSeconds(1)))) {
            api.rooms().list();
            peers.server.halt();

            assertThat(catchThrowableOfType(
                            ApiException.class, () -> api.rooms().list()))
                    .isInstanceOf(ApiException.TimedOut.class)
                    .hasMessageContaining("no answer from");
            assertThat(api.counters().of(Operation.LIST_ROOMS, "timed_out")).isEqualTo(1);
            peers.server.proceed();
        }
    }

    @Test
    void shouldNotBlameTheKeyWhenRedisIsGone() throws Exception {
        try (LiveKitApi api = api(peers.url().toString(), Duration.ZERO)) {
            peers.redis.kill();

            ApiException failure =
                    catchThrowableOfType(ApiException.class, () -> api.rooms().list());

            assertThat(failure).isInstanceOf(ApiException.ServerFault.class).hasMessageContaining("Redis");
        }
    }

    private Unauthorized skewed(Duration ahead) {
        try (LiveKitApi api = api(peers.url().toString(), ahead)) {
            Unauthorized refused =
                    catchThrowableOfType(Unauthorized.class, () -> api.rooms().list());
            assertThat(refused.reason()).isEqualTo(Reason.CLOCK_SKEW);
            return refused;
        }
    }

    private ApiException failure(String url) {
        try (LiveKitApi api = api(url, Duration.ZERO)) {
            return catchThrowableOfType(ApiException.class, () -> api.rooms().list());
        }
    }

    private LiveKitApi api(String url, Duration ahead) {
        InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
        return LiveKitApi.connect(settings(url), clock);
    }

    private ApiSettings settings(String url) {
        ApiKey key = peers.key();
        return ApiSettings.of(url, key, true);
    }
}
