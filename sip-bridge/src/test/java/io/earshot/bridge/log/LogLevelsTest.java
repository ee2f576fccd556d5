package io.earshot.bridge.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.earshot.bridge.http.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogLevelsTest {
    private static final CallMark ONE = new CallMark("EC_LEVELSTEST1", "0".repeat(31) + "b");
    private static final CallMark TWO = new CallMark("EC_LEVELSTEST2", "0".repeat(31) + "c");

    private final LoggerContext context = new LoggerContext();
    private long nowNs;
    private final LogLevels levels = new LogLevels(() -> nowNs);
    private final LogResource resource = new LogResource(levels);
    private final Logger logger = context.getLogger("io.earshot.bridge.call.Call");

    @BeforeEach
    void install() {
        context.getLogger("ROOT").setLevel(Level.INFO);
        levels.setContext(context);
        levels.start();
        context.addTurboFilter(levels);
        CallMarks.begin(ONE, "sip-1@levels.test");
        CallMarks.begin(TWO, "sip-2@levels.test");
    }

    @AfterEach
    void end() {
        CallMarks.end(ONE);
        CallMarks.end(TWO);
    }

    private boolean writes(CallMark mark) {
        boolean[] enabled = new boolean[1];
        mark.run(() -> enabled[0] = logger.isDebugEnabled());
        return enabled[0];
    }

    private HttpAnswer ask(String method, String path, String body) {
        return resource.answer(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldChangeTheLevelOfALoggerForAWhile() {
        HttpAnswer answer =
                ask("PUT", "", "{\"logger\": \"io.earshot.bridge\", \"level\": \"debug\", \"minutes\": 10}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("\"logger\":\"io.earshot.bridge\"", "\"level\":\"debug\"", "\"secondsLeft\":600");
        assertThat(logger.isDebugEnabled()).isTrue();
        assertThat(context.getLogger("io.earshot.bridges.Other").isDebugEnabled())
                .isFalse();

        nowNs += Duration.ofMinutes(10).toNanos();
        assertThat(logger.isDebugEnabled()).isFalse();
        assertThat(levels.any()).isFalse();
    }

    @Test
    void shouldSilenceALogger() {
        ask("PUT", "", "{\"logger\": \"io.earshot.bridge\", \"level\": \"error\"}");
        assertThat(logger.isWarnEnabled()).isFalse();
        assertThat(logger.isErrorEnabled()).isTrue();
    }

    @Test
    void shouldChangeTheLevelOfOneCallAlone() {
        assertThat(resource.setCall(ONE.callId(), "{\"level\":\"trace\"}".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(200);
        assertThat(writes(ONE)).isTrue();
        assertThat(writes(TWO)).isFalse();
        assertThat(logger.isDebugEnabled()).isFalse();
    }

    @Test
    void shouldKnowACallByWhatALineNamesItBy() {
        levels.call(ONE.callId(), "debug", Duration.ofMinutes(1));
        var seen = new ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent>();
        seen.setContext(context);
        seen.start();
        logger.addAppender(seen);
        logger.debug("dialog {} changes", "sip-1@levels.test");
        logger.debug("dialog {} changes", "sip-2@levels.test");
        assertThat(seen.list).hasSize(1);
    }

    @Test
    void shouldWatchTheNextCallOfANumber() {
        assertThat(ask("POST", "/rules", "{\"number\": \"+4930123\", \"level\": \"debug\"}")
                        .status())
                .isEqualTo(200);
        levels.callBegan(ONE, "sip:+4930123@example.com", "sip:100@example.com");
        levels.callBegan(TWO, "sip:+4930123@example.com", "sip:100@example.com");
        assertThat(writes(ONE)).isTrue();
        assertThat(writes(TWO)).isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoLevel() {
        assertThat(ask("PUT", "", "{\"level\": \"loud\"}").status()).isEqualTo(400);
        assertThat(ask("PUT", "", "{").status()).isEqualTo(400);
        assertThat(ask("PUT", "", "{\"level\": \"debug\", \"minutes\": 0}").status())
                .isEqualTo(400);
        assertThat(ask("POST", "", "{}").status()).isEqualTo(405);
        assertThat(levels.any()).isFalse();
    }

    @Test
    void shouldEndAllAtOnce() {
        ask("PUT", "", "{\"level\": \"debug\"}");
        ask("DELETE", "", "");
        assertThat(logger.isDebugEnabled()).isFalse();
    }
}
