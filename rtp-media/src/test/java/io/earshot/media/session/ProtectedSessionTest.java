package io.earshot.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.LocalAudio;
import io.earshot.media.sdp.MediaSecurity;
import io.earshot.media.sdp.MediaSecurity.Mode;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.sdp.OfferAnswer;
import io.earshot.media.sdp.Outcome;
import io.earshot.media.session.SessionProtection.Kind;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SRTP between two sessions over real sockets, with keys from SDP and from DTLS. */
class ProtectedSessionTest {
    private static final DtlsIdentity IDENTITY = DtlsIdentity.create();

    private final Loopback net = new Loopback(true);
    private final MediaLoop loop = net.loop();
    private final Recorder atAlice = new Recorder(ramp(3_200, 1));
    private final Recorder atBob = new Recorder(ramp(3_200, 2));
    private AudioSession alice;
    private AudioSession bob;

    private static byte[] ramp(int bytes, int seed) {
        byte[] ramp = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            ramp[i] = (byte) (i * 7 + i / 160 + seed);
        }
        return ramp;
    }

    @BeforeEach
    void open() throws Exception {
        atAlice.wanted = 1_600;
        atBob.wanted = 1_600;
        alice = loop.call(() -> AudioSession.open(loop, net.ports, Loopback.config(), IDENTITY));
        bob = loop.call(() -> AudioSession.open(loop, net.ports, Loopback.config(), IDENTITY));
    }

    @AfterEach
    void close() throws Exception {
        loop.call(() -> {
            alice.close();
            bob.close();
            return null;
        });
        net.close();
    }

    private static LocalAudio local(AudioSession session, boolean dtls, boolean mux) {
        return LocalAudio.at(session.localRtp())
                .withLoopbackAllowed(true)
                .withRtcpMux(mux)
                .withSecurity(new MediaSecurity(Mode.REQUIRED, true, IDENTITY.fingerprint(), dtls));
    }

    /** Alice offers, Bob answers what {@code onTheWay} leaves of it. */
    private void agree(boolean dtls, boolean mux, UnaryOperator<String> onTheWay) throws Exception {
        OfferAnswer here = new OfferAnswer(new Random(1));
        OfferAnswer there = new OfferAnswer(new Random(2));
        String offer = new String(here.offer(local(alice, dtls, mux)), StandardCharsets.UTF_8);
        Outcome answered = there.answer(onTheWay.apply(offer).getBytes(StandardCharsets.UTF_8), local(bob, dtls, mux));
        byte[] answer = ((Outcome.Accepted) answered).answerSdp();
        NegotiatedAudio atBobs = ((Outcome.Accepted) answered).agreed();
        NegotiatedAudio atAlices = ((Outcome.Accepted) here.accept(answer)).agreed();
        loop.call(() -> {
            alice.start(atAlices, atAlice, atAlice, atAlice);
            bob.start(atBobs, atBob, atBob, atBob);
            return null;
        });
    }

    private void expectTalk() throws Exception {
        expect(atAlice.enough.get(10, TimeUnit.SECONDS), ramp(3_200, 2));
        expect(atBob.enough.get(10, TimeUnit.SECONDS), ramp(3_200, 1));
    }

    /** The voice, but for packets that overtook the last flight of the handshake. */
    private static void expect(byte[] heard, byte[] said) {
        boolean found = false;
        for (int skipped = 0; skipped <= 3 && !found; skipped++) {
            int from = 160 * skipped;
            found = Arrays.equals(heard, 0, 1_600, said, from, from + 1_600);
        }
        assertThat(found).as("the voice that was said").isTrue();
    }

    private SessionProtection protection(AudioSession session) throws Exception {
        return loop.call(session::protection);
    }

    @ParameterizedTest
    @CsvSource({"AEAD_AES_128_GCM, true", "AES_CM_128_HMAC_SHA1_80, false", "AES_CM_128_HMAC_SHA1_32, true"})
    void shouldTalkWithKeysFromSdp(String suite, boolean mux) throws Exception {
        agree(
                false,
                mux,
                offer -> offer.lines()
                        .filter(line -> !line.startsWith("a=crypto") || line.contains(suite))
                        .reduce("", (text, line) -> text + line + "\r\n"));
        expectTalk();
        assertThat(protection(alice)).isEqualTo(new SessionProtection(Kind.SDES, suite, true, 0, 0, 0, 0, 0, 0, -1));
        assertThat(protection(bob).unauthentic()).isZero();
        assertThat(atAlice.digits).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"actpass", "active", "passive"})
    void shouldTalkWithKeysFromDtls(String setup) throws Exception {
        agree(true, true, offer -> offer.replace("a=setup:actpass", "a=setup:" + setup));
        expectTalk();
        SessionProtection here = protection(alice);
        assertThat(here.kind()).isEqualTo(Kind.DTLS);
        assertThat(here.profile()).isEqualTo("AEAD_AES_128_GCM");
        assertThat(here.failedHandshakes()).isZero();
    }

    @Test
    void shouldCountAndDropWhatHasAnotherKey() throws Exception {
        agree(false, true, offer -> offer.replaceAll("inline:....", "inline:AAAA"));
        loop.call(() -> null);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (protection(bob).unauthentic() < 10 && System.nanoTime() < deadlineNs) {
            Thread.onSpinWait();
        }
        assertThat(protection(bob).unauthentic()).isGreaterThanOrEqualTo(10);
        assertThat(atBob.heardAll.size()).isZero();
        assertThat(atAlice.enough.get(5, TimeUnit.SECONDS))
                .as("the other direction has its key")
                .hasSize(1_600);
    }

    @Test
    void shouldTalkAmidForgedPackets() throws Exception {
        InetSocketAddress target = bob.localRtp();
        byte[] forged = new byte[182];
        forged[0] = (byte) 0x80;
        agree(false, true, offer -> offer);
        try (DatagramSocket stranger = new DatagramSocket()) {
            for (int i = 0; i < 60; i++) {
                forged[3] = (byte) i;
                forged[11] = (byte) (i % 3);
                stranger.send(new DatagramPacket(forged, forged.length, target));
            }
        }
        expectTalk();
        assertThat(protection(bob).unauthentic()).isPositive();
        assertThat(loop.call(bob::quality).received().lost()).isZero();
    }

    @Test
    void shouldLetNoStrangersHelloKeepThePeerOut() throws Exception {
        byte[] hello = new byte[60];
        hello[0] = 22;
        hello[1] = (byte) 0xfe;
        hello[2] = (byte) 0xfd;
        hello[12] = 47;
        hello[13] = 1;
        hello[25] = (byte) 0xfe;
        try (DatagramSocket one = new DatagramSocket();
                DatagramSocket two = new DatagramSocket()) {
            InetSocketAddress target = bob.localRtp();
            agree(true, true, offer -> offer.replace("a=setup:actpass", "a=setup:active"));
            for (int i = 0; i < 50; i++) {
                one.send(new DatagramPacket(hello, hello.length, target));
                two.send(new DatagramPacket(hello, hello.length, target));
            }
        }
        expectTalk();
        assertThat(protection(bob).ready()).isTrue();
    }

    @Test
    void shouldHearNobodyWhoseCertificateIsAnother() throws Exception {
        String other = DtlsIdentity.create().fingerprint().toString();
        agree(true, true, offer -> offer.replaceAll("a=fingerprint:[^\r]+", "a=fingerprint:" + other));
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (protection(bob).failedHandshakes() == 0 && System.nanoTime() < deadlineNs) {
            Thread.onSpinWait();
        }
        assertThat(protection(bob)).matches(it -> it.failedHandshakes() > 0 && !it.ready());
        assertThat(atBob.heardAll.size()).isZero();
    }
}
