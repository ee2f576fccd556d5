package io.earshot.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports and times that several files of the deployment state: that they state the same as the bridge's defaults. */
class AgreementTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DEEPGRAM_API_KEY", "dg", "GROQ_API_KEY", "gq", "CARTESIA_API_KEY", "ca", "NODE_ADDRESS", "127.0.0.1");
    private static final String KUBERNETES = "kubernetes/earshot.yaml";

    private final BridgeConfig defaults = BridgeConfig.defaults(ENVIRONMENT);

    @TempDir
    Path directory;

    @Test
    void shouldDrainForAsLongAsTheBridgeDoesByItself() throws Exception {
        for (String file :
                List.of("systemd/earshot.service", KUBERNETES, "compose/compose.yaml", "container/Containerfile")) {
            assertThat(number(file, "--drain-seconds=(\\d+)"))
                    .as(file)
                    .isEqualTo(defaults.calls().drainSeconds());
        }
    }

    @Test
    void shouldGiveAPodTimeForItsHookAndItsDrain() throws Exception {
        assertThat(number(KUBERNETES, "terminationGracePeriodSeconds: (\\d+)"))
                .isGreaterThan(number(KUBERNETES, "\"sleep\", \"(\\d+)\"")
                        + defaults.calls().drainSeconds());
    }

    @Test
    void shouldOpenTheBridgesPortsInContainersAndPods() throws Exception {
        long sip = defaults.sip().udpPort();
        assertThat(text("container/Containerfile"))
                .contains("EXPOSE " + sip + "/udp " + defaults.sip().tcpPort() + "/tcp "
                        + defaults.sip().tls().port() + "/tcp " + number(KUBERNETES, "health_port: (\\d+)") + "/tcp")
                .contains("EARSHOT_HEALTH_PORT:-" + defaults.http().port() + "}");
        assertThat(number(KUBERNETES, "name: sip-udp, containerPort: (\\d+)")).isEqualTo(sip);
        assertThat(number(KUBERNETES, "name: sip-tcp, containerPort: (\\d+)")).isEqualTo(sip);
        assertThat(text(KUBERNETES))
                .contains("(" + number(KUBERNETES, "first_port: (\\d+)") + " to "
                        + number(KUBERNETES, "last_port: (\\d+)") + " below)");
    }

    @Test
    void shouldKeepLiveKitSipAndTheBridgeOutOfEachOthersPorts() throws Exception {
        BridgeConfig room = new ConfigLoader(ENVIRONMENT)
                .load(defaults, Deployed.DEPLOY.resolve("livekit/earshot-room.yaml"), List.of());
        assertThat(room.sip().udpPort()).isNotEqualTo((int) number("livekit/livekit-sip.yaml", "sip_port: (\\d+)"));
        assertThat((long) room.media().firstPort())
                .isGreaterThan(number("livekit/livekit-sip.yaml", "rtp_port: \\d+-(\\d+)"));
        assertThat((long) room.media().lastPort())
                .isLessThan(number("livekit/livekit.yaml", "port_range_start: (\\d+)"));
    }

    @Test
    void shouldHaveSystemdFindNothingWrongWithTheUnit() throws Exception {
        Path unit = directory.resolve("earshot.service");
        Files.writeString(unit, text("systemd/earshot.service").replace("/opt/earshot/bin/earshot", "/bin/true"));
        Deployed.Ran ran = Deployed.run("systemd", directory, "systemd-analyze", "verify", unit.toString());
        assertThat(ran.output().lines().filter(line -> line.contains("earshot.service:")))
                .isEmpty();
        Deployed.succeeds(
                "systemd",
                directory,
                "systemd-analyze",
                "security",
                "--no-pager",
                "--offline=true",
                "--threshold=20",
                unit.toString());
    }

    private static String text(String file) throws Exception {
        return Files.readString(Deployed.DEPLOY.resolve(file));
    }

    private static long number(String file, String pattern) throws Exception {
        Matcher found = Pattern.compile(pattern).matcher(text(file));
        assertThat(found.find()).as(file + ": " + pattern).isTrue();
        return Long.parseLong(found.group(1));
    }
}
