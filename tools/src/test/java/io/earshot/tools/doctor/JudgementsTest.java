package io.earshot.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.room.DisconnectReason;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.room.ServerDetails;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each check says about what it measured. */
class JudgementsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.500Z");
    private static final URI SERVER = URI.create("wss://livekit.example.com");

    @Test
    void shouldBeContentWithAGoodMachine() {
        assertThat(JavaCheck.judge(new JavaCheck.Facts(25, "Linux amd64", true, "epoll"), true)
                        .status())
                .isEqualTo(Status.OK);
        assertThat(LimitsCheck.judge(limits(65_536, 212_992, 512, "ZGC Minor Cycles"), 100)
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void shouldNameWhatThePlatformLacks() {
        assertThat(causes(JavaCheck.judge(new JavaCheck.Facts(21, "Linux amd64", true, "epoll"), true)))
                .contains("Java 21 is too old");
        assertThat(causes(JavaCheck.judge(new JavaCheck.Facts(25, "Mac OS X aarch64", false, "epoll"), true)))
                .contains("no libopus for Mac OS X");
        assertThat(JavaCheck.judge(new JavaCheck.Facts(25, "Mac OS X aarch64", false, "nio"), false)
                        .status())
                .isEqualTo(Status.WARNING);
        assertThat(JavaCheck.judge(new JavaCheck.Facts(25, "Linux amd64", true, "io_uring"), true)
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void shouldNameLimitsThatAreTooLow() {
        assertThat(causes(LimitsCheck.judge(limits(1_024, 212_992, 512, "ZGC"), 200)))
                .contains("1024 files", "200 calls");
        assertThat(causes(LimitsCheck.judge(limits(65_536, 4_096, 512, "ZGC"), 1)))
                .contains("receive buffers of 4096");
        assertThat(causes(LimitsCheck.judge(limits(65_536, 212_992, 4_096, "PS MarkSweep"), 1)))
                .contains("garbage collector");
        assertThat(LimitsCheck.judge(limits(-1, -1, 512, "ZGC"), 1_000).status())
                .isEqualTo(Status.OK);
    }

    @Test
    void shouldCompareAddressesWithInterfaces() throws Exception {
        List<InetAddress> own = List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("192.0.2.10"));

        assertThat(addresses("192.0.2.10", "192.0.2.10", "192.0.2.10", "198.51.100.1", own)
                        .status())
                .isEqualTo(Status.OK);
        assertThat(addresses("127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1", own)
                        .status())
                .isEqualTo(Status.OK);
        assertThat(causes(addresses("192.0.2.77", "192.0.2.77", "192.0.2.10", "192.0.2.10", own)))
                .contains("sip.host 192.0.2.77 is no address of this machine");
        assertThat(causes(addresses("192.0.2.10", "192.0.2.10", "127.0.0.1", "127.0.0.1", own)))
                .contains("their own machine");
        assertThat(causes(addresses("192.0.2.10", "192.0.2.10", "0.0.0.0", "0.0.0.0", own)))
                .contains("nobody can be reached");
    }

    @Test
    void shouldSayHowFarItCame() {
        assertThat(address(new UnknownHostException("livekit.example.com"), 0)).contains("does not resolve");
        assertThat(address(new ConnectException("Connection refused"), 0)).contains("nothing accepts connections");
        assertThat(address(new SocketTimeoutException("Connect timed out"), 0)).contains("firewall");
        assertThat(address(new SSLHandshakeException("PKIX path building failed: unable to find valid path"), 1))
                .contains("signed by nobody");
        assertThat(address(new SSLHandshakeException("No subject alternative DNS name matching x found."), 1))
                .contains("another name");
        assertThat(address(new SSLHandshakeException("PKIX path validation failed: validity check failed"), 1))
                .contains("has expired");
        assertThat(address(new IOException("Unsupported or unrecognized SSL message"), 1))
                .contains("speaks no TLS");
    }

    @Test
    void shouldWarnOfACertificateThatExpiresSoon() {
        assertThat(LiveKitAddressCheck.judge(SERVER, reached(Duration.ofDays(3)), NOW)
                        .status())
                .isEqualTo(Status.WARNING);
        assertThat(LiveKitAddressCheck.judge(SERVER, reached(Duration.ofDays(60)), NOW)
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void shouldCompareClocks() {
        assertThat(clock(Duration.ZERO).status()).isEqualTo(Status.OK);
        assertThat(clock(Duration.ofSeconds(20)).status()).isEqualTo(Status.WARNING);
        assertThat(causes(clock(Duration.ofMinutes(-5)))).contains("300 s ahead of");
        assertThat(causes(clock(Duration.ofMinutes(5)))).contains("300 s behind");
        assertThat(LiveKitClockCheck.judge(200, "", NOW).status()).isEqualTo(Status.SKIPPED);
        assertThat(causes(LiveKitClockCheck.judge(406, date(NOW), NOW))).contains("not ready");
    }

    @Test
    void shouldTellSignallingFromMedia() {
        assertThat(RoomCheck.notReady(Way.UDP, List.of("192.0.2.9:7882"), true, null)
                        .findings()
                        .getFirst()
                        .kind())
                .isEqualTo(FaultClass.MEDIA);
        RoomEnd lost = new RoomEnd.Lost(DisconnectReason.JOIN_FAILURE, "no server");
        assertThat(causes(RoomCheck.notReady(Way.UDP, List.of(), false, lost))).contains("signalling");
        assertThat(RoomCheck.judge(new RoomCheck.Facts(1, 1, 1, 0, -1, ServerDetails.UNKNOWN))
                        .status())
                .isEqualTo(Status.FAULT);
        assertThat(RoomCheck.judge(new RoomCheck.Facts(1, 1, 1, 2, 1_000_000, ServerDetails.UNKNOWN))
                        .status())
                .isEqualTo(Status.WARNING);
        assertThat(RoomCheck.judge(new RoomCheck.Facts(1, 1, 1, 4, 400_000_000, ServerDetails.UNKNOWN))
                        .status())
                .isEqualTo(Status.WARNING);
        assertThat(RoomCheck.judge(new RoomCheck.Facts(1, 1, 1, 4, 1_000_000, ServerDetails.UNKNOWN))
                        .status())
                .isEqualTo(Status.OK);
    }

    private static LimitsCheck.Facts limits(long descriptors, long buffer, long heapMb, String collector) {
        return new LimitsCheck.Facts(descriptors, buffer, 2, CpuQuota.NONE, 0.1, false, heapMb, List.of(collector));
    }

    private static Verdict addresses(
            String sip, String contact, String media, String advertised, List<InetAddress> own) {
        return AddressesCheck.judge(
                new AddressesCheck.Named("sip", sip, contact),
                new AddressesCheck.Named("media", media, advertised),
                own);
    }

    private static String address(IOException failure, long tcpNs) {
        List<InetAddress> known =
                failure instanceof UnknownHostException ? List.of() : List.of(InetAddress.getLoopbackAddress());
        Reach reach = new Reach(known, 1, tcpNs, List.of(), "", 0, null, failure);
        Verdict verdict = LiveKitAddressCheck.judge(SERVER, reach, NOW);
        assertThat(verdict.findings()).allMatch(it -> it.kind() == FaultClass.LIVEKIT);
        return causes(verdict);
    }

    private static Reach reached(Duration validFor) {
        @Nullable Instant end = NOW.plus(validFor);
        return new Reach(List.of(InetAddress.getLoopbackAddress()), 1, 1, List.of(), "TLSv1.3", 1, end, null);
    }

    private static Verdict clock(Duration serverAhead) {
        return LiveKitClockCheck.judge(200, date(NOW.plus(serverAhead)), NOW);
    }

    private static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    private static String causes(Verdict verdict) {
        return String.join("\n", verdict.findings().stream().map(Finding::cause).toList());
    }
}
