package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Faults that show in the logs of LiveKit's programs alone: calls and starts that really fail, and what the doctor reads. */
@Tag("peers")
@Timeout(120)
class DoctorLogPeersTest {
    private Peers peers;

    @AfterEach
    void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldTellWhoseCallsGoNowhere() throws Exception {
        peers = Peers.start().withSip();
        peers.takeCalls("+15550100", "voice-ai-call-", Map.of());
        peers.api()
                .call(
                        "SIP",
                        "CreateSIPInboundTrunk",
                        "",
                        Map.of(
                                "trunk",
                                Map.of(
                                        "name", "locked",
                                        "numbers", List.of("+15550144"),
                                        "authUsername", "someone",
                                        "authPassword", "canary-password")));
        ring("+15550177");
        ring("+15550144");
        ring("+15550100");
        Peers.untilTrue(
                "the end of the caller who waited", () -> peers.sip().log().contains("\"reason\":\"cancelled\""));

        DoctorVisit visit = log();

        assertThat(visit.findings())
                .hasSize(3)
                .anyMatch(it -> it.contains("match no trunk") && it.contains("(1 call") && it.contains("+15550177 (1)"))
                .anyMatch(it -> it.contains("asks for a password") && it.contains("+15550144 (1)"))
                .anyMatch(it -> it.contains("nobody published audio") && it.contains("+15550100 (1)"));
        assertThat(visit.exitCode()).isEqualTo(65);
        assertThat(visit.text()).doesNotContain("canary");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldTellAnUnknownKeyOfLiveKitSip() throws Exception {
        peers = Peers.start().withSip(text -> text.replace("\"" + PeerConfig.API_KEY + "\"", "\"otherkey\""));
        peers.takeCalls("+15550100", "voice-ai-call-", Map.of());
        try (TonePhone phone = new TonePhone(peers.sipPort(), "+15550100")) {
            assertThat(phone.refused()).startsWith("SIP/2.0 486");
        }

        DoctorVisit visit = log(
                "--livekit-server-config=" + peers.file("livekit.yaml"),
                "--livekit-sip-config=" + peers.file("livekit-sip.yaml"));

        assertThat(visit.findings())
                .anyMatch(it -> it.contains("otherkey") && it.contains("none of livekit-server's keys"))
                .anyMatch(it -> it.contains("its api_key is wrong") && it.contains("486"));
        assertThat(visit.exitCode()).isEqualTo(77);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldTellWhyTheServerDoesNotStartOrComplains() throws Exception {
        peers = Peers.start(text -> text.replace(PeerConfig.API_SECRET, "too-short"), new String[0]);
        DoctorVisit weak = DoctorVisit.to(
                peers,
                Map.of("LIVEKIT_API_SECRET", "too-short"),
                "--only",
                "livekit-log,livekit-files",
                "--livekit-server-config=" + peers.file("livekit.yaml"),
                "--log=" + peers.file("livekit-server.log"));
        peers.server.kill();
        Path yaml = peers.file("livekit.yaml");
        Path wrong = Files.writeString(
                peers.file("wrong.yaml"),
                Files.readString(yaml)
                        .replaceAll("webhook:.*", "webhook: {api_key: nobody, urls: ['http://127.0.0.1:9/x']}"));
        Path log = peers.file("wrong.log");
        Process failed = new ProcessBuilder(Installed.program("livekit-server"), "--config", wrong.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        failed.waitFor();
        DoctorVisit dead = DoctorVisit.to(
                peers,
                Map.of(),
                "--only",
                "livekit-log,livekit-files",
                "--livekit-server-config=" + wrong,
                "--log=" + log);

        assertThat(weak.findings())
                .anyMatch(it -> it.contains("fewer than 32 characters"))
                .allMatch(it -> it.contains("warning"));
        assertThat(weak.exitCode()).isZero();
        assertThat(dead.findings())
                .anyMatch(it -> it.contains("webhook.api_key of livekit-server is none of its keys"))
                .anyMatch(it -> it.contains("livekit-server did not start"));
        assertThat(dead.exitCode()).isEqualTo(78);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldNameAMediaAddressThatCannotBeReached() throws Exception {
        peers = Peers.start(InetAddress.getByName("203.0.113.77"));

        DoctorVisit visit = DoctorVisit.to(peers, Map.of(), "--only", "room");

        assertThat(visit.findings()).singleElement().asString().contains("UDP does not pass", "203.0.113.77");
        assertThat(visit.exitCode()).isEqualTo(74);
    }

    /** Calls, and gives up when it has rung twice. */
    private void ring(String number) throws Exception {
        try (TonePhone phone = new TonePhone(peers.sipPort(), number)) {
            phone.giveUpAfter(2, 2);
        }
    }

    private DoctorVisit log(String... more) throws Exception {
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "--only", "livekit-log,livekit-files", "--log=" + peers.file("livekit-sip.log")),
                        java.util.stream.Stream.of(more))
                .toArray(String[]::new);
        return DoctorVisit.to(peers, Map.of(), all);
    }
}
