package io.earshot.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.netty.buffer.Unpooled;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two transports with somebody between or beside them. */
class HostileNetworkTest {
    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(2, 5, true));
    private final TransportConfig config = TransportConfig.of(DtlsIdentity.create())
            .boundTo(InetAddress.getLoopbackAddress())
            .withTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofSeconds(3));
    private Peer offerer;
    private Peer answerer;
    private Relay relay;

    @BeforeEach
    void open() throws Exception {
        offerer = new Peer(loops.next(), config);
        answerer = new Peer(loops.next(), config);
        relay = new Relay(loops.next());
        relay.between(address(offerer), address(answerer));
    }

    @AfterEach
    void close() throws Exception {
        offerer.close();
        answerer.close();
        relay.close();
        loops.close();
    }

    private static InetSocketAddress address(Peer peer) {
        return peer.transport.localCandidates().getFirst().address();
    }

    private void connect() throws Exception {
        begin();
        offerer.await(TransportState.CONNECTED);
        answerer.await(TransportState.CONNECTED);
    }

    private void begin() throws Exception {
        answerer.connect(relay.stand(offerer.describe(DtlsRole.CLIENT, false), relay.facingSecond));
        offerer.connect(relay.stand(answerer.describe(DtlsRole.SERVER, true), relay.facingFirst));
    }

    private static void shout(byte[] datagram, InetSocketAddress at) throws Exception {
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            stranger.send(new DatagramPacket(datagram, datagram.length, at));
        }
    }

    @Test
    void shouldIgnoreDtlsAndSrtpOfStrangers() throws Exception {
        byte[] hello = new byte[100];
        hello[0] = 22;
        byte[] srtp = new byte[100];
        srtp[0] = (byte) 0x80;
        shout(hello, address(offerer));
        offerer.until(() -> offerer.transport.counters().strangers() == 1);
        connect();

        shout(hello, address(offerer));
        shout(srtp, address(offerer));
        shout(new byte[] {100, 1, 2}, address(offerer));

        offerer.until(() -> offerer.transport.counters().strangers() == 3
                && offerer.transport.counters().unknown() == 1);
        answerer.sendRtp(1, 1, "still here");
        assertThat(Peer.take(offerer.rtp)).isNotNull();
        assertThat(offerer.rtp).isEmpty();
        assertThat(offerer.get(offerer.transport::counters).refusals())
                .isEqualTo("3 DTLS or SRTP from strangers, 1 of no known kind");
    }

    @Test
    void shouldHearAReplayedPacketOnce() throws Exception {
        connect();
        relay.repeat = datagram -> datagram.getByte(0) < 0;

        offerer.sendRtp(1, 1, "once");
        offerer.on(() -> offerer.transport.sendRtcp(Peer.receiverReport(1)));

        answerer.until(() -> answerer.transport.counters().srtpReplayed() == 2);
        assertThat(answerer.rtp).hasSize(1);
        assertThat(answerer.rtcp).hasSize(1);
    }

    @Test
    void shouldDropForgedPacketsAndHearTheTrueOnes() throws Exception {
        connect();
        relay.corrupt = datagram -> datagram.getByte(0) < 0 || datagram.getByte(0) == 23;

        offerer.sendRtp(1, 1, "true");
        offerer.on(() -> offerer.transport.sendData(Unpooled.wrappedBuffer(new byte[] {1, 2, 3})));

        assertThat(Peer.take(answerer.rtp)).isNotNull();
        assertThat(Peer.take(answerer.data)).containsExactly(1, 2, 3);
        answerer.until(() -> answerer.transport.counters().srtpAuthFailed() == 1
                && answerer.transport.counters().dtlsRejected() == 1);
        assertThat(answerer.rtp).isEmpty();
    }

    @Test
    void shouldConnectWhereDatagramsAreLost() throws Exception {
        relay.loseShare(0.2);

        connect();

        assertThat(offerer.reasons).isNotEmpty();
    }

    @Test
    void shouldNoticeThatThePeerIsGoneAndThatItIsBack() throws Exception {
        connect();
        relay.lose = datagram -> true;
        offerer.await(TransportState.DISCONNECTED);
        relay.lose = datagram -> false;

        offerer.await(TransportState.CONNECTED);

        answerer.sendRtp(1, 1, "back");
        assertThat(Peer.take(offerer.rtp)).isNotNull();
    }

    @Test
    void shouldStopSendingWhenConsentIsGone() throws Exception {
        connect();
        relay.lose = datagram -> true;
        offerer.await(TransportState.FAILED);

        offerer.sendRtp(1, 1, "nobody listens");

        assertThat(offerer.get(offerer.transport::counters).unready()).isEqualTo(1);
        assertThat(offerer.get(offerer.transport::counters).consentLost()).isEqualTo(1);
    }

    @Test
    void shouldReviveAFailedTransportByAnIceRestart() throws Exception {
        connect();
        relay.lose = datagram -> true;
        offerer.await(TransportState.FAILED);
        answerer.await(TransportState.FAILED);
        relay.lose = datagram -> false;

        offerer.on(offerer.transport::restartIce);
        answerer.on(answerer.transport::restartIce);
        begin();

        offerer.await(TransportState.CONNECTED);
        answerer.await(TransportState.CONNECTED);
        offerer.sendRtp(1, 1, "back");
        assertThat(Peer.take(answerer.rtp)).isNotNull();
    }

    @Test
    void shouldCloseInTheMiddleOfAHandshake() throws Exception {
        relay.lose = datagram -> datagram.getByte(0) >= 20 && datagram.getByte(0) <= 63;
        begin();
        offerer.await(TransportState.HANDSHAKING);

        offerer.on(offerer.transport::close);
        answerer.on(answerer.transport::close);

        offerer.await(TransportState.CLOSED);
        answerer.await(TransportState.CLOSED);
    }
}
