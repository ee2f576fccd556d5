package io.earshot.tools.doctor;

import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.Publication;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.room.Room;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.room.RoomListener;
import io.earshot.livekit.room.RoomServices;
import io.earshot.livekit.room.ServerDetails;
import io.earshot.livekit.room.TrackInfo;
import io.earshot.livekit.token.SignedToken;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A participant that publishes beeps and listens for those of the others. Its room is confined to its loop; the command's thread reads what that
 * wrote before it counted a latch down.
 */
final class Probe implements RoomListener {
    private final MediaLoop loop;
    private final Beeps beeps = new Beeps();
    private final BeepEar ear;
    private final CountDownLatch joined = new CountDownLatch(1);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long beganNs = System.nanoTime();
    private @Nullable Room room;
    private volatile ServerDetails server = ServerDetails.UNKNOWN;
    private volatile long joinedNs;
    private volatile long readyNs;
    private volatile @Nullable RoomEnd end;

    private Probe(MediaLoop loop, int heardWanted) {
        this.loop = loop;
        this.ear = new BeepEar(heardWanted);
    }

    /** Joins; {@link #awaitHeard} waits for {@code beeps} beeps. */
    static Probe join(
            RoomServices services, MediaLoop loop, URI url, boolean plain, Supplier<SignedToken> token, int beeps)
            throws Exception {
        Probe probe = new Probe(loop, beeps);
        PublishOptions voice = PublishOptions.opus("doctor", AudioFormat.LINEAR16_16K);
        JoinOptions options =
                JoinOptions.to(url, token, plain).autoSubscribing(true).publishing(new Publication(voice, probe.beeps));
        loop.call(() -> {
            probe.room = Room.join(services, loop, options, probe);
            return true;
        });
        return probe;
    }

    /** Waits for the media path; false when the room is over or nothing came in time. */
    boolean awaitReady(int seconds) throws InterruptedException {
        return ready.await(seconds, TimeUnit.SECONDS) && end == null;
    }

    /** Waits for the other's beeps. */
    boolean awaitHeard(int seconds) throws InterruptedException {
        return ear.await(seconds);
    }

    /** Whether the server welcomed us. */
    boolean welcomed() {
        return joined.getCount() == 0;
    }

    /** From the beginning to the server's welcome. */
    long joinNs() {
        return joinedNs - beganNs;
    }

    /** From the beginning to the media path. */
    long readyNs() {
        return readyNs - beganNs;
    }

    /** How the room ended, or null. */
    @Nullable
    RoomEnd end() {
        return end;
    }

    /** What the server said of itself. */
    ServerDetails server() {
        return server;
    }

    Beeps beeps() {
        return beeps;
    }

    BeepEar ear() {
        return ear;
    }

    /** Leaves and waits a moment for that. */
    void leave() throws InterruptedException {
        loop.execute(() -> {
            if (room != null) {
                room.leave();
            }
        });
        closed.await(2, TimeUnit.SECONDS);
    }

    @Override
    public void onJoined() {
        if (room != null) {
            server = room.server();
        }
        joinedNs = System.nanoTime();
        joined.countDown();
    }

    @Override
    public void onMediaReady() {
        readyNs = System.nanoTime();
        ready.countDown();
    }

    @Override
    public void onTrackReady(Participant participant, TrackInfo track, AudioCodec codec) {
        if (room != null) {
            room.listen(track.sid(), AudioFormat.LINEAR16_16K, ear);
        }
    }

    @Override
    public void onClosed(RoomEnd how) {
        end = how;
        ready.countDown();
        closed.countDown();
    }
}
