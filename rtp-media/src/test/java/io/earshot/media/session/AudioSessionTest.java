package io.earshot.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.PortPool;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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

    @Test
    void shouldLetAUserCloseFromWithinACallback() throws Exception {
        try (Loopback net = new Loopback(true)) {
            AudioSession alice = net.open(Loopback.config());
            AudioSession bob = net.open(Loopback.config());
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            Recorder user = new Recorder(new byte[0]);
            SessionListener hangsUp = new SessionListener() {
                @Override
                public void onFirstPacket(long arrivalNs) {
                    alice.close();
                    alice.close();
                    net.loop().execute(() -> closed.complete(net.ports.inUse()));
                }

                @Override
                public void onFault(RuntimeException fault) {
                    closed.completeExceptionally(fault);
                }
            };
            net.loop().call(() -> {
                alice.start(Loopback.agreed(AudioCodec.G722, 9, 20, bob.localRtp()), user, user, hangsUp);
                bob.start(
                        Loopback.agreed(AudioCodec.G722, 9, 20, alice.localRtp()),
                        user,
                        user,
                        new SessionListener() {});
                return null;
            });
            assertThat(closed.get(5, TimeUnit.SECONDS)).as("port pairs in use").isEqualTo(1);
            long packets = net.loop().call(() -> {
                bob.close();
                return alice.quality().received().packets();
            });
            assertThat(packets).isEqualTo(1);
        }
    }

    @Test
    void shouldEndOnlyTheSessionWhoseUserThrows() throws Exception {
        try (Loopback net = new Loopback(true)) {
            AudioSession alice = net.open(Loopback.config());
            AudioSession bob = net.open(Loopback.config());
            CompletableFuture<RuntimeException> fault = new CompletableFuture<>();
            Recorder atBob = new Recorder(ramp(3_200, 1));
            SessionListener atAlice = new SessionListener() {
                @Override
                public void onFault(RuntimeException bug) {
                    fault.complete(bug);
                }
            };
            int before = net.loop().call(() -> {
                alice.start(
                        Loopback.pcmu(bob.localRtp()),
                        (audio, atNs, concealed) -> {
                            throw new IllegalStateException("a bug of the user");
                        },
                        atBob,
                        atAlice);
                bob.start(Loopback.pcmu(alice.localRtp()), atBob, atBob, atBob);
                return net.ports.inUse();
            });
            assertThat(fault.get(5, TimeUnit.SECONDS)).hasMessage("a bug of the user");
            net.loop().call(() -> {
                assertThat(net.ports.inUse()).isEqualTo(before - 1);
                bob.close();
                return null;
            });
        }
    }

    @Test
    void shouldSayWhenNoPortIsLeft() throws Exception {
        try (Loopback net = new Loopback(true)) {
            AudioSession first = net.open(Loopback.config());
            int port = first.localRtp().getPort();
            MediaLoop loop = net.loop();
            PortPool one = new PortPool(port, port + 1, 1_000_000_000L);
            assertThatThrownBy(() -> loop.call(() -> AudioSession.open(loop, one, Loopback.config())))
                    .isInstanceOf(MediaUnavailableException.class)
                    .hasCauseInstanceOf(BindException.class);
            assertThat(one.inUse()).isZero();
            loop.call(() -> {
                first.close();
                return null;
            });
        }
    }

    @Test
    void shouldShowEveryDatagramToTheTap() throws Exception {
        try (Loopback net = new Loopback(true)) {
            List<String> seen = new CopyOnWriteArrayList<>();
            PacketTap tap = (outgoing, datagram, local, remote, atNs, rtcp) ->
                    seen.add((outgoing ? "out " : "in ") + (rtcp ? "rtcp" : "rtp"));
            AudioSession alice = net.open(Loopback.config().withTap(tap));
            AudioSession bob = net.open(Loopback.config());
            Recorder user = new Recorder(ramp(320, 1));
            user.wanted = 320;
            net.loop().call(() -> {
                alice.start(Loopback.pcmu(bob.localRtp()), user, user, user);
                bob.start(Loopback.pcmu(alice.localRtp()), user, user, user);
                return null;
            });
            user.enough.get(5, TimeUnit.SECONDS);
            net.loop().call(() -> {
                bob.close();
                return null;
            });
            net.loop().call(() -> {
                alice.close();
                return null;
            });
            assertThat(seen).contains("in rtp", "out rtp", "out rtcp");
        }
    }
}
