package io.earshot.bridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIPp as the caller of a trunk with a password: somebody else's digest against ours. It knows MD5 alone. */
class SippGatewayTest {
    private static final int CALLS = 5;

    @TempDir
    Path directory;

    @Test
    void shouldLetInSippWithTheRightPassword() throws Exception {
        SIPInboundTrunkInfo guarded = SIPInboundTrunkInfo.newBuilder()
                .setSipTrunkId("ST_1")
                .addNumbers("200")
                .setAuthUsername("user")
                .setAuthPassword("secret")
                .build();
        DispatchLists lists = DispatchLists.fixed(
                new DispatchLists.Lists(List.of(guarded), List.of(GatewayCallTest.individual(rule -> rule))));
        try (GatewayUnderTest gateway = new GatewayUnderTest(lists, "gateway.digest=[md5]")) {
            Path output = directory.resolve("sipp.txt");
            Process sipp = new ProcessBuilder(
                            "sipp",
                            "-sf",
                            Path.of("src/test/sipp/digest.xml").toAbsolutePath().toString(),
                            "-s",
                            "200",
                            "-m",
                            Integer.toString(CALLS),
                            "-i",
                            "127.0.0.1",
                            "-timeout",
                            "20s",
                            "-nostdin",
                            "-trace_err",
                            "127.0.0.1:" + gateway.sip.udpPort())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            for (int i = 0; i < CALLS; i++) {
                gateway.room().welcome();
            }
            assertThat(sipp.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(sipp.exitValue()).as(Files.readString(output)).isZero();
            assertThat(gateway.counters.refused()).containsEntry("challenged", (long) CALLS);
        }
    }
}
