package io.earshot.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.doctor.SipTarget.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The doctor's own small clients and what it makes of their answers. */
class ProbesTest {
    private static final SipTarget TRUNK = new SipTarget("the trunk", "", "sip.example.com", 5060, Transport.UDP);

    @Test
    void shouldReadWhereASipServerIs() {
        assertThat(SipTarget.parse("sip.example.com"))
                .hasValueSatisfying(it -> assertThat(it.place()).isEqualTo("sip.example.com:5060"));
        assertThat(SipTarget.parse("sip:1001@[2001:db8::1]:5070;transport=TCP")).hasValueSatisfying(it -> {
            assertThat(it.user()).isEqualTo("1001");
            assertThat(it.place()).isEqualTo("[2001:db8::1]:5070");
            assertThat(it.transport()).isEqualTo(Transport.TCP);
        });
        assertThat(SipTarget.parse("h;transport=tls"))
                .hasValueSatisfying(it -> assertThat(it.port()).isEqualTo(5061));
        assertThat(SipTarget.parse("a b")).isEmpty();
        assertThat(SipTarget.parse("h:70000")).isEmpty();
    }

    @Test
    void shouldJudgeAnswersOfTrunks() {
        assertThat(TrunksCheck.judge(TRUNK, answer(200), "")).isNull();
        assertThat(TrunksCheck.judge(TRUNK, answer(405), "")).isNull();
        assertThat(TrunksCheck.judge(TRUNK, answer(403), "").cause()).contains("does not know this machine's address");
        assertThat(TrunksCheck.judge(TRUNK, answer(503), "").severity()).isEqualTo(Status.WARNING);
        assertThat(TrunksCheck.judge(TRUNK, none(), "tcp").cause()).contains("the transport is wrong");
        assertThat(TrunksCheck.judge(TRUNK, none(), "").cause()).contains("nothing accepts SIP");
        assertThat(RegisterCheck.judge(TRUNK, answer(401), answer(401), true).cause())
                .contains("with this password");
        assertThat(RegisterCheck.judge(TRUNK, answer(401), answer(401), false).cause())
                .contains("of a kind that is not known");
        assertThat(RegisterCheck.judge(TRUNK, answer(404), answer(404), false).cause())
                .contains("does not know user");
        assertThat(RegisterCheck.judge(TRUNK, answer(401), answer(200), true)).isNull();
    }

