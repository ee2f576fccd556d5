package io.earshot.bridge;

import io.earshot.bridge.call.DialGate;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.HttpConfig;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.config.LiveKitConfig;
import io.earshot.bridge.config.RoomModeConfig;
import io.earshot.bridge.config.WebhookConfig;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.http.HttpServer;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.livekit.LiveKitDesk;
import io.earshot.bridge.livekit.LiveKitMetrics;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.MediaMeter;
import io.earshot.bridge.observe.Components;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.room.JobDesk;
import io.earshot.bridge.room.RoomDesk;
import io.earshot.bridge.webhook.RoomDirectory;
import io.earshot.bridge.webhook.WebhookCounters;
import io.earshot.bridge.webhook.WebhookInbox;
import io.earshot.bridge.webhook.WebhookResource;
import io.earshot.livekit.webhook.WebhookVerifier;
import io.earshot.media.net.MediaLoops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything of a bridge that exists only where a LiveKit server is configured: rooms, webhooks, the worker. Started and closed by one thread;
 * {@link #drain} may come from another.
 */
final class LiveKitSide implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LiveKitSide.class);
    private static final int ROOMS_REMEMBERED = 10_000;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final LiveKitDesk livekit;
    private final RoomDesk rooms;
    private final WebhookCounters webhooks = new WebhookCounters();
    private final WebhookResource endpoint;
    private final @Nullable JobDesk jobs;
    private final @Nullable HttpServer ownListener;

    private LiveKitSide(
            LiveConfig live,
            MediaLoops loops,
            Supplier<AgentDesk> agents,
            CallDirectory directory,
            DialGate dialling,
            MediaMeter meter)
            throws IOException {
        BridgeConfig config = live.now();
        this.livekit = own(new LiveKitDesk(() -> live.now().livekit(), meter));
        Thread asking = Thread.ofVirtual().name("livekit-greeting").start(livekit::greet);
        livekit.rooms().warm();
        this.rooms = own(
                new RoomDesk(livekit, livekit::enter, () -> live.now().calls(), loops, agents, directory, dialling));
        WebhookConfig webhook = config.livekit().webhook();
        WebhookInbox inbox = own(new WebhookInbox(
                webhook.queue(), webhook.remembered(), new RoomDirectory(ROOMS_REMEMBERED), rooms, webhooks));
        this.endpoint = new WebhookResource(
                new WebhookVerifier(livekit::trustedKeys, webhook.leeway()),
                webhook.maxBody(),
                inbox,
                webhooks,
                InstantSource.system());
        this.ownListener =
                webhook.port() == 0 ? null : own(new HttpServer(own(config), Map.of(webhook.path(), endpoint)));
        boolean worker = config.livekit().room().start() == RoomModeConfig.Start.WORKER;
        this.jobs = worker ? own(new JobDesk(rooms, livekit, loops.all().getFirst(), Version.TEXT)) : null;
        join(asking, config.livekit().timeouts().connect());
        livekit.trustedKeys().stream()
                .filter(key -> key.isWeak())
                .forEach(key -> log.warn("the secret of LiveKit key {} has under 32 characters", key.id()));
    }

    /** The LiveKit side of a bridge, or null where no server is configured. */
    static @Nullable LiveKitSide start(
            LiveConfig live,
            MediaLoops loops,
            Supplier<AgentDesk> agents,
            CallDirectory directory,
            DialGate dialling,
            MediaMeter meter)
            throws IOException {
        return live.now().livekit().configured()
                ? new LiveKitSide(live, loops, agents, directory, dialling, meter)
                : null;
    }

    /** What the server is used by now. */
    LiveKitConfig settings() {
        return livekit.settings();
    }

    /** The server, for other modes that use it. */
    LiveKitDesk livekit() {
        return livekit;
    }

    /** What the HTTP listener serves of it: the webhooks' endpoint, unless that has a port of its own. */
    Map<String, HttpResource> resources() {
        return ownListener == null ? Map.of(livekit.config().webhook().path(), endpoint) : Map.of();
    }

    /** Where webhooks are taken when that is a port of its own, or null. */
    @Nullable
    InetSocketAddress webhookAddress() {
        return ownListener == null ? null : ownListener.address();
    }

    /** Adds what it counts, and the server as a component. */
    void addTo(Families families, Health health) {
        Components.livekit(health, () -> livekit.api().breaker());
        webhooks.addTo(families);
        rooms.counters().addTo(families);
        new LiveKitMetrics(livekit, jobs == null ? null : jobs.counters()).addTo(families);
    }

    /** Why no agent goes into a room now; empty while they do, or where there is no room mode. */
    String refusal() {
        return livekit.config().room().start() == RoomModeConfig.Start.OFF ? "" : rooms.refusal();
    }

    /** From now on no agent goes into a room while {@code overload} says why. */
    void heed(Supplier<String> overload) {
        rooms.heed(overload);
    }

    /** Takes no more rooms. */
    void drain() {
        rooms.drain();
        if (jobs != null) {
            jobs.drain();
        }
    }

    /** Takes rooms again. */
    void open() {
        rooms.open();
        if (jobs != null) {
            jobs.resume();
        }
    }

    /** Has every agent in a room say goodbye and end its call. */
    void leaveAll() {
        rooms.leaveAll();
    }

    /** Rooms with an agent, or about to have one. */
    int rooms() {
        return rooms.roomCount();
    }

    /** Ends every call in a room. */
    void endAll(CallEnd why) {
        rooms.endAll(why);
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("closing {} failed", part.getClass().getSimpleName(), e);
            }
        }
    }

    private static void join(Thread thread, Duration longest) {
        try {
            thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A little more than an event may have, so that we refuse it and count it. */
    private static HttpConfig own(BridgeConfig config) {
        WebhookConfig webhook = config.livekit().webhook();
        return config.http().open(webhook.port(), webhook.maxBody() + 1_024);
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }
}
