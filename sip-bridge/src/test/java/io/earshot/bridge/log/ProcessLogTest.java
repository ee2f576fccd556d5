package io.earshot.bridge.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.earshot.bridge.config.LogConfig;
import io.earshot.bridge.config.LogConfig.Level;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProcessLogTest {
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.earshot.nowhere");
    private final Logger theirs = (Logger) LoggerFactory.getLogger("com.example.nowhere");

    private static void configure(Level level, Map<String, Level> levels) {
        ProcessLog.configure(new LogConfig(LogConfig.Format.TEXT, level, levels, "", 200, Duration.ofSeconds(10)));
    }

    @AfterEach
    void asItWas() {
        configure(Level.WARN, Map.of());
    }

    @Test
    void shouldGiveLoggersTheirLevels() {
        configure(Level.INFO, Map.of("io.earshot.nowhere", Level.TRACE, "com.example", Level.ERROR));

        assertThat(ours.isTraceEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("io.earshot.elsewhere").isDebugEnabled())
                .isFalse();
        assertThat(theirs.isWarnEnabled()).isFalse();
    }

    @Test
    void shouldGiveLoggersBackTheirLevelsWhenTheyAreNamedNoMore() {
        configure(Level.DEBUG, Map.of("com.example", Level.TRACE, "root", Level.ERROR));
        configure(Level.INFO, Map.of());

        assertThat(ours.isDebugEnabled()).isFalse();
        assertThat(ours.isInfoEnabled()).isTrue();
        assertThat(theirs.isTraceEnabled()).isFalse();
        assertThat(theirs.isWarnEnabled()).isTrue();
    }
}
