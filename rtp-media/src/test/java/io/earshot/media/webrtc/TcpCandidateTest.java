package io.earshot.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.ice.IceCandidate;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The peer can be reached by TCP alone, or by TCP as well. */
class TcpCandidateTest {
    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(2, 5, true));
    private final TransportConfig config = TransportConfig.of(DtlsIdentity.create())
            .boundTo(InetAddress.getLoopbackAddress())
            .withTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofSeconds(30));
    private Peer offerer;
    private Peer answerer;
    private StreamRelay tcp;

    @BeforeEach
    void open() throws Exception {
        offerer = new Peer(loops.next(), config);
        answerer = new Peer(loops.next(), config);
        tcp = new StreamRelay(address(answerer));
    }

    @AfterEach
    void close() throws Exception {
        offerer.close();
        answerer.close();
        tcp.close();
        loops.close();
    }

    private static InetSocketAddress address(Peer peer) {
        return peer.transport.localCandidates().getFirst().address();
    }

    private static RemoteDescription only(RemoteDescription all, IceCandidate... candidates) {
        return new RemoteDescription(
                all.credentials(), all.fingerprint(), all.ours(), all.controlling(), false, List.of(candidates));
    }

    private IceCandidate passive() {
        return new IceCandidate(
                "7", IceCandidate.Protocol.TCP_PASSIVE, 1_000, tcp.address(), IceCandidate.Type.HOST, null);
    }

    private void connectByTcp() throws Exception {
        answerer.connect(only(offerer.describe(DtlsRole.CLIENT, false)));
        offerer.connect(only(answerer.describe(DtlsRole.SERVER, true), passive()));
        offerer.await(TransportState.CONNECTED);
        answerer.await(TransportState.CONNECTED);
    }

    @Test
    void shouldCarryEverythingOverTcp() throws Exception {
        connectByTcp();

        for (int sequence = 0; sequence < 100; sequence++) {
            offerer.sendRtp(1, sequence, "by TCP");
            answerer.sendRtp(2, sequence, "by TCP too");
        }
        offerer.on(() -> offerer.transport.sendData(Unpooled.wrappedBuffer(new byte[1_100])));

        for (int i = 0; i < 100; i++) {
            Peer.take(offerer.rtp);
            Peer.take(answerer.rtp);
        }
        assertThat(Peer.take(answerer.data)).hasSize(1_100);
    }

    @Test
    void shouldConnectAgainWhenTheConnectionBreaks() throws Exception {
        connectByTcp();

        tcp.breakConnections();

        offerer.await(TransportState.DISCONNECTED);
        offerer.await(TransportState.CONNECTED);
        assertThat(tcp.accepted).isEqualTo(2);
        offerer.sendRtp(1, 1, "again");
        assertThat(Peer.take(answerer.rtp)).isNotNull();
    }

    @Test
    void shouldNotConnectByTcpWhereUdpWorks() throws Exception {
        IceCandidate udp = answerer.transport.localCandidates().getFirst();
        answerer.connect(offerer.describe(DtlsRole.CLIENT, false));

        offerer.connect(only(answerer.describe(DtlsRole.SERVER, true), passive(), udp));
        offerer.await(TransportState.CONNECTED);
        answerer.await(TransportState.CONNECTED);

        offerer.sendRtp(1, 1, "by UDP");
        assertThat(Peer.take(answerer.rtp)).isNotNull();
        assertThat(tcp.accepted).isZero();
    }

    @Test
    void shouldMoveToTcpWhenUdpFallsSilent() throws Exception {
        Relay relay = new Relay(loops.next());
        relay.between(address(offerer), address(answerer));
        IceCandidate udp = relay.stand(answerer.describe(DtlsRole.SERVER, true), relay.facingFirst)
                .candidates()
                .getFirst();
        answerer.connect(relay.stand(offerer.describe(DtlsRole.CLIENT, false), relay.facingSecond));
        offerer.connect(only(answerer.describe(DtlsRole.SERVER, true), passive(), udp));
        offerer.await(TransportState.CONNECTED);
        answerer.await(TransportState.CONNECTED);

        relay.lose = datagram -> true;
        offerer.await(TransportState.DISCONNECTED);
        offerer.await(TransportState.CONNECTED);

        offerer.sendRtp(1, 1, "by TCP now");
        assertThat(Peer.take(answerer.rtp)).isNotNull();
        answerer.until(() -> answerer.transport.state() == TransportState.CONNECTED);
        answerer.sendRtp(2, 1, "back by TCP");
        assertThat(Peer.take(offerer.rtp)).isNotNull();
        relay.close();
    }

    @Test
    void shouldSurviveAPassiveCandidateThatRefuses() throws Exception {
        tcp.close();
        answerer.connect(only(offerer.describe(DtlsRole.CLIENT, false)));
        offerer.connect(only(answerer.describe(DtlsRole.SERVER, true), passive()));
        offerer.await(TransportState.CHECKING);

        offerer.on(() -> offerer.transport.addRemoteCandidate(
                answerer.transport.localCandidates().getFirst()));

        offerer.await(TransportState.CONNECTED);
    }
}
