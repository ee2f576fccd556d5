package io.earshot.media.webrtc;

import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.media.sctp.DataChannel;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Two peer connections on one loop, over real sockets on loopback. */
final class PeerCall implements AutoCloseable {
    interface Action {
        void run() throws Exception;
    }

    static final DtlsIdentity IDENTITY = DtlsIdentity.create();

    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true));
    final MediaLoop loop = loops.next();
    final Side alice = new Side();
    final Side bob = new Side();

    PeerCall() throws Exception {
        open();
    }

    private void open() throws Exception {
        run(() -> {
            alice.peer = PeerConnection.open(loop, config(), alice);
            bob.peer = PeerConnection.open(loop, config(), bob);
        });
    }

    /** Hangs up and opens both sides again. */
    void renew() throws Exception {
        run(this::hangUp);
        open();
    }

    void hangUp() {
        alice.peer().close();
        bob.peer().close();
    }

    static PeerConfig config() {
        return PeerConfig.of(TransportConfig.of(IDENTITY).boundTo(InetAddress.getLoopbackAddress()));
    }

    void run(Action action) throws Exception {
        loop.call(() -> {
            action.run();
            return true;
        });
    }

    /** Alice offers, Bob answers. */
    void agree() throws SdpRefusedException {
        String offer = alice.peer().createOffer();
        String answer = bob.peer().acceptOffer(offer);
        alice.peer().acceptAnswer(answer);
    }

    @Override
    public void close() throws Exception {
        run(this::hangUp);
        loops.close();
        if (alice.fault != null || bob.fault != null) {
            throw new AssertionError("a fault", alice.fault != null ? alice.fault : bob.fault);
        }
    }

    static final class Side implements PeerListener {
        private @Nullable PeerConnection peer;
        final List<PeerState> states = new CopyOnWriteArrayList<>();
        final List<RemoteAudio> tracks = new CopyOnWriteArrayList<>();
        final List<RemoteAudio> ended = new CopyOnWriteArrayList<>();
        final CompletableFuture<Boolean> connected = new CompletableFuture<>();
        final CompletableFuture<DataChannel> channel = new CompletableFuture<>();
        final CompletableFuture<String> message = new CompletableFuture<>();
        Consumer<RemoteAudio> ears = track -> {};
        final CompletableFuture<RuntimeException> faulty = new CompletableFuture<>();
        volatile @Nullable RuntimeException fault;

        PeerConnection peer() {
            if (peer == null) {
                throw new IllegalStateException("not open");
            }
            return peer;
        }

        @Override
        public void onState(PeerState state, String reason) {
            states.add(state);
            if (state == PeerState.CONNECTED) {
                connected.complete(true);
            }
        }

        @Override
        public void onTrack(RemoteAudio track) {
            tracks.add(track);
            ears.accept(track);
        }

        @Override
        public void onTrackEnded(RemoteAudio track) {
            ended.add(track);
        }

        @Override
        public void onDataChannel(DataChannel opened) {
            channel.complete(opened);
        }

        @Override
        public void onData(DataChannel from, ByteBuf data, boolean text) {
            message.complete(data.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void onFault(RuntimeException bug) {
            fault = bug;
            faulty.complete(bug);
        }
    }
}
