package io.earshot.tools.doctor;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.HttpConfig;
import io.earshot.bridge.config.WebhookConfig;
import io.earshot.bridge.http.HttpServer;
import io.earshot.bridge.webhook.Outcome;
import io.earshot.bridge.webhook.RoomDirectory;
import io.earshot.bridge.webhook.WebhookCounters;
import io.earshot.bridge.webhook.WebhookInbox;
import io.earshot.bridge.webhook.WebhookResource;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.webhook.WebhookVerifier;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The bridge's own webhook endpoint at the configured address, in place of a bridge that does not run: takes events and does nothing about them.
 * Confined to the command's thread.
 */
final class EventsHere implements AutoCloseable {
    private static final int ROOMS = 10;

    private final WebhookInbox inbox;
    private final HttpServer server;

    private EventsHere(BridgeConfig config, List<ApiKey> keys, InstantSource clock) throws IOException {
        WebhookConfig webhook = config.livekit().webhook();
        WebhookCounters counters = new WebhookCounters();
        this.inbox = new WebhookInbox(
                webhook.queue(), webhook.remembered(), new RoomDirectory(ROOMS), (_, _) -> Outcome.IGNORED, counters);
        HttpConfig http = config.http();
        HttpConfig own = webhook.port() == 0 ? http : http.open(webhook.port(), http.maxBody());
        WebhookResource resource = new WebhookResource(
                new WebhookVerifier(keys, webhook.leeway()), webhook.maxBody(), inbox, counters, clock);
        try {
            this.server = new HttpServer(own, Map.of(webhook.path(), resource));
        } catch (IOException inUse) {
            inbox.close();
            throw inUse;
        }
    }

    /** Begins to listen where the bridge would. */
    static EventsHere open(BridgeConfig config, List<ApiKey> keys, InstantSource clock) throws IOException {
        return new EventsHere(config, keys, clock);
    }

    @Override
    public void close() {
        server.close();
        inbox.close();
    }
}
