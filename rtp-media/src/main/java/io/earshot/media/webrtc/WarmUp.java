package io.earshot.media.webrtc;

import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.ice.CandidateChoice;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.media.srtp.SrtpProfile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins two transports over the loopback interface, once for each SRTP profile, on a loop that ends with it: afterwards
 * classes are loaded, native libraries found and the hottest methods compiled. Runs on its caller's thread.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int PACKETS = 200;

    private final CountDownLatch heard = new CountDownLatch(PACKETS);
    private final MediaLoop loop;

    private WarmUp(MediaLoop loop) {
        this.loop = loop;
    }

    static boolean run(TransportConfig config) {
        boolean ready = true;
        try (MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true))) {
            for (SrtpProfile profile : SrtpProfile.values()) {
                ready &= new WarmUp(loops.next()).join(only(config, profile));
            }
            return ready;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            LOG.warn("could not warm up the media transport: {}", e.toString());
            return false;
        }
    }

    private static TransportConfig only(TransportConfig config, SrtpProfile profile) {
        return new TransportConfig(
                config.identity(),
                List.of(InetAddress.getLoopbackAddress()),
                List.of(),
                List.of(profile),
                PATIENCE,
                PATIENCE,
                PATIENCE.multipliedBy(2),
                CandidateChoice.ALL);
    }

    private boolean join(TransportConfig config) throws Exception {
        List<PeerTransport> pair = loop.call(() -> connect(config));
        try {
            return heard.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            loop.call(() -> {
                pair.forEach(PeerTransport::close);
                return null;
            });
        }
    }

    private List<PeerTransport> connect(TransportConfig config) throws MediaUnavailableException {
        Talker talker = new Talker();
        PeerTransport first = PeerTransport.open(loop, config, talker);
        talker.transport = first;
        PeerTransport second = PeerTransport.open(loop, config, talker);
        first.connect(describe(second, DtlsRole.CLIENT, true));
        second.connect(describe(first, DtlsRole.SERVER, false));
        return List.of(first, second);
    }

    private static RemoteDescription describe(PeerTransport other, DtlsRole ours, boolean controlling) {
        RemoteDescription answered = RemoteDescription.answered(
                other.localCredentials().ufrag(),
                other.localCredentials().pwd(),
                other.localFingerprint(),
                ours,
                false,
                other.localCandidates());
        return new RemoteDescription(
                answered.credentials(), answered.fingerprint(), ours, controlling, false, answered.candidates());
    }

    /** Sends packets once both are connected, each when the one before has come. */
    private final class Talker implements TransportListener {
        private @Nullable PeerTransport transport;
        private int connected;
        private int sent;

        @Override
        public void onState(TransportState state, String reason) {
            if (state == TransportState.CONNECTED && ++connected == 2) {
                talk();
            }
        }

        private void talk() {
            if (transport != null && sent < PACKETS) {
                transport.sendRtp(packet(sent++));
            }
        }

        private static ByteBuf packet(int sequence) {
            return Unpooled.buffer(200)
                    .writeByte(0x80)
                    .writeByte(0)
                    .writeShort(sequence)
                    .writeInt(160 * sequence)
                    .writeInt(1)
                    .writeZero(160);
        }

        @Override
        public void onRtp(ByteBuf plain, long arrivalNs) {
            heard.countDown();
            talk();
        }

        @Override
        public void onRtcp(ByteBuf plain, long arrivalNs) {}

        @Override
        public void onData(ByteBuf sctpPacket, long nowNs) {}

        @Override
        public void onFault(RuntimeException fault) {
            LOG.warn("fault while warming up the media transport", fault);
        }
    }
}
