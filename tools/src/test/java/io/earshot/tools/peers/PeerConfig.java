package io.earshot.tools.peers;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The values that fill the templates of {@code src/peers}: ports of this instance's own, key, webhooks. */
final class PeerConfig {
    static final String API_KEY = "devkey";
    static final String API_SECRET = "devsecret-devsecret-devsecret-devsecret";

    /** livekit-sip takes a stretch of ports for RTP; each instance has another. */
    private static final int FIRST_RTP_PORT = 41_000;

    private static final int RTP_STRETCHES = 40;
    private static final AtomicInteger STARTED = new AtomicInteger();

    private static final int RTP_STRETCH = 500;

    private final Map<String, String> values = new LinkedHashMap<>();

    private PeerConfig() {}

    /** Free ports, and events to these URLs. */
    static PeerConfig on(String mediaAddress, String nodeAddress, List<String> webhooks) throws IOException {
        PeerConfig config = new PeerConfig();
        for (String name :
                List.of("PORT", "METRICS_PORT", "REDIS_PORT", "SIP_PORT", "SIP_HEALTH_PORT", "SIP_METRICS_PORT")) {
            config.values.put(name, Integer.toString(freePort()));
        }
        config.values.put("RTC_PORT", Integer.toString(freeUdpPort(mediaAddress)));
        int first = FIRST_RTP_PORT + STARTED.getAndIncrement() % RTP_STRETCHES * RTP_STRETCH;
        config.values.put("SIP_RTP_PORTS", first + "-" + (first + RTP_STRETCH - 1));
        config.values.putAll(Map.of("API_KEY", API_KEY, "API_SECRET", API_SECRET, "LOG_LEVEL", "info"));
        config.values.putAll(Map.of("MEDIA_IP", mediaAddress, "NODE_IP", nodeAddress, "LOOPBACK", "false"));
        config.values.put("ICE_LITE", Boolean.toString(!nodeAddress.equals(mediaAddress)));
        config.values.put(
                "WEBHOOKS", webhooks.stream().map(it -> '"' + it + '"').collect(Collectors.joining(",")));
        return config;
    }

    int port(String name) {
        return Integer.parseInt(values.get(name));
    }

    /** Fills the template called {@code name} into {@code directory}; returns the file. */
    Path write(String name, Path directory) throws IOException {
        String text = Files.readString(Installed.SCRIPTS.resolve(name));
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        return Files.writeString(directory.resolve(name), text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int freeUdpPort(String address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        }
    }
}
