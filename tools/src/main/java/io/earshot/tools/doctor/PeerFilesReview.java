package io.earshot.tools.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the configurations of livekit-server and livekit-sip with each other and with ours. No finding holds a secret. Confined to one thread.
 */
final class PeerFilesReview {
    private static final int SHORTEST_SECRET = 32;

    private final List<Finding> findings = new ArrayList<>();

    /** What is wrong with these, of which each may be missing. */
    static List<Finding> of(@Nullable PeerYaml server, @Nullable PeerYaml sip, String ourKey, String ourSecret) {
        PeerFilesReview review = new PeerFilesReview();
        if (server != null) {
            review.server(server, ourKey, ourSecret);
        }
        if (sip != null) {
            review.sip(sip);
        }
        if (server != null && sip != null) {
            review.together(server, sip);
        }
        return List.copyOf(review.findings);
    }

    private void server(PeerYaml server, String ourKey, String ourSecret) {
        Map<String, String> keys = server.pairs("keys");
        keys.forEach((key, secret) -> secretLength("livekit-server's key " + key, secret));
        String webhookKey = server.text("webhook", "api_key");
        if (!server.text("webhook", "urls").isEmpty() && !keys.isEmpty() && !keys.containsKey(webhookKey)) {
            fault(
                    FaultClass.CONFIGURATION,
                    "webhook.api_key of livekit-server is none of its keys, so it does not start"
                            + " (\"api_key is required to use webhooks\")",
                    "Set webhook.api_key to one of the names under keys.");
        }
        if (redis(server).isEmpty()) {
            fault(
                    FaultClass.BUS,
                    "livekit-server is configured without Redis, and livekit-sip can reach it by Redis alone",
                    "Give livekit-server and livekit-sip the same redis section.");
        }
        if (!ourKey.isEmpty() && !keys.isEmpty()) {
            sameKey(
                    "LIVEKIT_API_KEY here",
                    ourKey,
                    ourSecret,
                    keys,
                    "Earshot's joins and requests are refused with 401");
        }
    }

    /** What livekit-server's file says about events for us; {@code path} is where we take them. */
    static List<Finding> events(PeerYaml server, String path, String publicUrl, String ourKey) {
        List<Finding> findings = new ArrayList<>();
        String urls = server.text("webhook", "urls");
        boolean named = publicUrl.isEmpty() ? urls.contains(path) : urls.contains(publicUrl);
        if (!named) {
            findings.add(Finding.fault(
                    FaultClass.WEBHOOK,
                    "webhook.urls of livekit-server "
                            + (urls.isEmpty() ? "is empty" : "(" + urls + ") does not name this bridge")
                            + ", so LiveKit's events do not come and no agent joins",
                    "Add " + (publicUrl.isEmpty() ? "the address that leads to " + path + " of the bridge" : publicUrl)
                            + " to webhook.urls and restart livekit-server."));
        }
        String signedWith = server.text("webhook", "api_key");
        if (named && !signedWith.isEmpty() && !ourKey.isEmpty() && !signedWith.equals(ourKey)) {
            findings.add(Finding.warning(
                    FaultClass.KEY,
                    "livekit-server signs its events with key " + signedWith + ", and this bridge is configured with "
                            + ourKey,
                    "Set webhook.api_key to " + ourKey + ", or add that key to livekit.older_keys."));
        }
        return findings;
    }

    private void sip(PeerYaml sip) {
        secretLength("livekit-sip's api_secret", sip.text("api_secret"));
        if (redis(sip).isEmpty()) {
            fault(
                    FaultClass.BUS,
                    "livekit-sip is configured without Redis",
                    "Give it the redis section of livekit-server.");
        }
        String url = sip.text("ws_url");
        if (!url.isEmpty() && !url.matches("(?i)wss?://[^/]+.*")) {
            fault(
                    FaultClass.CONFIGURATION,
                    "ws_url of livekit-sip does not begin with ws:// or wss://, so no call reaches a room and callers hear 486",
                    "Set ws_url to livekit-server's address.");
        }
    }

    private void together(PeerYaml server, PeerYaml sip) {
        String one = redis(server);
        String other = redis(sip);
        if (!one.isEmpty() && !other.isEmpty() && !one.equals(other)) {
            fault(
                    FaultClass.BUS,
                    "livekit-server uses Redis " + one + " and livekit-sip " + other
                            + ": neither finds the other, livekit-sip logs \"auth check failed\" with \"no response from"
                            + " servers\", and callers hear 503. No key or secret is at fault",
                    "Give both the same redis address.");
        }
        Map<String, String> keys = server.pairs("keys");
        if (!sip.text("api_key").isEmpty() && !keys.isEmpty()) {
            sameKey(
                    "api_key of livekit-sip",
                    sip.text("api_key"),
                    sip.text("api_secret"),
                    keys,
                    "every call rings once and is answered 486, and livekit-sip logs 401");
        }
    }

    private void sameKey(String whose, String key, String secret, Map<String, String> keys, String effect) {
        String known = keys.get(key);
        if (known == null) {
            fault(
                    FaultClass.KEY,
                    whose + " (" + shown(key) + ") is none of livekit-server's keys: " + effect
                            + " (\"invalid API key\")",
                    "Use a name under keys of livekit-server's configuration.");
        } else if (!secret.isEmpty() && !secret.equals(known)) {
            fault(
                    FaultClass.KEY,
                    "the secret that belongs to " + whose + " (" + key + ") is another one in livekit-server's"
                            + " configuration: " + effect + " (\"token signature is invalid\")",
                    "Use the same secret in both.");
        }
    }

    /** A key that is as long as a secret may be one, exchanged by mistake. */
    private static String shown(String key) {
        return key.length() < SHORTEST_SECRET ? key : "of " + key.length() + " characters";
    }

    private void secretLength(String whose, String secret) {
        if (!secret.isEmpty() && secret.length() < SHORTEST_SECRET) {
            findings.add(Finding.warning(
                    FaultClass.CONFIGURATION,
                    whose + " has a secret of fewer than " + SHORTEST_SECRET
                            + " characters, which can be guessed from a token",
                    "Make a new one: livekit-server generate-keys."));
        }
    }

    private void fault(FaultClass kind, String cause, String fix) {
        findings.add(Finding.fault(kind, cause, fix));
    }

    /** What must be the same in both; empty when there is no Redis. The database need not: channels are the same for all. */
    static String redis(PeerYaml yaml) {
        String address = yaml.text("redis", "address")
                + yaml.text("redis", "cluster_addresses")
                + yaml.text("redis", "sentinel_addresses");
        return address.replaceFirst("^localhost(?=:|$)", "127.0.0.1");
    }
}
