package io.earshot.tools.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.bridge.Bridge;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.config.MediaConfig;
import io.earshot.media.codec.AudioCodec;
import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.Simulators;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A bridge in this process, with the configured addresses, media ports and codecs, and providers that are simulated. It listens for SIP and HTTP on
 * ports of the system's choice, and has nothing else of the configuration: no LiveKit, no records. Confined to the command's thread.
 */
final class OwnBridge implements AutoCloseable {
    private final Simulators simulators;
    private final Bridge bridge;

    private OwnBridge(Simulators simulators, Bridge bridge) {
        this.simulators = simulators;
        this.bridge = bridge;
    }

    /** Starts it; takes a second or two. */
    static OwnBridge start(BridgeConfig config) throws IOException {
        Simulators simulators = Simulators.start(SimulatorConfig.defaults());
        try {
            BridgeConfig own = new ConfigLoader(Map.of())
                    .load(BridgeConfig.defaults(Map.of()), null, settings(config, simulators));
            return new OwnBridge(simulators, Bridge.start(own));
        } catch (ConfigException | IOException failed) {
            simulators.close();
            throw failed instanceof IOException io ? io : new IOException("its settings cannot be used", failed);
        }
    }

    private static List<String> settings(BridgeConfig config, Simulators simulators) {
        MediaConfig media = config.media();
        String codecs = media.codecs().stream()
                .map(AudioCodec::name)
                .map(it -> it.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(",", "[", "]"));
        return List.of(
                "sip.host=" + config.sip().host(),
                "sip.advertised_host=" + config.sip().advertisedHost().orElse(""),
                "sip.udp_port=0",
                "sip.tcp_port=0",
                "http.port=0",
                "media.host=" + media.host(),
                "media.first_port=" + media.firstPort(),
                "media.last_port=" + media.lastPort(),
                "media.codecs=" + codecs,
                "media.allow_loopback=true",
                "calls.rehearsals=1",
                "stt.deepgram.url=" + simulators.deepgram() + "/v1/listen",
                "stt.flux.url=" + simulators.deepgram() + "/v2/listen",
                "llm.groq.url=" + simulators.groq(),
                "tts.cartesia.url=" + simulators.cartesia() + "/tts/websocket");
    }

    int sipPort() {
        return bridge.sipAddress().getPort();
    }

    /** What it tells of a call. */
    JsonNode call(String callId) throws InterruptedException {
        URI page = URI.create("http://127.0.0.1:" + bridge.httpAddress().getPort());
        try (HttpClient client = HttpClient.newHttpClient()) {
            return BridgePages.call(client, page, "", callId);
        }
    }

    @Override
    public void close() {
        bridge.close();
        simulators.close();
    }
}
