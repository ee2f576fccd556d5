package io.earshot.bridge.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.metrics.Families;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class KeyCheckTest {
    private static final String GOOD = "a-good-key-canary";
    private static final String WRONG = "a-wrong-key-canary";

    private final Health health = new Health();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private HttpServer vendor;
    private KeyCheck check;

    @BeforeEach
    void start() throws Exception {
        vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vendor.createContext("/models", exchange -> {
            awaitLeave();
            boolean good =
                    ("Bearer " + GOOD).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(good ? 200 : 401, -1);
            exchange.close();
        });
        vendor.start();
        check = new KeyCheck(config(GOOD), Duration.ofHours(1));
        check.addTo(new Families(), health);
    }

    @AfterEach
    void stop() {
        mayAnswer.countDown();
        check.close();
        vendor.stop(0);
    }

    private void awaitLeave() throws IOException {
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private BridgeConfig config(String key) throws ConfigException {
        String url = "http://127.0.0.1:" + vendor.getAddress().getPort();
        return new ConfigLoader(Map.of())
                .load(BridgeConfig.defaults(Map.of()), null, List.of("llm.groq.url=" + url, "keys.groq=" + key));
    }

    private HealthState state() {
        return health.components().getFirst().state();
    }

    private void awaitAsked() throws InterruptedException {
        while (check.asking()) {
            Thread.sleep(5);
        }
    }

    @Test
    void shouldTellOfAKeyThatTheVendorRefuses() throws Exception {
        mayAnswer.countDown();
        check.look(config(WRONG));
        awaitAsked();
        assertThat(check.warnings()).containsExactly("groq does not accept its key (HTTP 401): see GROQ_API_KEY");
        assertThat(state().status()).isEqualTo(HealthState.Status.DEGRADED);
        assertThat(state().reason()).doesNotContain(WRONG);
    }

    @Test
    void shouldBeWellAgainOnceTheKeyIsMended() throws Exception {
        mayAnswer.countDown();
        check.look(config(WRONG));
        awaitAsked();
        check.look(config(GOOD));
        awaitAsked();
        assertThat(check.warnings()).isEmpty();
        assertThat(state().status()).isEqualTo(HealthState.Status.OK);
    }

    @Test
    void shouldNotMakeAReloadWaitForAVendor() throws Exception {
        check.look(config(WRONG));
        assertThat(check.asking()).isTrue();
        assertThat(check.warnings()).isEmpty();
    }

    @Test
    void shouldAskNobodyWhenNothingChanged() throws Exception {
        check.look(config(GOOD));
        assertThat(check.asking()).isFalse();
    }

    @Test
    void shouldHoldNothingAgainstAKeyWhenTheVendorCannotBeReached() throws Exception {
        vendor.stop(0);
        check.look(config(WRONG));
        awaitAsked();
        assertThat(check.warnings()).isEmpty();
    }
}
