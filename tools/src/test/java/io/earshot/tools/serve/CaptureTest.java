package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.capture.PcapFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Captures that the bridge makes of its calls, read by Wireshark's own command line. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class CaptureTest {
    private static final String MISSING = "tshark is missing: apt-get install tshark";

    @TempDir
    Path directory;

    private BridgeUnderTest start(String... settings) throws Exception {
        return BridgeUnderTest.start(
                Stream.concat(Stream.of("capture.directory=" + directory.resolve("captures")), Arrays.stream(settings))
                        .toArray(String[]::new));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("captures"))) {
            return all.toList();
        }
    }

    private Path onlyFile() throws Exception {
        return BridgeUnderTest.until("a capture", () -> files().isEmpty() ? null : files().getFirst());
    }

    private String tshark(Path file, String... arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of("tshark", "-r", file.toString()), Arrays.stream(arguments))
                .toList();
        Path printed = directory.resolve("tshark.txt");
        Process tshark;
        try {
            tshark = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(printed.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(MISSING, e);
        }
        assertThat(tshark.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(printed);
    }

    private static int post(BridgeUnderTest bridge, String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "http://127.0.0.1:" + bridge.bridge.httpAddress().getPort() + path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static CallPlan asking(BridgeUnderTest bridge) throws IOException {
        return bridge.plan(Phrases.recorded("opening-hours", new Cue.Turn()));
    }

    @Test
    void shouldCaptureByRuleWhatWiresharkReadsAsACallWithItsMedia() throws Exception {
        CallOutcome outside;
        try (BridgeUnderTest bridge = start("capture.rules=[{numbers: [agent], when: always}]")) {
            outside = bridge.call(asking(bridge));
            bridge.endedCall(outside.callId());
            BridgeUnderTest.untilTrue(
                    "the file", () -> bridge.metric("earshot_captures_total", "outcome=\"written\"") == 1);
            assertThat(bridge.metric("earshot_capture_packets_total", "outcome=\"dropped\""))
                    .isZero();
        }
        Path file = onlyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        String ladder = tshark(file, "-Y", "sip", "-T", "fields", "-e", "sip.Method", "-e", "sip.Status-Code");
        assertThat(ladder.lines().map(String::strip).filter(line -> !line.equals("100")))
                .containsExactly("INVITE", "180", "200", "ACK", "BYE", "200");
        String streams = tshark(file, "-q", "-z", "rtp,streams");
        assertThat(streams.lines().filter(line -> line.contains("g711U"))).hasSize(2);
        assertThat(tshark(file, "-Y", "rtcp", "-T", "fields", "-e", "rtcp.pt")).contains("200");
        List<PcapFile.Datagram> all = PcapFile.read(file);
        assertThat(all).extracting(PcapFile.Datagram::at).isSorted();
        assertThat(all).hasSizeGreaterThan(300);
    }

    @Test
    void shouldCaptureOnDemandWithTheInviteOfLongAgo() throws Exception {
        try (BridgeUnderTest bridge = start()) {
            CompletableFuture<CallOutcome> call = bridge.place(asking(bridge));
            String id = BridgeUnderTest.until("a call", () -> talking(bridge));
            assertThat(post(bridge, "/v1/calls/" + id + "/capture", "{\"action\":\"start\",\"seconds\":60}"))
                    .isEqualTo(202);
            assertThat(post(bridge, "/v1/calls/" + id + "/capture", "{\"action\":\"start\"}"))
                    .isEqualTo(409);
            call.get(60, TimeUnit.SECONDS);
            bridge.endedCall(id);
            BridgeUnderTest.untilTrue(
                    "the file", () -> bridge.metric("earshot_captures_total", "outcome=\"written\"") == 1);
        }
        Path file = onlyFile();
        assertThat(tshark(file, "-Y", "sip.Method == \"INVITE\"")).contains("INVITE sip:agent@");
        assertThat(tshark(file, "-q", "-z", "rtp,streams").lines().filter(line -> line.contains("g711U")))
                .hasSize(2);
    }

    private static @Nullable String talking(BridgeUnderTest bridge) throws Exception {
        var calls = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(bridge.get("/v1/calls"))
                .path("calls");
        return calls.size() == 1 && calls.get(0).path("state").asText().equals("talking")
                ? calls.get(0).path("callId").asText()
                : null;
    }

    @Test
    void shouldWriteTheFlightRecorderOfACallThatEndedBadlyAlone() throws Exception {
        try (BridgeUnderTest bridge = start(
                "capture.rules=[{when: bad}]",
                "capture.flight_time=5s",
                "media.timeout=1s",
                "media.first_packet_timeout=1s")) {
            CallOutcome fine = bridge.call(asking(bridge));
            bridge.endedCall(fine.callId());
            try (HandPhone mute = new HandPhone(bridge.sipPort(), "agent")) {
                mute.call();
                assertThat(bridge.endedCall(mute.callId)
                                .path("end")
                                .path("reason")
                                .asText())
                        .isEqualTo("media_timeout");
                BridgeUnderTest.untilTrue(
                        "the file", () -> bridge.metric("earshot_captures_total", "outcome=\"written\"") == 1);
                String sip = tshark(onlyFile(), "-Y", "sip", "-T", "fields", "-e", "sip.Call-ID");
                assertThat(sip.lines()).isNotEmpty().allMatch(line -> line.equals(mute.callId));
            }
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void shouldMaskKeysInTheSdpOfACapture() throws Exception {
        try (BridgeUnderTest bridge = start("capture.rules=[{when: always}]")) {
            try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
                phone.call();
                phone.request(
                        "INFO",
                        "",
                        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0Y2FuYXJ5c2VjcmV0Y2FuYXJ5c2VjcmV0\r\n");
                phone.request("BYE", "", "");
                bridge.endedCall(phone.callId);
            }
            BridgeUnderTest.untilTrue(
                    "the file", () -> bridge.metric("earshot_captures_total", "outcome=\"written\"") == 1);
        }
        String text = new String(Files.readAllBytes(onlyFile()), StandardCharsets.ISO_8859_1);
        assertThat(text).contains("inline:xxxxxxxx").doesNotContain("c2VjcmV0Y2FuYXJ5");
    }
}
