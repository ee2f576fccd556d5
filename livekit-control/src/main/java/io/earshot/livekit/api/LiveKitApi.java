package io.earshot.livekit.api;

import io.earshot.livekit.token.ApiKey;
import io.earshot.media.retry.BreakerSettings;
import io.earshot.media.retry.BreakerState;
import io.earshot.media.retry.SharedBreaker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LiveKit's server API over one pooled HTTP client (HTTP/2 where TLS offers it). Every call blocks until its answer or deadline, so
 * it belongs on a virtual thread, and fails with an {@link ApiException}. Thread-safe because the client is; one for a process.
 */
public final class LiveKitApi implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 8;
    private static final int IDLE_MINUTES = 2;
    /** So that a connection that died in silence is noticed (HTTP/2 alone). */
    private static final Duration PING = Duration.ofSeconds(15);

    /** Open after five failures in a row, for 1 s at first: joining calls wait for this server, and it may be back soon. */
    private static final BreakerSettings BREAKER =
            new BreakerSettings(5, 0.8, 20, 10, Duration.ofSeconds(1), Duration.ofSeconds(15));

    private static final Logger log = LoggerFactory.getLogger(LiveKitApi.class);

    private final OkHttpClient client;
    private final SharedBreaker breaker;
    private final ApiCounters counters = new ApiCounters();
    private final RoomApi rooms;
    private final ParticipantApi participants;
    private final SipApi sip;
    private final AgentDispatchApi dispatch;

    LiveKitApi(ApiSettings settings, OkHttpClient.Builder http, InstantSource clock) {
        this(settings, settings::key, http, clock);
    }

    private LiveKitApi(ApiSettings settings, Supplier<ApiKey> key, OkHttpClient.Builder http, InstantSource clock) {
        client = http.connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_MINUTES, TimeUnit.MINUTES))
                .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                .connectTimeout(settings.connectTimeout())
                .readTimeout(Duration.ZERO)
                .writeTimeout(settings.attemptTimeout())
                .pingInterval(PING)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        String host = settings.server().getHost();
        breaker = new SharedBreaker(
                BREAKER, (from, to, why) -> log.warn("LiveKit API of {}: breaker {} -> {}: {}", host, from, to, why));
        Twirp twirp = new Twirp(settings, key, client, clock, counters, breaker);
        rooms = new RoomApi(twirp);
        participants = new ParticipantApi(twirp, rooms);
        sip = new SipApi(twirp);
        dispatch = new AgentDispatchApi(twirp, rooms);
    }

    /** The API of the server in {@code settings}. Opens no connection yet. */
    public static LiveKitApi connect(ApiSettings settings) {
        return connect(settings, InstantSource.system());
    }

    /** The same with a key that may be changed meanwhile: it is asked for at each request, instead of that of the settings. */
    public static LiveKitApi connect(ApiSettings settings, Supplier<ApiKey> key) {
        return new LiveKitApi(settings, key, new OkHttpClient.Builder(), InstantSource.system());
    }

    /** The same with another clock for tokens: the server compares it with its own, to the minute. */
    public static LiveKitApi connect(ApiSettings settings, InstantSource clock) {
        return new LiveKitApi(settings, new OkHttpClient.Builder(), clock);
    }

    /** Rooms. */
    public RoomApi rooms() {
        return rooms;
    }

    /** Participants in rooms. */
    public ParticipantApi participants() {
        return participants;
    }

    /** Trunks, dispatch rules and telephone calls. */
    public SipApi sip() {
        return sip;
    }

    /** Agents sent into rooms. */
    public AgentDispatchApi dispatch() {
        return dispatch;
    }

    /** Calls so far, by operation and outcome. */
    public ApiCounters counters() {
        return counters;
    }

    /** Whether the server is asked: open while it is known to be down. */
    public BreakerState breaker() {
        return breaker.state();
    }

    /** Closes idle connections; calls under way end first. */
    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