    @Test
    void shouldLearnItsAddressFromAStunServer() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket server = new DatagramSocket(0, loopback)) {
            Thread.ofVirtual().start(() -> answerOnce(server));

            InetAddress outer = StunQuestion.ask(new InetSocketAddress(loopback, server.getLocalPort()), loopback);

            assertThat(outer.getHostAddress()).isEqualTo("198.51.100.7");
            AddressesCheck.Named inner = new AddressesCheck.Named("media", "10.0.0.5", "10.0.0.5");
            assertThat(AddressesCheck.judge(inner, outer))
                    .singleElement()
                    .asString()
                    .contains("inner address 10.0.0.5", "198.51.100.7");
            assertThat(AddressesCheck.judge(new AddressesCheck.Named("media", "10.0.0.5", "198.51.100.7"), outer))
                    .isEmpty();
        }
    }

    @Test
    void shouldBelieveAClockThatAgreesWithAnother() {
        assertThat(ClockCheck.judge(new KernelClock(true, true, 2), false).status())
                .isEqualTo(Status.OK);
        assertThat(ClockCheck.judge(new KernelClock(true, false, 0), true).status())
                .isEqualTo(Status.OK);
        assertThat(ClockCheck.judge(new KernelClock(true, false, 0), false).status())
                .isEqualTo(Status.WARNING);
        assertThat(ClockCheck.judge(new KernelClock(false, false, 0), false).status())
                .isEqualTo(Status.SKIPPED);
        assertThat(KernelClock.read().errorMs()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void shouldTellWhatAContainerTakesAway() {
        LimitsCheck.Facts throttled = new LimitsCheck.Facts(
                20_000, 65_536, 1, new CpuQuota(0.5, -1), 80, true, 512, List.of("ZGC Minor Cycles"));

        assertThat(LimitsCheck.judge(throttled, 10).findings())
                .extracting(Finding::cause)
                .anyMatch(it -> it.contains("0.50 of one processor"))
                .anyMatch(it -> it.contains("80 ms late"))
                .anyMatch(it -> it.contains("level debug"))
                .hasSize(3);
        LimitsCheck.Facts stopped = new LimitsCheck.Facts(
                20_000, 65_536, 2, new CpuQuota(2, 0.3), 1, false, 512, List.of("ZGC Minor Cycles"));
        assertThat(LimitsCheck.judge(stopped, 10).findings())
                .singleElement()
                .asString()
                .contains("2.00 processors in 30 % of all periods");
    }

    @Test
    void shouldTellWhatAnswersOfTheWebhookMean() {
        URI address = URI.create("https://voice.example.com/hook");

        assertThat(EchoFindings.of(address, echo(413, ""), null, "/w").cause()).contains("413");
        assertThat(EchoFindings.of(address, echo(403, ""), null, "/w").cause()).contains("forbids");
        assertThat(EchoFindings.of(address, echo(401, "token has expired"), null, "/w")
                        .kind())
                .isEqualTo(FaultClass.KEY);
        assertThat(EchoFindings.of(address, echo(500, ""), null, "/w").cause()).contains("HTTP 500");
    }

    @Test
    void shouldFindAServerThatDoesNotNameUsForItsEvents() {
        PeerYaml silent = PeerYaml.parse("webhook: {api_key: devkey}");
        PeerYaml elsewhere = PeerYaml.parse("webhook: {api_key: devkey, urls: ['http://h/other']}");
        PeerYaml right = PeerYaml.parse("webhook: {api_key: devkey, urls: ['http://h/w']}");

        assertThat(PeerFilesReview.events(silent, "/w", "", "devkey"))
                .singleElement()
                .asString()
                .contains("is empty");
        assertThat(PeerFilesReview.events(elsewhere, "/w", "", "devkey"))
                .singleElement()
                .asString()
                .contains("does not name");
        assertThat(PeerFilesReview.events(right, "/w", "http://h/w", "devkey")).isEmpty();
        assertThat(PeerFilesReview.events(right, "/w", "", "otherkey"))
                .singleElement()
                .asString()
                .contains("older_keys");
    }

    @Test
    void shouldAskOneRedisOnceForBothPrograms() {
        RedisPlace server = RedisPlace.of("redis://127.0.0.1:6380", Map.of()).orElseThrow();
        RedisPlace sip = RedisPlace.of("livekit-sip", PeerYaml.parse("redis: {address: '127.0.0.1:6380'}"))
                .orElseThrow();

        assertThat(RedisPlace.merged(List.of(server, sip)))
                .singleElement()
                .satisfies(it -> assertThat(it.owner()).isEqualTo("--redis and livekit-sip"));
        assertThat(RedisPlace.of("redis://user:canary@h", Map.of())).isEmpty();
    }

    private static void answerOnce(DatagramSocket server) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            server.receive(packet);
            byte[] id = new byte[12];
            ByteBuffer.wrap(packet.getData()).position(8).get(id);
            ByteBuffer answer = ByteBuffer.allocate(32);
            answer.putShort((short) 0x0101)
                    .putShort((short) 12)
                    .putInt(0x2112_A442)
                    .put(id);
            answer.putShort((short) 0x0020)
                    .putShort((short) 8)
                    .putShort((short) 1)
                    .putShort((short) 0);
            answer.putInt(0xC633_6407 ^ 0x2112_A442);
            server.send(new DatagramPacket(answer.array(), 32, packet.getSocketAddress()));
        } catch (IOException closed) {
            throw new AssertionError(closed);
        }
    }

    private static SipAnswer answer(int status) {
        return SipAnswer.parse("SIP/2.0 " + status + " Word\r\n", 1);
    }

    private static SipAnswer none() {
        return SipAnswer.none(new PortUnreachableException("refused"), 1);
    }

    private static Echo echo(int status, String words) {
        return new Echo(status, words, "", false, false, false, 0, 1, null);
    }
}
