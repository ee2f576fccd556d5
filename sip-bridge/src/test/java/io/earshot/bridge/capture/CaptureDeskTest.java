package io.earshot.bridge.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.call.CallFacts;
import io.earshot.bridge.call.CallMode;
import io.earshot.bridge.config.CaptureConfig;
import io.earshot.bridge.config.CaptureRule;
import io.earshot.bridge.trace.TraceContext;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.media.session.PacketTap;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureDeskTest {
    private static final CallFacts FACTS = new CallFacts(
            "EC_CAPTURE",
            "id@capture.test",
            "sip:anna@example.com",
            "sip:100@example.com",
            "t",
            CallMode.DIRECT,
            TraceContext.fresh());

    @TempDir
    Path directory;

    private CaptureConfig config(String where, int maxCalls, CaptureRule... rules) {
        CaptureConfig usual = CaptureConfig.defaults();
        return new CaptureConfig(
                where,
                100_000,
                usual.maxTime(),
                maxCalls,
                Duration.ofHours(1),
                150_000,
                usual.flightTime(),
                usual.flightCalls(),
                usual.badMos(),
                List.of(rules));
    }

    private static CaptureDesk desk(CaptureConfig config) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        return new CaptureDesk(() -> config, here, here, (_, _) -> PacketTap.NONE);
    }

    @Test
    void shouldAddNothingToThePacketPathWhileThereAreNoCaptures() throws Exception {
        try (MediaLoops loops = MediaLoops.start(MediaLoopsConfig.DEFAULT);
                CaptureDesk desk = desk(CaptureConfig.defaults())) {
            assertThat(desk.tapOf(FACTS, loops.next())).isSameAs(PacketTap.NONE);
            assertThat(desk.start(FACTS.sipCallId(), Duration.ofSeconds(1)).text())
                    .isEqualTo("capture.directory is not set");
        }
    }

    @Test
    void shouldCaptureNoMoreCallsAtOnceThanItMay() throws Exception {
        try (MediaLoops loops = MediaLoops.start(MediaLoopsConfig.DEFAULT);
                CaptureDesk desk = desk(config(directory.toString(), 0))) {
            MediaLoop loop = loops.next();
            assertThat(desk.tapOf(FACTS, loop)).isInstanceOf(CallTap.class);
            assertThat(desk.start(FACTS.sipCallId(), Duration.ofSeconds(1)).done())
                    .isFalse();
            assertThat(desk.refused()).isEqualTo(1);
            assertThat(desk.start("nobody@capture.test", Duration.ofSeconds(1)).done())
                    .isFalse();
        }
    }

    @Test
    void shouldChooseCallsByTheFirstRuleThatMatches() {
        CaptureRule numbers =
                new CaptureRule(List.of("+4930*"), List.of(), List.of("berlin"), 1, CaptureRule.When.ALWAYS);
        assertThat(numbers.matches("+4930123", "anna", "berlin")).isTrue();
        assertThat(numbers.matches("+4989123", "anna", "berlin")).isFalse();
        assertThat(numbers.matches("+4930123", "anna", "munich")).isFalse();
    }

    @Test
    void shouldKeepItsDirectoryWithinItsLimits() throws Exception {
        for (int i = 0; i < 4; i++) {
            Path file = Files.write(directory.resolve("c" + i + ".pcap"), new byte[60_000]);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(600L * (4 - i))));
        }
        Path old = Files.write(directory.resolve("old.pcap"), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7_200)));
        Path other = Files.write(directory.resolve("notes.txt"), new byte[500_000]);

        long oldestMs = Instant.now().minusSeconds(3_600).toEpochMilli();
        assertThat(PrivateFiles.sweep(directory, oldestMs, 150_000)).isEqualTo(3);
        assertThat(directory.resolve("c3.pcap")).exists();
        assertThat(directory.resolve("c2.pcap")).exists();
        assertThat(other).exists();
    }
}
