package io.earshot.media.ice;

import static io.earshot.media.ice.SimulatedIce.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.earshot.media.sim.SimulatedNetwork.Conditions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two sessions over a simulated network, with a clock that nobody waits for. */
class IceSessionTest {
    private static final InetSocketAddress A = at("192.0.2.1", 1_000);
    private static final InetSocketAddress A2 = at("198.51.100.1", 1_001);
    private static final InetSocketAddress B = at("192.0.2.2", 2_000);
    private static final InetSocketAddress B2 = at("198.51.100.2", 2_001);
    private static final InetSocketAddress STRANGER = at("203.0.113.9", 9_999);

    private static SimulatedIce perfect() {
        return new SimulatedIce(new Conditions(0, 0, 1, 0), 1);
    }

    private static boolean connected(SimulatedIce.Side... sides) {
        for (SimulatedIce.Side side : sides) {
            if (side.state() != IceState.CONNECTED) {
                return false;
            }
        }
        return true;
    }

    @Test
    void shouldConnectWithinTwoRoundTrips() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);

            assertThat(world.within(4, () -> connected(offerer, answerer))).isTrue();

            assertThat(offerer.peer()).isEqualTo(B);
            assertThat(answerer.peer()).isEqualTo(A);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldConnectOverABadNetwork(long seed) {
        try (SimulatedIce world = new SimulatedIce(new Conditions(0.3, 0.1, 20, 100), seed)) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);

            assertThat(world.within(10_000, () -> connected(offerer, answerer))).isTrue();
        }
    }

    @Test
    void shouldConnectOverIpv6() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, at("2001:db8::1", 1_000));
            SimulatedIce.Side answerer = world.side(2, at("2001:db8::2", 2_000), B);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);

            assertThat(world.within(10, () -> connected(offerer, answerer))).isTrue();

            assertThat(offerer.peer()).isEqualTo(at("2001:db8::2", 2_000));
            assertThat(offerer.ice.counters().ignoredCandidates()).isEqualTo(1);
        }
    }

    @Test
    void shouldConnectToALitePeer() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side full = world.side(1, A);
            SimulatedIce.Side lite = world.side(2, B);
            full.connect(lite, false, true);

            assertThat(world.within(10, () -> connected(full))).isTrue();

            assertThat(full.peer()).isEqualTo(B);
        }
    }

    @Test
    void shouldLearnAPeerThatNoCandidateNamed() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            offerer.ice.connect(answerer.ice.credentials(), true, false, world.clock.nowNs());
            answerer.connect(offerer, false, false);

            assertThat(world.within(20, () -> connected(offerer, answerer))).isTrue();

            assertThat(offerer.peer()).isEqualTo(B);
        }
    }

    @Test
    void shouldConnectWithCandidatesThatTrickle() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            offerer.ice.connect(answerer.ice.credentials(), true, false, world.clock.nowNs());
            answerer.ice.connect(offerer.ice.credentials(), false, false, world.clock.nowNs());
            world.pass(500);

            offerer.ice.addRemote(answerer.ice.candidates().getFirst(), world.clock.nowNs());

            assertThat(world.within(10, () -> connected(offerer, answerer))).isTrue();
        }
    }

    @Test
    void shouldAnswerChecksThatComeBeforeTheDescription() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            answerer.connect(offerer, false, false);
            world.pass(50);

            offerer.ice.connect(answerer.ice.credentials(), true, false, world.clock.nowNs());

            assertThat(world.within(10, () -> connected(offerer, answerer))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSettleAConflictOfRoles(boolean bothControlling) {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side first = world.side(1, A);
            SimulatedIce.Side second = world.side(2, B);
            first.connect(second, bothControlling, false);
            second.connect(first, bothControlling, false);

            assertThat(world.within(1_000, () -> connected(first, second))).isTrue();

            assertThat(first.ice.counters().roleSwitches()
                            + second.ice.counters().roleSwitches())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldPreferTheBetterPairAndAgreeOnIt() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A, A2);
            SimulatedIce.Side answerer = world.side(2, B, B2);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);
            world.pass(2_000);

            assertThat(offerer.peer()).isEqualTo(B);
            assertThat(answerer.peer()).isEqualTo(A);
        }
    }

    @Test
    void shouldUseAnotherPairWhenTheFirstDoesNotWork() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A, A2);
            SimulatedIce.Side answerer = world.side(2, B, B2);
            world.dead.add(B);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);

            assertThat(world.within(100, () -> connected(offerer, answerer))).isTrue();

            assertThat(offerer.peer()).isEqualTo(B2);
        }
    }

    @Test
    void shouldFailWhenNothingWorks() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            world.dead.add(B);
            offerer.connect(answerer, true, false);

            assertThat(world.within(16_000, () -> offerer.state() == IceState.FAILED))
                    .isTrue();

            assertThat(offerer.ice.deadlineNs()).isEqualTo(Deadline.NEVER);
            assertThat(offerer.sentTo).hasSize(7);
        }
    }

    @Test
    void shouldKeepConsentForAsLongAsThePeerAnswers() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);

            world.pass(120_000);

            assertThat(offerer.states).containsExactly(IceState.CHECKING, IceState.CONNECTED);
            assertThat(answerer.states).containsExactly(IceState.CHECKING, IceState.CONNECTED);
        }
    }

    @Test
    void shouldKeepConsentOnALossyNetwork() {
        try (SimulatedIce world = new SimulatedIce(new Conditions(0.2, 0, 20, 80), 7)) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);

            world.pass(120_000);

            assertThat(offerer.states).containsExactly(IceState.CHECKING, IceState.CONNECTED);
        }
    }

    @Test
    void shouldNoticeASilentPeerAndItsReturn() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);
            world.within(10, () -> connected(offerer, answerer));

            world.dead.add(B);
            assertThat(world.within(6_000, () -> offerer.state() == IceState.DISCONNECTED))
                    .isTrue();
            world.dead.clear();

            assertThat(world.within(1_000, () -> offerer.state() == IceState.CONNECTED))
                    .isTrue();
            assertThat(offerer.ice.counters().consentLost()).isEqualTo(1);
        }
    }

    @Test
    void shouldFailWhenConsentStaysAway() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);
            world.within(10, () -> connected(offerer, answerer));

            world.dead.add(B);

            assertThat(world.within(31_000, () -> offerer.state() == IceState.FAILED))
                    .isTrue();
            assertThat(offerer.states)
                    .containsExactly(IceState.CHECKING, IceState.CONNECTED, IceState.DISCONNECTED, IceState.FAILED);
        }
    }

    @Test
    void shouldSwitchToAnotherPairWhenTheSelectedOneDies() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A, A2);
            SimulatedIce.Side answerer = world.side(2, B, B2);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);
            world.within(10, () -> connected(offerer, answerer));

            world.dead.add(B);

            assertThat(world.within(8_000, () -> offerer.peer().equals(B2) && connected(offerer, answerer)))
                    .isTrue();
            assertThat(offerer.ice.counters().switches()).isPositive();
        }
    }

    @Test
    void shouldRestartWhileTheOldPairGoesOn() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);
            world.within(10, () -> connected(offerer, answerer));
            IceCredentials before = offerer.ice.credentials();

            offerer.ice.restart();
            answerer.ice.restart();
            assertThat(offerer.ice.credentials()).isNotEqualTo(before);
            world.pass(10_000);
            assertThat(connected(offerer, answerer)).isTrue();
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);

            assertThat(world.within(10, () -> offerer.selected.size() == 2 && answerer.selected.size() == 2))
                    .isTrue();
            world.pass(60_000);
            assertThat(offerer.states).doesNotContain(IceState.DISCONNECTED, IceState.FAILED);
        }
    }

    @Test
    void shouldComeBackFromFailureByARestart() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side offerer = world.side(1, A);
            SimulatedIce.Side answerer = world.side(2, B);
            offerer.ice.connect(answerer.ice.credentials(), true, false, world.clock.nowNs());
            world.within(16_000, () -> offerer.state() == IceState.FAILED);

            offerer.ice.restart();
            answerer.connect(offerer, false, false);
            offerer.connect(answerer, true, false);

            assertThat(world.within(10, () -> connected(offerer, answerer))).isTrue();
            assertThat(offerer.states.getLast()).isEqualTo(IceState.CONNECTED);
        }
    }

    @Test
    void shouldAskAStunServerForItsPublicAddress() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side side = world.side(1, A);
            InetSocketAddress server = at("203.0.113.5", 3_478);
            InetSocketAddress seen = at("203.0.113.77", 7_777);
            world.network.attach(server, (datagram, from, nowNs) -> {
                StunReader request = new StunReader();
                request.wrap(datagram);
                StunWriter answer = new StunWriter()
                        .begin(Stun.Kind.SUCCESS, Stun.BINDING, request.transaction())
                        .xorMappedAddress(seen);
                world.network.send(Unpooled.copiedBuffer(answer.octets(), 0, answer.length()), server, from);
            });

            side.ice.gather(java.util.List.of(server), world.clock.nowNs());
            world.pass(10);

            assertThat(side.found).singleElement().satisfies(candidate -> {
                assertThat(candidate.type()).isEqualTo(IceCandidate.Type.SRFLX);
                assertThat(candidate.address()).isEqualTo(seen);
                assertThat(candidate.base()).isEqualTo(A);
            });
            assertThat(side.ice.candidates()).hasSize(2);
            assertThat(side.ice.deadlineNs()).isEqualTo(Deadline.NEVER);
        }
    }

    @Test
    void shouldLeaveASilentStunServerAloneAfterSevenQuestions() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side side = world.side(1, A);

            side.ice.gather(java.util.List.of(STRANGER), world.clock.nowNs());
            world.pass(60_000);

            assertThat(side.sentTo).hasSize(7);
            assertThat(side.ice.deadlineNs()).isEqualTo(Deadline.NEVER);
        }
    }

    @Test
    void shouldGiveStrangersNoAnswer() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side side = world.side(1, A);
            StunIntegrity wrong = StunIntegrity.shortTerm("guessedguessedguessedguessed");
            StunWriter writer = new StunWriter();
            writer.begin(Stun.Kind.REQUEST, Stun.BINDING, TransactionId.random(new Random(1)))
                    .username(side.ice.credentials().ufrag() + ":evil")
                    .integrity(wrong)
                    .fingerprint();

            side.receive(Unpooled.copiedBuffer(writer.octets(), 0, writer.length()), STRANGER);
            writer.begin(Stun.Kind.REQUEST, Stun.BINDING, TransactionId.random(new Random(2)));
            side.receive(Unpooled.copiedBuffer(writer.octets(), 0, writer.length()), STRANGER);

            assertThat(side.sentTo).isEmpty();
            assertThat(side.ice.isProven(0, STRANGER)).isFalse();
            assertThat(side.ice.counters().refused()).isEqualTo(2);
        }
    }

    @Test
    void shouldKeepOnlySoManyRemoteCandidates() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side side = world.side(1, A);
            side.ice.connect(IceCredentials.random(new Random(5)), true, false, world.clock.nowNs());

            for (int port = 1; port <= 1_000; port++) {
                side.ice.addRemote(
                        IceCandidate.parse("candidate:1 1 udp 1 203.0.113.9 " + port + " typ host"),
                        world.clock.nowNs());
            }
            world.pass(60_000);

            assertThat(side.ice.counters().ignoredCandidates()).isEqualTo(1_000 - 48);
            assertThat(side.sentTo).hasSize(48 * 7);
        }
    }

    @Test
    void shouldConnectByTcpOnlyWhenUdpHadItsChance() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side side = world.side(1, A);
            side.ice.connect(IceCredentials.random(new Random(5)), true, false, world.clock.nowNs());
            side.ice.addRemote(
                    IceCandidate.parse("candidate:1 1 tcp 1 203.0.113.9 7881 typ host tcptype passive"),
                    world.clock.nowNs());
            side.ice.addRemote(
                    IceCandidate.parse("candidate:2 1 udp 2 203.0.113.9 7882 typ host"), world.clock.nowNs());

            world.pass(399);
            assertThat(side.connects).isEmpty();
            world.pass(2);
            assertThat(side.connects).containsExactly(at("203.0.113.9", 7_881));
        }
    }

    @Test
    void shouldConnectByTcpSoonWhereThereIsNoUdp() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side side = world.side(1, A);
            side.ice.connect(IceCredentials.random(new Random(5)), true, false, world.clock.nowNs());
            side.ice.addRemote(
                    IceCandidate.parse("candidate:1 1 tcp 1 203.0.113.9 7881 typ host tcptype passive"),
                    world.clock.nowNs());

            world.pass(51);

            assertThat(side.connects).hasSize(1);
        }
    }

    @FuzzTest
    void shouldSurviveAnyDatagram(byte[] octets) {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side side = world.side(1, A);
            side.ice.connect(IceCredentials.random(new Random(5)), true, false, world.clock.nowNs());
            ByteBuf datagram = Unpooled.wrappedBuffer(octets);

            side.receive(datagram, STRANGER);
            world.pass(1);

            assertThat(side.selected).isEmpty();
        }
    }

    @FuzzTest
    void shouldSurviveAnyAuthenticRequest(byte[] attributes) {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side side = world.side(1, A);
            IceCredentials peer = IceCredentials.random(new Random(5));
            side.ice.connect(peer, true, false, world.clock.nowNs());

            side.receive(authentic(side.ice.credentials(), peer, attributes), STRANGER);
            world.pass(1);

            assertThat(side.selected).isEmpty();
        }
    }

    /** A request with any attributes between its user name and its integrity. */
    private static ByteBuf authentic(IceCredentials ours, IceCredentials peer, byte[] attributes) {
        int room = Math.min(attributes.length, 1_000) & ~3;
        StunWriter writer = new StunWriter()
                .begin(Stun.Kind.REQUEST, Stun.BINDING, TransactionId.random(new Random(1)))
                .username(ours.ufrag() + ':' + peer.ufrag());
        int before = writer.length();
        byte[] octets = java.util.Arrays.copyOf(writer.octets(), before + room + 24);
        System.arraycopy(attributes, 0, octets, before, room);
        int integrity = before + room;
        octets[2] = (byte) ((octets.length - 20) >> 8);
        octets[3] = (byte) (octets.length - 20);
        octets[integrity + 1] = 8;
        octets[integrity + 3] = 20;
        StunIntegrity.shortTerm(ours.pwd()).sign(octets, integrity, integrity + 4);
        return Unpooled.wrappedBuffer(octets);
    }

    @Test
    void shouldSayWhichAttributeItDoesNotKnow() {
        try (SimulatedIce world = perfect()) {
            SimulatedIce.Side side = world.side(1, A);
            IceCredentials peer = IceCredentials.random(new Random(5));
            side.ice.connect(peer, true, false, world.clock.nowNs());
            StunReader answer = new StunReader();
            world.network.attach(STRANGER, (datagram, from, nowNs) -> answer.wrap(datagram));

            side.receive(authentic(side.ice.credentials(), peer, new byte[] {0x7F, (byte) 0xFF, 0, 0}), STRANGER);
            world.pass(5);

            assertThat(answer.kind()).isEqualTo(Stun.Kind.ERROR);
            assertThat(answer.errorCode()).isEqualTo(420);
            assertThat(side.ice.isProven(0, STRANGER)).isFalse();
        }
    }
}
