package io.earshot.perf.compare;

import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.Publication;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.room.Room;
import io.earshot.livekit.room.RoomListener;
import io.earshot.livekit.room.RoomServices;
import io.earshot.livekit.room.TrackInfo;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.token.SignedToken;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.audio.G711;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The participant that a caller meets: sends pulses and listens for the caller's. Confined to its loop. */
final class RoomGuest implements RoomListener, AudioSource, AudioSink {
    private final RoomServices services;
    private final MediaLoop loop;
    private final PathTimes times;
    private final int caller;
    private final boolean pcmu;
    private final Pulse mouth;
    private final Pulse ear = new Pulse(0);
    private @Nullable Room room;
    private boolean hearsPcmu;
    private boolean begins;

    /** @param pcmu whether PCMU is published rather than Opus */
    RoomGuest(RoomServices services, MediaLoop loop, PathTimes times, int caller, boolean pcmu) {
        this.services = services;
        this.loop = loop;
        this.times = times;
        this.caller = caller;
        this.pcmu = pcmu;
        this.mouth = new Pulse(caller + 3);
    }

    /** Joins the room called {@code name}; on the loop. */
    void join(String name) {
        PublishOptions voice = pcmu
                ? PublishOptions.g711("voice", AudioCodec.PCMU)
                : PublishOptions.opus("voice", AudioFormat.LINEAR16_8K);
        JoinOptions options = JoinOptions.to(Deployment.URL, () -> token(name), true)
                .withoutData()
                .autoSubscribing(true)
                .publishing(new Publication(voice, this));
        room = Room.join(services, loop, options, this);
    }

    /** Leaves; from any thread. */
    void leave() {
        loop.execute(() -> {
            if (room != null) {
                room.leave();
            }
        });
    }

    @Override
    public void onTrackReady(Participant participant, TrackInfo track, AudioCodec codec) {
        hearsPcmu = codec == AudioCodec.PCMU;
        if (room != null) {
            room.listen(track.sid(), hearsPcmu ? AudioFormat.PCMU_8K : AudioFormat.LINEAR16_8K, this);
        }
    }

    @Override
    public int read(ByteBuf out, int maxBytes) {
        begins = mouth.advance();
        if (pcmu) {
            out.writeBytes(mouth.mulaw());
            return Pulse.FRAME;
        }
        for (short sample : mouth.linear()) {
            out.writeShortLE(sample);
        }
        return 2 * Pulse.FRAME;
    }

    @Override
    public void onSent(long sentNs) {
        if (begins) {
            times.roomSent(caller, sentNs);
        }
    }

    @Override
    public void onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
        if (!concealed && ear.begins(rms(audio), arrivalNs)) {
            times.roomHeard(caller, arrivalNs);
        }
    }

    private double rms(ByteBuf audio) {
        int samples = hearsPcmu ? audio.readableBytes() : audio.readableBytes() / 2;
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            int at = audio.readerIndex() + (hearsPcmu ? i : 2 * i);
            double sample = hearsPcmu ? G711.muToLinear(audio.getByte(at)) : audio.getShortLE(at);
            sum += sample * sample;
        }
        return Math.sqrt(sum / Math.max(1, samples));
    }

    private SignedToken token(String room) {
        return new AccessToken()
                .identity("guest-" + caller)
                .video(VideoGrant.join(room))
                .sign(ApiKey.of(Deployment.API_KEY, Deployment.API_SECRET), Instant.now());
    }
}
