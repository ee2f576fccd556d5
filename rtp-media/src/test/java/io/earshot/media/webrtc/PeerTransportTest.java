package io.earshot.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.media.srtp.SrtpProfile;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two transports on the loopback interface. */
class PeerTransportTest {
    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(2, 5, true));
    private final TransportConfig config =
            TransportConfig.of(DtlsIdentity.create()).boundTo(InetAddress.getLoopbackAddress());
    private Peer offerer;
    private Peer answerer;

    @BeforeEach
    void open() throws Exception {
        offerer = new Peer(loops.next(), config);
        answerer = new Peer(loops.next(), config);
    }

    @AfterEach
    void close() throws Exception {
        offerer.close();
        answerer.close();
        loops.close();
    }

    private void connect() throws Exception {
        answerer.connect(offerer.describe(DtlsRole.CLIENT, false));
        offerer.connect(answerer.describe(DtlsRole.SERVER, true));
        offerer.await(TransportState.CONNECTED);
        answerer.await(TransportState.CONNECTED);
    }

    @Test
    void shouldConnectAndCarryMediaBothWays() throws Exception {
        connect();

        offerer.sendRtp(0x1111, 1, "to answerer");
        answerer.sendRtp(0x2222, 65_535, "to offerer");

        assertThat(Peer.take(answerer.rtp)).isEqualTo(ByteBufUtil.getBytes(Peer.rtp(0x1111, 1, "to answerer")));
        assertThat(Peer.take(offerer.rtp)).isEqualTo(ByteBufUtil.getBytes(Peer.rtp(0x2222, 65_535, "to offerer")));
    }

    @Test
    void shouldCarryRtcpAndDataBothWays() throws Exception {
        connect();

        offerer.on(() -> offerer.transport.sendRtcp(Peer.receiverReport(7)));
        answerer.on(() -> answerer.transport.sendRtcp(Peer.receiverReport(8)));
        offerer.on(() -> offerer.transport.sendData(Unpooled.wrappedBuffer(new byte[] {1, 2, 3})));
        answerer.on(() -> answerer.transport.sendData(Unpooled.wrappedBuffer(new byte[1_100])));

        assertThat(Peer.take(answerer.rtcp)).isEqualTo(ByteBufUtil.getBytes(Peer.receiverReport(7)));
        assertThat(Peer.take(offerer.rtcp)).isEqualTo(ByteBufUtil.getBytes(Peer.receiverReport(8)));
        assertThat(Peer.take(answerer.data)).containsExactly(1, 2, 3);
        assertThat(Peer.take(offerer.data)).hasSize(1_100);
    }

    @ParameterizedTest
    @EnumSource(DtlsRole.class)
    void shouldConnectInEitherRole(DtlsRole ours) throws Exception {
        DtlsRole theirs = ours == DtlsRole.CLIENT ? DtlsRole.SERVER : DtlsRole.CLIENT;
        answerer.connect(offerer.describe(theirs, false));
        offerer.connect(answerer.describe(ours, true));

        offerer.await(TransportState.CONNECTED);
        answerer.await(TransportState.CONNECTED);

        assertThat(offerer.<Boolean>get(offerer.transport::dtlsClient)).isEqualTo(ours == DtlsRole.CLIENT);
    }

    @ParameterizedTest
    @EnumSource(value = SrtpProfile.class, mode = EnumSource.Mode.EXCLUDE, names = "AES128_CM_HMAC_SHA1_32")
    void shouldConnectWithEachProfile(SrtpProfile profile) throws Exception {
        offerer.close();
        offerer = new Peer(
                loops.next(),
                new TransportConfig(
                        config.identity(),
                        config.bindAddresses(),
                        List.of(),
                        List.of(profile),
                        config.connectTimeout(),
                        config.disconnectedAfter(),
                        config.failedAfter(),
                        config.candidates()));
        connect();

        offerer.sendRtp(5, 5, "hello");

        assertThat(Peer.take(answerer.rtp)).isNotNull();
    }

    @Test
    void shouldTellThePeerGoodbye() throws Exception {
        connect();

        offerer.on(offerer.transport::close);

        answerer.await(TransportState.CLOSED);
    }

    @Test
    void shouldRefuseAnotherCertificateThanTheDescribed() throws Exception {
        Peer impostor = new Peer(
                loops.next(), TransportConfig.of(DtlsIdentity.create()).boundTo(InetAddress.getLoopbackAddress()));
        RemoteDescription honest = answerer.describe(DtlsRole.SERVER, true);
        RemoteDescription forged = impostor.describe(DtlsRole.SERVER, true);
        impostor.connect(offerer.describe(DtlsRole.CLIENT, false));
        offerer.connect(new RemoteDescription(
                forged.credentials(), honest.fingerprint(), DtlsRole.SERVER, true, false, forged.candidates()));

        offerer.await(TransportState.FAILED);

        assertThat(offerer.reasons.getLast()).contains("certificate");
        impostor.close();
    }

    @Test
    void shouldCarryMediaAcrossAnIceRestart() throws Exception {
        connect();
        offerer.on(offerer.transport::restartIce);
        answerer.on(answerer.transport::restartIce);
        answerer.connect(offerer.describe(DtlsRole.CLIENT, false));
        offerer.connect(answerer.describe(DtlsRole.SERVER, true));

        offerer.sendRtp(0x1111, 2, "after the restart");

        assertThat(Peer.take(answerer.rtp)).isNotNull();
        assertThat(offerer.<TransportState>get(offerer.transport::state)).isEqualTo(TransportState.CONNECTED);
    }

    @Test
    void shouldWarmUp() {
        assertThat(PeerTransport.warm(config)).isTrue();
    }

    @Test
    void shouldHearWhatThePeerSaysBeforeOurHandshakeHasEnded() throws Exception {
        answerer.whenConnected = () -> {
            for (int sequence = 0; sequence < 10; sequence++) {
                answerer.transport.sendRtp(Peer.rtp(3, sequence, "first words"));
            }
        };
        answerer.connect(offerer.describe(DtlsRole.SERVER, false));
        offerer.connect(answerer.describe(DtlsRole.CLIENT, true));

        for (int sequence = 0; sequence < 10; sequence++) {
            assertThat(Peer.take(offerer.rtp)).isEqualTo(ByteBufUtil.getBytes(Peer.rtp(3, sequence, "first words")));
        }
    }
}
