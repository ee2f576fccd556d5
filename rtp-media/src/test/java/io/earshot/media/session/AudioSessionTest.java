package io.earshot.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.net.MediaLoop;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioSessionTest {
    private static byte[] ramp(int bytes, int seed) {
        byte[] ramp = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            ramp[i] = (byte) (i * 7 + i / 160 + seed);
        }
        return ramp;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCarryG711BothWaysUnchangedOverRealSockets(boolean nativeTransport) throws Exception {
        try (Loopback net = new Loopback(nativeTransport)) {
            AudioSession alice = net.open(Loopback.config());
            AudioSession bob = net.open(Loopback.config());
            Recorder atAlice = new Recorder(ramp(1_600, 1));
            Recorder atBob = new Recorder(ramp(1_600, 2));
            atAlice.wanted = 1_600;
            atBob.wanted = 1_600;
            MediaLoop loop = net.loop();
            loop.call(() -> {
                alice.start(Loopback.pcmu(bob.localRtp()), atAlice, atAlice, atAlice);
                bob.start(Loopback.pcmu(alice.localRtp()), atBob, atBob, atBob);
                return null;
            });
            assertThat(atAlice.enough.get(5, TimeUnit.SECONDS)).startsWith(ramp(1_600, 2));
            assertThat(atBob.enough.get(5, TimeUnit.SECONDS)).startsWith(ramp(1_600, 1));
            SessionQuality quality = loop.call(() -> {
                bob.close();
                SessionQuality last = alice.quality();
                alice.close();
                return last;
            });
            assertThat(quality.received().packets()).isGreaterThanOrEqualTo(10);
            assertThat(quality.received().lost()).isZero();
            assertThat(atAlice.sent).isEqualTo(10);
            assertThat(loop.takeLatenessUs().getTotalCount()).isGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void shouldPlayDtmfToThePeerAsTelephoneEvents() throws Exception {
        try (Loopback net = new Loopback(true)) {
            AudioSession alice = net.open(Loopback.config());
            AudioSession bob = net.open(Loopback.config());
            Recorder atAlice = new Recorder(new byte[0]);
            Recorder atBob = new Recorder(new byte[0]);
            net.loop().call(() -> {
                alice.start(Loopback.pcmu(bob.localRtp()), atAlice, atAlice, atAlice);
                bob.start(Loopback.pcmu(alice.localRtp()), atBob, atBob, atBob);
                assertThat(alice.sendDtmf("5")).isTrue();
                assertThat(alice.sendDtmf("x")).isFalse();
                return null;
            });
            assertThat(atBob.digit.get(5, TimeUnit.SECONDS)).isEqualTo("5:100");
            net.loop().call(() -> {
                alice.close();
                bob.close();
                return null;
            });
        }
    }
}
