package io.earshot.bridge;

import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.bridge.call.CallDesk;
import io.earshot.bridge.call.RefusalCounters;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigSource;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.config.ReloadReport;
import io.earshot.bridge.drain.Drain;
import io.earshot.bridge.drain.DrainResource;
import io.earshot.bridge.drain.Premises;
import io.earshot.bridge.gateway.FrontDesk;
import io.earshot.bridge.guard.GuardedReception;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.http.CallsResource;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.http.HttpServer;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.leg.MediaDesk;
import io.earshot.bridge.leg.Mishaps;
import io.earshot.bridge.leg.ProviderUsage;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.observe.HealthResource;
import io.earshot.bridge.observe.ProtectionMetrics;
import io.earshot.bridge.observe.SendLateness;
import io.earshot.bridge.observe.TlsMetrics;
import io.earshot.bridge.outbound.OutboundDesk;
import io.earshot.bridge.outbound.OutboundResource;
import io.earshot.bridge.overload.Overload;
import io.earshot.bridge.recording.RecordingDesk;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.rehearsal.Rehearsal;
import io.earshot.bridge.reload.ReloadSide;
import io.earshot.bridge.reload.Trigger;
import io.earshot.media.codec.Codecs;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.sip.SipEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: builds everything a running bridge consists of, in the order of its dependencies, and takes it
 * down in reverse. Started and closed by one thread; {@link #drain} may come from another.
 */
public final class Bridge implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Bridge.class);

    private static final long REHEARSAL_MS = 600;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CallDirectory directory;
    private final LiveConfig live;
    private final Drain drain;
    private final CallDesk desk;
    private final SipEndpoint sip;
    private final OutboundDesk outbound;
    private final HttpServer http;
    private final ReloadSide reloads;
    private final @Nullable LiveKitSide livekit;
    private final String sipHost;
    private final Map<String, Supplier<? extends Record>> inForce = new HashMap<>();

    private Bridge(LiveConfig live, ConfigSource source) throws IOException, ConfigException {
        this.live = live;
        BridgeConfig config = live.now();
        // First, so that it is closed last: calls that end while the bridge goes down are written too.
        RecordsSide records = own(RecordsSide.start(config.records(), live.derive((next, _) -> ConfigDigest.of(next))));
        RecordingDesk recordings = own(RecordingDesk.open(config.recording()));
        MediaLoops loops = own(MediaLoops.start(new MediaLoopsConfig(
                config.media().loops(), config.media().tickMs(), config.media().nativeTransport())));
        Supplier<ProviderDesk> providers =
                live.derive((next, before) -> before == null ? new ProviderDesk(next) : before.with(next, loops));
        providers.get().watch();
        own(live.onChange(_ -> providers.get().watch()));
        LatencyRecorder latency = new LatencyRecorder();
        SendLateness lateness = new SendLateness(loops);
        MetricsSide figures = own(new MetricsSide(loops, latency, lateness));
        if (!config.latency().log().isEmpty()) {
            own(new LatencyReporter(config.latency(), latency, lateness));
        }
        this.directory = own(new CallDirectory(config.calls().kept(), records::ended));
        records.follow(directory);
        ObserveSide observe = own(ObserveSide.start(live, directory));
        Mishaps mishaps = new Mishaps();
        ProviderUsage usage = new ProviderUsage();
        Supplier<AgentDesk> agents = live.derive((next, _) ->
                new AgentDesk(next.agent(), providers.get().services(latency), usage, mishaps, recordings));
        Codecs.warm();
        providers.get().learnGreeting(loops, config.media().codecs());
        if (config.calls().rehearsals() > 0) {
            new Rehearsal(
                            loops,
                            config.media(),
                            config.agent(),
                            agents.get().services().vad())
                    .run(config.calls().rehearsals(), REHEARSAL_MS);
        }
        RefusalCounters refusals = new RefusalCounters();
        SecuritySide security = new SecuritySide(config.guard(), refusals);
        own(live.onChange(change -> security.apply(change.now().guard())));
        this.livekit = LiveKitSide.start(live, loops, agents, directory, security.dialling(), figures.media());
        if (livekit != null) {
            own(livekit);
        }
        FrontDesk front = own(FrontDesk.open(
                live,
                livekit == null ? null : livekit.livekit(),
                agents,
                () -> providers.get().prompter(),
                refusals));
        Supplier<MediaDesk> media = live.derive((next, before) -> MediaDesk.derived(next, before, figures.media()));
        GuardedReception reception = security.guarded(front);
        Overload overload = own(Overload.start(() -> live.now().overload(), loops.all(), mishaps::countStuckLoop));
        if (livekit != null) {
            livekit.heed(overload::reason);
        }
        this.desk = new CallDesk(
                () -> live.now().calls(),
                loops,
                media,
                reception,
                directory,
                List.of(overload, security.gatekeeper()), // asked in this order after draining and before capacity
                refusals,
                security.dialling());
        desk.recordedBy(recordings);
        desk.watchedBy(observe.watch());
        this.sipHost = config.sip().host();
        observe.messages().add(figures.sip());
        this.sip = own(new SipEndpoint(config.sip(), desk, desk, desk, observe.messages(), security.sourceGuard()));
        this.reloads = own(ReloadSide.start(live, source));
        this.outbound = new OutboundDesk(
                () -> live.now().outbound(),
                sip,
                desk,
                directory,
                agents,
                security.dialling(),
                () -> desk.refusal().isEmpty() ? overload.reason() : desk.refusal());
        inForce.putAll(ProviderDesk.sections(providers));
        inForce.put("agent", () -> agents.get().config());
        inForce.put("media", () -> media.get().config());
        inForce.put("calls", desk::settings);
        inForce.put("overload", overload::settings);
        inForce.put("guard", security::settings);
        inForce.put("routing", front::routing);
        inForce.put("gateway", front::gateway);
        inForce.put("outbound", outbound::settings);
        inForce.put("sip", () -> live.now().sip());
        inForce.put("http", () -> live.now().http());
        inForce.put("capture", observe::captureSettings);
        inForce.put("log", () -> live.now().log());
        if (livekit != null) {
            inForce.put("livekit", livekit::settings);
        }
        Families families = figures.families();
        Health health = figures.health();
        health.require("calls", this::admission);
        Map<String, HttpResource> resources = new HashMap<>(figures.resources());
        resources.put("/v1/admin", reloads.resource());
        this.drain = new Drain(new Doors(), () -> live.now().calls().drainFarewell());
        resources.put(
                "/v1/admin/drain",
                new DrainResource(drain, () -> live.now().calls().drainSeconds()));
        drain.addTo(families, health);
        overload.addTo(families, health);
        HttpResource calls = observe.over(new CallsResource(directory, security.dialling()::wouldRefuse), directory);
        resources.put("/v1/calls", new OutboundResource(calls, outbound, directory));
        resources.putAll(observe.resources());
        figures.watch(directory, observe::keeps);
        reloads.addTo(families, health);
        figures.watch(sip, providers, media, () -> live.now().calls().maximum());
        providers.get().outcomes().addTo(health);
        mishaps.addTo(families);
        usage.addTo(families);
        observe.addTo(families, health);
        new TlsMetrics(sip.tls()).addTo(families, health);
        new ProtectionMetrics(media.get().protections()).addTo(families);
        own(live.onChange(
                change -> TlsReload.apply(sip.tls(), change.now().sip().tls())));
        resources.putAll(security.resources(reception));
        security.addTo(families, reception);
        refusals.addTo(families);
        outbound.addTo(families);
        front.addTo(families);
        records.addTo(families, health);
        recordings.addTo(families);
        if (livekit != null) {
            resources.putAll(livekit.resources());
            livekit.addTo(families, health);
        }
        this.http = own(SecuritySide.listen(live, figures.metered(resources), livekit));
        http.counters().addTo(families);
        if (config.http().healthPort() > 0) {
            own(new HttpServer(
                    config.http().open(config.http().healthPort(), 1_024),
                    Map.of(SecuritySide.HEALTH, new HealthResource(health))));
        }
    }

    /**
     * Starts a bridge; when this returns, it takes calls.
     *
     * @throws ConfigException when a key of a configured provider is missing
     * @throws IOException when an address cannot be bound
     */
    public static Bridge start(BridgeConfig config) throws IOException, ConfigException {
        return new Bridge(new LiveConfig(config), ConfigSource.of(config));
    }

    /**
     * Starts a bridge that reads its configuration again when it is told to or when a file changes; when this returns, it
     * takes calls.
     *
     * @param live holds what was read
     * @param source where it was read, and is read again
     * @throws ConfigException when a key of a configured provider is missing
     * @throws IOException when an address cannot be bound
     */
    public static Bridge start(LiveConfig live, ConfigSource source) throws IOException, ConfigException {
        return new Bridge(live, source);
    }

    /** Where SIP is taken, UDP and TCP. */
    public InetSocketAddress sipAddress() {
        return InetSocketAddress.createUnresolved(sipHost, sip.udpPort());
    }

    /** The port of SIP over TLS; that of TCP where there is no certificate to listen with. */
    public int sipTlsPort() {
        return sip.tlsPort();
    }

    /** Where HTTP is served. */
    public InetSocketAddress httpAddress() {
        return http.address();
    }

    /** Reads the configuration again: new calls have what it says now, running ones keep what they have. */
    public ReloadReport reload(Trigger trigger) {
        return reloads.reload(trigger);
    }

    /** Calls that run now. */
    public int calls() {
        return directory.runningCount();
    }

    /**
     * Refuses new calls, waits for the running ones, and ends those that still run after {@code longest}.
     *
     * @return calls that were ended so
     */
    public int drain(Duration longest) throws InterruptedException {
        drain.begin(longest, "told to stop");
        return drain.await().forced();
    }

    /** The same with the configured deadline. */
    public int drain() throws InterruptedException {
        return drain(Duration.ofSeconds(live.now().calls().drainSeconds()));
    }

    /** Ends running calls and takes everything down. */
    @Override
    public void close() {
        refuse();
        drain.hurry();
        endAll();
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("closing {} failed", part.getClass().getSimpleName(), e);
            }
        }
    }

    /** Whether new calls are taken, by SIP and in rooms. */
    private HealthState admission() {
        String refusal = desk.refusal();
        return HealthState.downUnlessEmpty(refusal.isEmpty() && livekit != null ? livekit.refusal() : refusal);
    }

    /** Calls that run, and agents on their way to one. */
    private int running() {
        return Math.max(directory.runningCount(), livekit == null ? 0 : livekit.rooms());
    }

    private final class Doors implements Premises {
        @Override
        public void shut() {
            refuse();
        }

        @Override
        public void open() {
            desk.open();
            if (livekit != null) {
                livekit.open();
            }
        }

        @Override
        public int running() {
            return Bridge.this.running();
        }

        @Override
        public void sayFarewell() {
            desk.leaveAll();
            outbound.leaveAll();
            if (livekit != null) {
                livekit.leaveAll();
            }
        }

        @Override
        public void endAll() {
            Bridge.this.endAll();
        }
    }

    private void endAll() {
        desk.endAll(new CallEnd.ShuttingDown());
        outbound.endAll(new CallEnd.ShuttingDown());
        if (livekit != null) {
            livekit.endAll(new CallEnd.ShuttingDown());
        }
    }

    private void refuse() {
        desk.drain();
        if (livekit != null) {
            livekit.drain();
        }
    }

    /** What the part that serves new calls goes by, of a section with live settings; null when no part does. For tests. */
    @Nullable
    Record inForce(String section) {
        Supplier<? extends Record> part = inForce.get(section);
        return part == null ? null : part.get();
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }
}
