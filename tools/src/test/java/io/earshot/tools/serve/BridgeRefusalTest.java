package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the bridge refuses, and how it says so: calls in SIP's words, configurations in ours. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BridgeRefusalTest {
    private static final int WRONG_CONFIGURATION = 78;

    @TempDir
    Path directory;

    @Test
    void shouldAnswer503WhileAllCallsAreInUse() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start("calls.maximum=1", "calls.retry_after=7s");
                HandPhone first = new HandPhone(bridge.sipPort(), "agent")) {
            assertThat(HandPhone.status(ask(bridge, "OPTIONS"))).isEqualTo(200);
            first.call();

            assertUnavailable(ask(bridge, "INVITE"), "7");
            assertUnavailable(ask(bridge, "OPTIONS"), "7");
            assertThat(bridge.get("/health/ready")).contains("all 1 calls in use");

            assertThat(HandPhone.status(first.request("BYE", "", ""))).isEqualTo(200);
            BridgeUnderTest.untilTrue("a free line", () -> HandPhone.status(ask(bridge, "OPTIONS")) == 200);
            try (HandPhone second = new HandPhone(bridge.sipPort(), "agent")) {
                second.call();
            }
        }
    }

    @Test
    void shouldAnswer503WhileDrainingAndLetTheRunningCallFinish() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start("calls.retry_after=9s");
                HandPhone running = new HandPhone(bridge.sipPort(), "agent")) {
            running.call();
            CompletableFuture<Integer> left = CompletableFuture.supplyAsync(() -> drain(bridge));
            BridgeUnderTest.untilTrue(
                    "draining", () -> bridge.get("/health/ready").contains("draining"));

            assertUnavailable(ask(bridge, "INVITE"), "9");
            assertUnavailable(ask(bridge, "OPTIONS"), "9");
            assertThat(bridge.bridge.calls()).isOne();
            assertThat(left).isNotDone();
            assertThat(HandPhone.status(running.request("BYE", "", ""))).isEqualTo(200);
            assertThat(left.get(10, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void shouldSayWhyItRefusesACall() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start("calls.numbers=['1000']")) {
            assertRefused(bridge, "2000", 404, null);
            assertRefused(bridge, "1000", 488, "m=audio 40000 RTP/AVP 18\r\na=rtpmap:18 G729/8000");
            assertRefused(bridge, "1000", 488, "m=video 40000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000");
            assertRefused(bridge, "1000", 400, "m=audio nonsense RTP/AVP 0");
            try (HandPhone good = new HandPhone(bridge.sipPort(), "1000")) {
                good.call();
            }
        }
    }

    @Test
    void shouldNameEveryMissingKey() {
        Result result = serve(
                "--sip",
                "127.0.0.1:0",
                "--http",
                "127.0.0.1:0",
                "--config",
                configuration("").toString());

        assertThat(result.exitCode()).isEqualTo(WRONG_CONFIGURATION);
        assertThat(result.err()).contains("DEEPGRAM_API_KEY", "GROQ_API_KEY", "CARTESIA_API_KEY");
    }

    @Test
    void shouldTellEveryFaultOfAConfigurationFileWithItsLine() {
        Path file = configuration("""
                calls:
                  maximum: many
                media:
                  ptime: 20
                  codecs: [pcmu, mp3]
                """);

        Result result = serve("--config", file.toString());

        assertThat(result.exitCode()).isEqualTo(WRONG_CONFIGURATION);
        assertThat(result.err())
                .contains("bad.yaml:2: calls.maximum", "bad.yaml:4: media.ptime", "bad.yaml:5: media.codecs");
    }

    @Test
    void shouldNameAConfigurationFileThatIsNotThere() {
        Result result = serve("--config", directory.resolve("absent.yaml").toString());

        assertThat(result.exitCode()).isEqualTo(WRONG_CONFIGURATION);
        assertThat(result.err()).contains("absent.yaml");
    }

    private record Result(int exitCode, String err) {}

    private static Result serve(String... arguments) {
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new ServeCommand(Map.of()))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Result(exitCode, err.toString());
    }

    private Path configuration(String text) {
        try {
            return Files.writeString(directory.resolve("bad.yaml"), text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int drain(BridgeUnderTest bridge) {
        try {
            return bridge.bridge.drain(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One request from a telephone of its own; an INVITE's refusal is acknowledged by the way. */
    private static String ask(BridgeUnderTest bridge, String method) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            return phone.finalOf(method, "", method.equals("INVITE") ? phone.sdp("a=sendrecv") : "");
        }
    }

    private static void assertUnavailable(String response, String retryAfter) {
        assertThat(HandPhone.status(response)).isEqualTo(503);
        assertThat(HandPhone.header(response, "Retry-After")).isEqualTo(retryAfter);
    }

    private static void assertRefused(BridgeUnderTest bridge, String number, int status, String media)
            throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), number)) {
            String sdp = media == null ? phone.sdp("a=sendrecv") : phone.sdp(new String[] {media});
            assertThat(HandPhone.status(phone.finalOf("INVITE", "", sdp)))
                    .as("%s", media)
                    .isEqualTo(status);
            if (status != 404) {
                JsonNode call = bridge.endedCall(phone.callId);
                assertThat(call.path("end").path("reason").asText()).isEqualTo("refused");
                assertThat(call.path("end").path("sipStatus").asInt()).isEqualTo(status);
            }
        }
    }
}
