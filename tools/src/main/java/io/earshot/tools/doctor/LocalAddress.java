package io.earshot.tools.doctor;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.HttpConfig;
import io.earshot.bridge.config.WebhookConfig;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;

/** Where a bridge of a configuration is reached from its own machine. */
final class LocalAddress {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private LocalAddress() {}

    /** Its HTTP listener. */
    static URI of(HttpConfig http) {
        return URI.create(
                (http.tls().given() ? "https" : "http") + "://" + bracketed(reached(http.host())) + ":" + http.port());
    }

    /** Its endpoint for LiveKit's events. */
    static URI webhook(BridgeConfig config) {
        WebhookConfig webhook = config.livekit().webhook();
        // A listener of its own has no TLS: events are signed.
        return webhook.port() == 0
                ? of(config.http()).resolve(webhook.path())
                : URI.create(
                        "http://" + bracketed(reached(config.http().host())) + ":" + webhook.port() + webhook.path());
    }

    /** A bound address as it is reached: loopback for a wildcard. */
    static String reached(String host) {
        return WILDCARDS.contains(host) ? InetAddress.getLoopbackAddress().getHostAddress() : host;
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
