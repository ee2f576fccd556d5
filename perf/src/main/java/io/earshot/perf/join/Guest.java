package io.earshot.perf.join;

import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.Publication;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.room.Room;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.room.RoomListener;
import io.earshot.livekit.room.RoomServices;
import io.earshot.livekit.room.TrackInfo;
import io.earshot.livekit.token.SignedToken;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Joins once, talks, and notes when what happened. Confined to its loop, but for the waiting and for reading the times afterwards. */
final class Guest implements RoomListener, AudioSource, AudioSink {
    private static final int PATIENCE_S = 10;

    private final RoomServices services;
    private final MediaLoop loop;
    private final AudioFormat format;
    private final CountDownLatch media = new CountDownLatch(1);
    private final CountDownLatch sound = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Room room;
    private long startNs;
    volatile long joinedNs;
    volatile long mediaNs;
    volatile long readyNs;
    volatile long heardNs;
    volatile long sentNs;

    Guest(RoomServices services, MediaLoop loop, AudioFormat format) {
        this.services = services;
        this.loop = loop;
        this.format = format;
    }

    void join(URI url, Supplier<SignedToken> token, AudioCodec codec) throws Exception {
        PublishOptions voice =
                codec == AudioCodec.PCMU ? PublishOptions.g711("voice", codec) : PublishOptions.opus("voice", format);
        JoinOptions options = JoinOptions.to(url, token, true).publishing(new Publication(voice, this));
        loop.call(() -> {
            startNs = loop.nowNs();
            room = Room.join(services, loop, options, this);
            return true;
        });
    }

    void awaitMedia() throws InterruptedException {
        await(media, "no media path");
    }

    void awaitSound() throws InterruptedException {
        await(sound, "nothing heard");
    }

    void leave() throws Exception {
        loop.execute(() -> {
            if (room != null) {
                room.leave();
            }
        });
        await(closed, "does not leave");
    }

    @Override
    public void onJoined() {
        joinedNs = sinceStart();
    }

    @Override
    public void onMediaReady() {
        mediaNs = sinceStart();
        media.countDown();
    }

    @Override
    public void onTrackPublished(Participant participant, TrackInfo track) {
        if (room != null) {
            room.subscribe(track.sid(), true);
            room.listen(track.sid(), format, this);
        }
    }

    @Override
    public void onTrackReady(Participant participant, TrackInfo track, AudioCodec codec) {
        readyNs = readyNs == 0 ? sinceStart() : readyNs;
    }

    @Override
    public void onClosed(RoomEnd end) {
        closed.countDown();
    }

    @Override
    public void onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
        if (heardNs == 0 && !concealed) {
            heardNs = sinceStart();
            sound.countDown();
        }
    }

    /** A soft buzz: something that is not silence. */
    @Override
    public int read(ByteBuf out, int maxBytes) {
        for (int i = 0; i < maxBytes; i++) {
            out.writeByte(i / 8 % 2 == 0 ? 0x10 : 0x20);
        }
        return maxBytes;
    }

    @Override
    public void onSent(long atNs) {
        sentNs = sentNs == 0 ? atNs - startNs : sentNs;
    }

    private long sinceStart() {
        return loop.nowNs() - startNs;
    }

    private static void await(CountDownLatch latch, String otherwise) throws InterruptedException {
        if (!latch.await(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException(otherwise + " within " + PATIENCE_S + " s");
        }
    }
}
