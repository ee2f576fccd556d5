package io.earshot.livekit.room;

import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.token.SignedToken;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.media.webrtc.PeerConfig;
import io.earshot.media.webrtc.PeerTransport;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a room of our own making on loopback a few times, before anyone waits for a real one: signalling, descriptions, media and channels
 * all run once. Runs on its caller's thread, on a loop that ends with it.
 */
final class Warmth {
    private static final Logger LOG = LoggerFactory.getLogger(Warmth.class);
    private static final int JOINS = 5;
    private static final int PATIENCE_S = 5;

    private final RoomServices services;
    private final MediaLoop loop;

    private Warmth(RoomServices services, MediaLoop loop) {
        this.services = services;
        this.loop = loop;
    }

    /** Blocks for about a second. */
    static void spread(RoomServices services, PeerConfig config) {
        PeerTransport.warm(config.transport());
        try (MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true))) {
            MediaLoop loop = loops.next();
            for (int i = 0; i < JOINS; i++) {
                WarmServer server = new WarmServer(loop, config);
                new Warmth(services, loop).join(server);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("could not warm up the rooms: {}", e.toString());
        }
    }

    private void join(WarmServer server) throws Exception {
        JoinOptions options = JoinOptions.to(server.url(), Warmth::token, true)
                .withAttributes(Map.of("key", "value"))
                .publishing(new Publication(PublishOptions.g711("one", AudioCodec.PCMU), new Silence()))
                .publishing(new Publication(PublishOptions.opus("two", AudioFormat.LINEAR16_16K), new Silence()));
        CountDownLatch done = new CountDownLatch(1);
        Room room = loop.call(() -> Room.join(services, loop, options, new Watcher(done)));
        try {
            if (!done.await(PATIENCE_S, TimeUnit.SECONDS)) {
                LOG.warn("could not warm up the rooms: no media on loopback");
            }
        } finally {
            loop.call(() -> {
                room.sendDtmf('0');
                room.leave();
                server.close();
                return true;
            });
        }
    }

    private static SignedToken token() {
        ApiKey nobodys = ApiKey.of("warm", "a secret of nobody's, since nobody checks it");
        return new AccessToken().identity("warm").video(VideoGrant.join("warm")).sign(nobodys, Instant.now());
    }

    /** Waits for media, or for the end. */
    private record Watcher(CountDownLatch done) implements RoomListener {
        @Override
        public void onMediaReady() {
            done.countDown();
        }

        @Override
        public void onClosed(RoomEnd end) {
            done.countDown();
        }
    }

    /** Has nothing to say. */
    private static final class Silence implements AudioSource {
        @Override
        public int read(ByteBuf out, int maxBytes) {
            return 0;
        }

        @Override
        public void onSent(long sentNs) {}
    }
}
