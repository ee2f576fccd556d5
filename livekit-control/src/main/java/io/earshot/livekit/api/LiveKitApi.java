package io.earshot.livekit.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * LiveKit's server API over one pooled HTTP client (HTTP/2 where TLS offers it). Every call blocks until its answer or deadline, so
 * it belongs on a virtual thread, and fails with an {@link ApiException}. Thread-safe because the client is; one for a process.
 */
public final class LiveKitApi implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 8;
    private static final int IDLE_MINUTES = 2;
    /** So that a connection that died in silence is noticed (HTTP/2 alone). */
    private static final Duration PING = Duration.ofSeconds(15);

    private final OkHttpClient client;
    private final ApiCounters counters = new ApiCounters();
    private final RoomApi rooms;
    private final ParticipantApi participants;
    private final SipApi sip;
    private final AgentDispatchApi dispatch;

    LiveKitApi(ApiSettings settings, OkHttpClient.Builder http, InstantSource clock) {
        client = http.connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_MINUTES, TimeUnit.MINUTES))
                .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                .connectTimeout(settings.connectTimeout())
                .readTimeout(Duration.ZERO)
                .writeTimeout(settings.attemptTimeout())
                .pingInterval(PING)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        Twirp twirp = new Twirp(settings, client, clock, counters);
        rooms = new RoomApi(twirp);
        participants = new ParticipantApi(twirp, rooms);
        sip = new SipApi(twirp);
        dispatch = new AgentDispatchApi(twirp, rooms);
    }

    /** The API of the server in {@code settings}. Opens no connection yet. */
    public static LiveKitApi connect(ApiSettings settings) {
        return connect(settings, InstantSource.system());
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

    /** Closes idle connections; calls under way end first. */
    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
