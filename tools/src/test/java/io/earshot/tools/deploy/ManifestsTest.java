package io.earshot.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Manifests, units and guides: that they agree with the bridge and with each other. */
class ManifestsTest {
    private static final Map<String, String> KEYS = Map.of(
            "DEEPGRAM_API_KEY", "dg", "GROQ_API_KEY", "gq", "CARTESIA_API_KEY", "ca", "NODE_ADDRESS", "127.0.0.1");

    @TempDir
    Path directory;

    @Test
    void shouldGiveKubernetesAConfigurationThatTheBridgeTakes() throws Exception {
        Path file = Files.writeString(directory.resolve("earshot.yaml"), kubernetesConfig());
        BridgeConfig config = load(file);
        assertThat(config.sip().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().healthPort()).isEqualTo(probedPort());
    }

    @Test
    void shouldGiveLiveKitsExamplesAConfigurationThatTheBridgeTakes() throws Exception {
        BridgeConfig config = load(Deployed.DEPLOY.resolve("livekit/earshot-room.yaml"));
        String server = Files.readString(Deployed.DEPLOY.resolve("livekit/livekit.yaml"));
        assertThat(config.livekit().configured()).isTrue();
        assertThat(server)
                .contains(config.livekit().apiKey() + ": "
                        + config.livekit().apiSecret().reveal())
                .contains("http://127.0.0.1:" + config.http().port()
                        + config.livekit().webhook().path());
    }

    @Test
    void shouldGiveADrainMoreTimeThanTheBridgeTakes() throws Exception {
        assertThat(number("systemd/earshot.service", "TimeoutStopSec=(\\d+)"))
                .isGreaterThan(number("systemd/earshot.service", "--drain-seconds=(\\d+)"));
        assertThat(number("kubernetes/earshot.yaml", "terminationGracePeriodSeconds: (\\d+)"))
                .isGreaterThan(number("kubernetes/earshot.yaml", "--drain-seconds=(\\d+)"));
        assertThat(number("compose/compose.yaml", "stop_grace_period: (\\d+)s"))
                .isGreaterThan(number("compose/compose.yaml", "--drain-seconds=(\\d+)"));
    }

    @Test
    void shouldHaveKamailioTakeTheProxysConfiguration() throws Exception {
        Path proxy = Deployed.DEPLOY.resolve("kamailio");
        String kamailio = Files.exists(Path.of("/usr/sbin/kamailio")) ? "/usr/sbin/kamailio" : "kamailio";
        String list = "DISPATCHERS=\"" + proxy.resolve("dispatcher.list") + "\"";
        Deployed.succeeds("kamailio", proxy, kamailio, "-c", "-f", "kamailio.cfg", "-A", list);
    }

    @Test
    void shouldNameOnlyKeysOfTheConfigurationInTheGuides() throws Exception {
        Set<String> known = documentedKeys();
        Set<String> sections = new TreeSet<>();
        known.forEach(key -> sections.add(key.split("\\.")[0]));
        Set<String> unknown = new TreeSet<>();
        for (Path guide : guidesOfKeys()) {
            Matcher spans = Pattern.compile("`([a-z_]+(?:\\.[a-z_0-9]+)+)`").matcher(Files.readString(guide));
            while (spans.find()) {
                String key = spans.group(1);
                if (sections.contains(key.split("\\.")[0]) && !known.contains(key) && !key.endsWith(".yaml")) {
                    unknown.add(Deployed.ROOT.relativize(guide) + ": " + key);
                }
            }
        }
        assertThat(known).contains("sip.udp_port", "http.tokens.metrics");
        assertThat(unknown).isEmpty();
    }

    @Test
    void shouldLinkOnlyToWhatExists() throws Exception {
        List<String> broken = new ArrayList<>();
        for (Path guide : Deployed.guides()) {
            Matcher links = Pattern.compile("\\]\\(([^)#:\\s]*)(#[^)]*)?\\)").matcher(Files.readString(guide));
            while (links.find()) {
                Path target = links.group(1).isEmpty()
                        ? guide
                        : guide.resolveSibling(links.group(1)).normalize();
                boolean there = Files.exists(target)
                        && (links.group(2) == null || anchors(target).contains(links.group(2)));
                if (!there) {
                    broken.add(Deployed.ROOT.relativize(guide) + ": " + links.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static BridgeConfig load(Path file) throws Exception {
        return new ConfigLoader(KEYS).load(BridgeConfig.defaults(KEYS), file, List.of());
    }

    /** Those for administrators; the modules' own name packages alike. */
    private static List<Path> guidesOfKeys() throws Exception {
        List<Path> guides = Deployed.guides().stream()
                .filter(guide -> guide.startsWith(Deployed.DOCS)
                        || guide.startsWith(Deployed.DEPLOY)
                        || guide.getParent().equals(Deployed.ROOT))
                .toList();
        assertThat(guides).hasSizeGreaterThan(4);
        return guides;
    }

    private static Set<String> anchors(Path guide) throws Exception {
        Set<String> anchors = new TreeSet<>();
        Files.readAllLines(guide).stream()
                .filter(line -> line.startsWith("#"))
                .forEach(line -> anchors.add("#"
                        + line.replaceFirst("^#+ *", "")
                                .toLowerCase(java.util.Locale.ROOT)
                                .replaceAll("[^\\p{L}0-9_ -]", "")
                                .replace(' ', '-')));
        return anchors;
    }

    /** Every dotted key of earshot.yaml, by its indentation. */
    private static Set<String> documentedKeys() throws Exception {
        Set<String> keys = new TreeSet<>();
        List<String> path = new ArrayList<>();
        for (String line : Files.readAllLines(Deployed.ROOT.resolve("sip-bridge/earshot.yaml"))) {
            Matcher key = Pattern.compile("^( *)([a-z_0-9]+):.*").matcher(line);
            if (key.matches()) {
                int depth = key.group(1).length() / 2;
                while (path.size() > depth) {
                    path.removeLast();
                }
                path.add(key.group(2));
                keys.add(String.join(".", path));
            }
        }
        return keys;
    }

    private static long number(String file, String pattern) throws Exception {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(Deployed.DEPLOY.resolve(file)));
        assertThat(found.find()).as(pattern).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static String kubernetesConfig() throws Exception {
        for (Object document : documents()) {
            if (document instanceof Map<?, ?> manifest
                    && "ConfigMap".equals(manifest.get("kind"))
                    && manifest.get("data") instanceof Map<?, ?> data) {
                return String.valueOf(data.get("earshot.yaml"));
            }
        }
        throw new AssertionError("no ConfigMap");
    }

    /** The one port that all three probes ask. */
    private static int probedPort() throws Exception {
        Set<Integer> ports = new TreeSet<>();
        Matcher probes = Pattern.compile("httpGet: \\{ path: /health/(?:live|ready), port: (\\d+) \\}")
                .matcher(Files.readString(Deployed.DEPLOY.resolve("kubernetes/earshot.yaml")));
        int found = 0;
        while (probes.find()) {
            ports.add(Integer.parseInt(probes.group(1)));
            found++;
        }
        assertThat(found).isEqualTo(3);
        assertThat(ports).hasSize(1);
        return ports.iterator().next();
    }

    private static Iterable<Object> documents() throws Exception {
        return new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(Deployed.DEPLOY.resolve("kubernetes/earshot.yaml")));
    }
}
