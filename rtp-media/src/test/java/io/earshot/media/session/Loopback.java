package io.earshot.media.session;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.media.net.PortPool;
import io.earshot.media.sdp.Direction;
import io.earshot.media.sdp.NegotiatedAudio;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Real loops and sockets on loopback, for tests. */
final class Loopback implements AutoCloseable {
    static final InetAddress HERE = InetAddress.getLoopbackAddress();

    final MediaLoops loops;
    final PortPool ports = new PortPool(20_000, 32_000, 30_000_000_000L);

    Loopback(boolean nativeTransport) {
        loops = MediaLoops.start(new MediaLoopsConfig(1, 5, nativeTransport));
    }

    MediaLoop loop() {
        return loops.next();
    }

    AudioSession open(SessionConfig config) throws Exception {
        MediaLoop loop = loop();
        return loop.call(() -> AudioSession.open(loop, ports, config));
    }

    static SessionConfig config() {
        return SessionConfig.on(HERE);
    }

    static NegotiatedAudio agreed(AudioCodec codec, int payloadType, int ptimeMs, InetSocketAddress remote) {
        InetSocketAddress rtcp = new InetSocketAddress(remote.getAddress(), remote.getPort() + 1);
        return new NegotiatedAudio(
                codec, payloadType, payloadType, 101, -1, ptimeMs, remote, rtcp, false, Direction.SENDRECV);
    }

    static NegotiatedAudio pcmu(InetSocketAddress remote) {
        return agreed(AudioCodec.PCMU, 0, 20, remote);
    }

    @Override
    public void close() {
        loops.close();
    }
}
