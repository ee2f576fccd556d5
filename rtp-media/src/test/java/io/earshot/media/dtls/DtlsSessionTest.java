package io.earshot.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.media.srtp.SrtpKeys;
import io.earshot.media.srtp.SrtpProfile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two sessions whose datagrams are handed over on a loop. */
class DtlsSessionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<SrtpProfile> ALL = List.of(SrtpProfile.values());

    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true));
    private final MediaLoop loop = loops.next();
    private final DtlsIdentity identity = DtlsIdentity.create();
    private final End client = new End();
    private final End server = new End();

    @AfterEach
    void close() throws Exception {
        on(() -> {
            client.session.close();
            server.session.close();
        });
        loops.close();
    }

    private void on(Runnable task) throws Exception {
        loop.call(() -> {
            task.run();
            return null;
        });
    }

    private DtlsSession start(
            DtlsRole role,
            DtlsIdentity ours,
            Fingerprint expected,
            List<SrtpProfile> profiles,
            Duration timeout,
            End end,
            End other) {
        return DtlsSession.start(
                loop,
                ours,
                role,
                expected,
                profiles,
                timeout,
                (octets, offset, length) -> end.deliver(Unpooled.copiedBuffer(octets, offset, length), other),
                end);
    }

    private void begin(List<SrtpProfile> ofClient, List<SrtpProfile> ofServer) throws Exception {
        on(() -> {
            server.session =
                    start(DtlsRole.SERVER, identity, identity.fingerprint(), ofServer, PATIENCE, server, client);
            client.session =
                    start(DtlsRole.CLIENT, identity, identity.fingerprint(), ofClient, PATIENCE, client, server);
        });
    }

    @Test
    void shouldAgreeOnTheBestProfileOfBoth() throws Exception {
        begin(ALL, ALL);

        assertThat(client.await()).hasToString("SrtpKeys[AEAD_AES_128_GCM]");
        assertThat(server.await()).hasToString("SrtpKeys[AEAD_AES_128_GCM]");
    }

    @Test
    void shouldAgreeOnTheProfileThatOneHas() throws Exception {
        begin(List.of(SrtpProfile.AES128_CM_HMAC_SHA1_80), ALL);

        assertThat(client.await()).hasToString("SrtpKeys[AES128_CM_HMAC_SHA1_80]");
        assertThat(server.await()).hasToString("SrtpKeys[AES128_CM_HMAC_SHA1_80]");
    }

    @Test
    void shouldEndBothWhenThereIsNoCommonProfile() throws Exception {
        begin(List.of(SrtpProfile.AES128_CM_HMAC_SHA1_80), List.of(SrtpProfile.AEAD_AES_128_GCM));

        assertThat(server.await()).isEqualTo(DtlsEnd.FAILED);
        assertThat(client.await()).isEqualTo(DtlsEnd.FAILED);
        assertThat(client.reason).contains("alert");
    }

    @Test
    void shouldRefuseAServerWithAnotherCertificate() throws Exception {
        DtlsIdentity impostor = DtlsIdentity.create();
        on(() -> {
            server.session = start(DtlsRole.SERVER, impostor, identity.fingerprint(), ALL, PATIENCE, server, client);
            client.session = start(DtlsRole.CLIENT, identity, identity.fingerprint(), ALL, PATIENCE, client, server);
        });

        assertThat(client.await()).isEqualTo(DtlsEnd.WRONG_FINGERPRINT);
        assertThat(server.await()).isEqualTo(DtlsEnd.FAILED);
    }

    @Test
    void shouldRefuseAClientWithAnotherCertificate() throws Exception {
        DtlsIdentity impostor = DtlsIdentity.create();
        on(() -> {
            server.session = start(DtlsRole.SERVER, identity, identity.fingerprint(), ALL, PATIENCE, server, client);
            client.session = start(DtlsRole.CLIENT, impostor, identity.fingerprint(), ALL, PATIENCE, client, server);
        });

        assertThat(server.await()).isEqualTo(DtlsEnd.WRONG_FINGERPRINT);
    }

    @Test
    void shouldGiveUpWhenNobodyAnswers() throws Exception {
        on(() -> {
            client.lose = count -> true;
            server.session = start(DtlsRole.SERVER, identity, identity.fingerprint(), ALL, PATIENCE, server, client);
            client.session = start(
                    DtlsRole.CLIENT, identity, identity.fingerprint(), ALL, Duration.ofMillis(300), client, server);
        });

        assertThat(client.await()).isEqualTo(DtlsEnd.TIMED_OUT);
    }

    @Test
    void shouldShakeHandsWhereAQuarterIsLost() throws Exception {
        Random random = new Random(3);
        client.lose = count -> random.nextInt(4) == 0;
        server.lose = count -> random.nextInt(4) == 0;
        begin(ALL, ALL);

        assertThat(client.await()).isInstanceOf(SrtpKeys.class);
        assertThat(server.await()).isInstanceOf(SrtpKeys.class);
    }

    @Test
    void shouldSayGoodbye() throws Exception {
        begin(ALL, ALL);
        client.await();
        server.await();

        on(client.session::close);

        assertThat(server.await()).isEqualTo(DtlsEnd.CLOSED);
    }

    @Test
    void shouldSendNoRecordThatIsTooLong() throws Exception {
        begin(ALL, ALL);
        client.await();
        server.await();

        on(() -> assertThat(client.session.send(Unpooled.wrappedBuffer(new byte[1_300])))
                .isFalse());
        on(() -> assertThat(client.session.send(Unpooled.wrappedBuffer(new byte[] {7})))
                .isTrue());

        assertThat(server.data.poll(20, TimeUnit.SECONDS)).containsExactly(7);
    }

    @Test
    void shouldDropAFloodAndStillShakeHands() throws Exception {
        on(() -> {
            server.session = start(DtlsRole.SERVER, identity, identity.fingerprint(), ALL, PATIENCE, server, client);
            client.session = start(DtlsRole.CLIENT, identity, identity.fingerprint(), ALL, PATIENCE, client, server);
            for (int i = 0; i < 1_000; i++) {
                server.session.onDatagram(Unpooled.wrappedBuffer(new byte[] {22, 1, 2, 3}), loop.nowNs());
            }
        });

        assertThat(client.await()).isInstanceOf(SrtpKeys.class);
        on(() -> assertThat(server.session.overflow()).isPositive());
    }

    /** One end, its losses and what it heard. */
    private final class End implements DtlsListener {
        private final LinkedBlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<byte[]> data = new LinkedBlockingQueue<>();
        private IntPredicate lose = count -> false;
        private int sent;
        private volatile String reason = "";
        private DtlsSession session;

        void deliver(ByteBuf datagram, End other) {
            if (!lose.test(sent++)) {
                loop.execute(() -> other.session.onDatagram(datagram, loop.nowNs()));
            }
        }

        Object await() throws InterruptedException {
            return outcomes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public void onEstablished(SrtpKeys keys) {
            outcomes.add(keys);
        }

        @Override
        public void onData(ByteBuf received, long nowNs) {
            data.add(ByteBufUtil.getBytes(received));
        }

        @Override
        public void onEnded(DtlsEnd end, String why) {
            reason = why;
            outcomes.add(end);
        }
    }
}
