package io.earshot.livekit.room;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sctp.DataChannel;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.media.webrtc.AudioSendOptions;
import io.earshot.media.webrtc.AudioSender;
import io.earshot.media.webrtc.PeerConfig;
import io.earshot.media.webrtc.PeerConnection;
import io.earshot.media.webrtc.PeerListener;
import io.earshot.media.webrtc.PeerQuality;
import io.earshot.media.webrtc.PeerState;
import io.earshot.media.webrtc.RemoteAudio;
import io.earshot.media.webrtc.SdpRefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.IdentityHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link PeerConnection} as the room's core wants it. Confined to its loop. */
final class PeerMedia implements MediaPort, PeerListener {
    private static final String RELIABLE = "_reliable";
    private static final String LOSSY = "_lossy";

    private final Listener listener;
    private final Consumer<Runnable> guard;
    private final RoomCounters counters;
    private final PeerConnection peer;
    private final IdentityHashMap<RemoteAudio, Track> tracks = new IdentityHashMap<>();
    private @Nullable DataChannel reliable;
    private @Nullable DataChannel lossy;
    private boolean closed;

    /**
     * Opens a connection on {@code loop}.
     *
     * @param guard runs what the connection tells, so that a fault ends the room
     * @param counters what the connection refused goes there when it ends
     * @throws MediaRefused when no port is left
     */
    PeerMedia(MediaLoop loop, PeerConfig config, RoomCounters counters, Consumer<Runnable> guard, Listener listener)
            throws MediaRefused {
        this.counters = counters;
        this.listener = listener;
        this.guard = guard;
        try {
            this.peer = PeerConnection.open(loop, config, this);
        } catch (MediaUnavailableException e) {
            throw new MediaRefused(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Sender addAudio(String cid, PublishOptions options, AudioSource source) {
        AudioSender sender = peer.addAudio(
                new AudioSendOptions(
                        cid, options.codec(), options.format(), options.red(), options.dtx(), options.opus()),
                source);
        return new Sender() {
            @Override
            public void mute(boolean on) {
                sender.mute(on);
            }

            @Override
            public void stop() {
                sender.stop();
            }
        };
    }

    @Override
    public void addReceivers(int audios) {
        peer.addReceivers(audios);
    }

    @Override
    public void addDataChannels() {
        reliable = peer.createDataChannel(RELIABLE, true, -1);
        lossy = peer.createDataChannel(LOSSY, false, 0);
    }

    @Override
    public String createOffer() {
        return peer.createOffer();
    }

    @Override
    public void acceptAnswer(String sdp) throws MediaRefused {
        try {
            peer.acceptAnswer(sdp);
        } catch (SdpRefusedException e) {
            throw new MediaRefused(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String acceptOffer(String sdp) throws MediaRefused {
        try {
            return peer.acceptOffer(sdp);
        } catch (SdpRefusedException e) {
            throw new MediaRefused(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void addRemoteCandidate(String candidate) {
        peer.addRemoteCandidate(candidate);
    }

    @Override
    public void restartIce() {
        peer.restartIce();
    }

    @Override
    public boolean sendData(byte[] packet, boolean onReliable) {
        DataChannel channel = onReliable ? reliable : lossy;
        return channel != null && channel.send(Unpooled.wrappedBuffer(packet), false);
    }

    @Override
    public RoomMedia figures() {
        PeerQuality quality = peer.quality();
        return new RoomMedia(
                quality.received(),
                quality.sent(),
                quality.roundTripMs(),
                quality.repair().recovered(),
                quality.repair().resent(),
                peer.transportTimes());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            counters.countRefusals(peer.transportCounters());
        }
        peer.close();
        tracks.clear();
    }

    @Override
    public void onState(PeerState state, String reason) {
        switch (state) {
            case CONNECTED -> guard.accept(listener::onMediaUp);
            case DISCONNECTED -> guard.accept(() -> listener.onMediaDown(reason, false));
            case FAILED -> guard.accept(() -> listener.onMediaDown(reason, true));
            case NEW, CONNECTING, CLOSED -> {}
        }
    }

    @Override
    public void onTrack(RemoteAudio audio) {
        Track track = new Track(audio);
        tracks.put(audio, track);
        guard.accept(() -> listener.onRemoteTrack(track));
    }

    @Override
    public void onTrackEnded(RemoteAudio audio) {
        Track track = tracks.remove(audio);
        if (track != null) {
            guard.accept(() -> listener.onRemoteTrackEnded(track));
        }
    }

    @Override
    public void onDataChannel(DataChannel channel) {
        guard.accept(listener::onDataOpen);
    }

    @Override
    public void onData(DataChannel channel, ByteBuf message, boolean text) {
        boolean fromReliable = RELIABLE.equals(channel.label());
        if (fromReliable || LOSSY.equals(channel.label())) {
            byte[] packet = ByteBufUtil.getBytes(message);
            guard.accept(() -> listener.onDataPacket(packet, fromReliable));
        }
    }

    @Override
    public void onFault(RuntimeException fault) {
        guard.accept(() -> listener.onMediaFault(fault));
    }

    /** One track that comes in. */
    private record Track(RemoteAudio audio) implements RemoteTrack {
        @Override
        public String trackSid() {
            return audio.trackId();
        }

        @Override
        public AudioCodec codec() {
            return audio.codec();
        }

        @Override
        public void expect(AudioCodec codec) {
            audio.expect(codec);
        }

        @Override
        public void listen(AudioFormat wanted, AudioSink ears) {
            audio.listen(wanted, ears);
        }

        @Override
        public void stop() {
            audio.stop();
        }
    }
}
