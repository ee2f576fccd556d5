package io.earshot.bridge.livekit;

import io.earshot.bridge.config.LiveKitConfig;
import io.earshot.bridge.leg.RoomLink;
import io.earshot.bridge.metrics.MediaMeter;
import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.ApiSettings;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.Room;
import io.earshot.livekit.room.RoomListener;
import io.earshot.livekit.room.RoomServices;
import io.earshot.livekit.room.RoomSettings;
import io.earshot.livekit.room.RoomTimeouts;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.token.SignedToken;
import io.earshot.media.net.MediaLoop;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every use of the configured LiveKit server shares: one API client, one set of room services, the keys. Thread-safe because its
 * parts are.
 */
public final class LiveKitDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LiveKitDesk.class);

    private final Supplier<LiveKitConfig> live;
    private final MediaMeter meter;
    private volatile LiveKitKeys keys;
    private final InstantSource clock = InstantSource.system();
    private final LiveKitApi api;
    private final RoomServices rooms;

    /**
     * Prepares everything; opens no connection yet.
     *
     * @param live what is configured, asked each time
     * @throws IllegalArgumentException when no server is configured
     */
    public LiveKitDesk(Supplier<LiveKitConfig> live) {
        this(live, new MediaMeter());
    }

    /** The same; {@code meter} adds up the audio of its rooms. */
    public LiveKitDesk(Supplier<LiveKitConfig> live, MediaMeter meter) {
        this.live = live;
        this.meter = meter;
        LiveKitConfig config = live.get();
        this.keys = LiveKitKeys.of(config, null, clock.instant());
        ApiSettings settings = ApiSettings.of(config.url(), keys.signing(), config.allowPlain());
        this.api = LiveKitApi.connect(
                new ApiSettings(
                        settings.server(),
                        keys.signing(),
                        config.timeouts().connect(),
                        config.timeouts().request(),
                        config.timeouts().request().multipliedBy(2),
                        settings.attempts()),
                this::key);
        this.rooms = RoomServices.create(RoomSettings.DEFAULT);
    }

    /** What is configured now. */
    public LiveKitConfig config() {
        return live.get();
    }

    /** What the keys in force belong to: all that new calls go by. */
    public LiveKitConfig settings() {
        return keys().config();
    }

    /** The server's API; its calls block. */
    public LiveKitApi api() {
        return api;
    }

    /** What joined rooms share. */
    public RoomServices rooms() {
        return rooms;
    }

    /** Joins a room, whose audio is added up. */
    public RoomLink enter(MediaLoop loop, JoinOptions options, RoomListener listener) {
        return RoomLink.watched(Room.join(rooms, loop, options, listener), loop, meter);
    }

    /** The key that signs our tokens. */
    public ApiKey key() {
        return keys().signing();
    }

    /** Every key whose webhooks are believed now, ours first; a key that was replaced is for ten minutes. */
    public List<ApiKey> trustedKeys() {
        return keys().trusted(clock.instant());
    }

    private LiveKitKeys keys() {
        LiveKitKeys known = keys;
        return known.config().equals(config()) ? known : renewed();
    }

    private synchronized LiveKitKeys renewed() {
        LiveKitKeys known = keys;
        LiveKitConfig now = config();
        if (!known.config().equals(now)) {
            known = LiveKitKeys.of(now, known, clock.instant());
            keys = known;
        }
        return known;
    }

    /** The server's address. */
    public URI url() {
        return URI.create(config().url());
    }

    /** A token made by {@code claims} and signed now, as often as one is asked for; for {@link JoinOptions}. */
    public Supplier<SignedToken> tokens(Supplier<AccessToken> claims) {
        return () -> claims.get().sign(key(), clock.instant());
    }

    /** How a room of this server is joined with such tokens: nothing published and nothing subscribed yet. */
    public JoinOptions join(Supplier<SignedToken> tokens) {
        LiveKitConfig config = config();
        RoomTimeouts usual = RoomTimeouts.DEFAULT;
        Duration connect = config.timeouts().connect();
        return JoinOptions.to(url(), tokens, config.allowPlain())
                .within(new RoomTimeouts(
                        connect,
                        config.timeouts().join(),
                        config.timeouts().request(),
                        usual.resume(),
                        usual.reconnect(),
                        usual.firstBackOff(),
                        usual.longestBackOff()));
    }

    /**
     * Asks the server something small, so that the first call meets an open connection and a wrong key is known before it. What is wrong is
     * logged with what to do; the bridge goes on, since a server may come later. Blocks.
     */
    public void greet() {
        try {
            api.rooms().list(List.of("earshot-greeting"));
            log.info("LiveKit server {} answers", url().getHost());
        } catch (ApiException wrong) {
            log.warn("LiveKit server {}: {}", url().getHost(), wrong.getMessage());
        }
    }

    /** Rooms must have ended. */
    @Override
    public void close() {
        rooms.close();
        api.close();
    }
}
