package io.earshot.media.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.sim.SimulatedNetwork.Conditions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two ends over a network with loss, reordering and duplication. */
class DataChannelsTest {
    private static final Conditions FAST = new Conditions(0, 0, 5, 0);
    private static final Conditions BAD = new Conditions(0.2, 0.05, 20, 40);

    @Test
    void shouldOpenWhenOneSideBegins() {
        try (Peers peers = new Peers(1, FAST)) {
            peers.client.channels.start(peers.clock.nowNs());
            DataChannel ours = peers.client.channels.open("_reliable", true, -1);
            peers.runUntil(() -> ours.state() == DataChannelState.OPEN);

            assertThat(peers.server.channel("_reliable").delivery()).isEqualTo(Delivery.RELIABLE);
            assertThat(peers.server.ups).isEqualTo(1);
        }
    }

    @Test
    void shouldOpenWhenBothBeginAtOnce() {
        try (Peers peers = new Peers(2, FAST).up()) {
            DataChannel ours = peers.server.channels.open("_lossy", false, 0);
            peers.runUntil(() -> ours.state() == DataChannelState.OPEN);

            DataChannel theirs = peers.client.channel("_lossy");
            assertThat(theirs.delivery()).isEqualTo(new Delivery(false, 0, -1));
            assertThat(theirs.id()).isEqualTo(ours.id()).isEqualTo(1);
        }
    }

    @Test
    void shouldUseEvenNumbersAsDtlsClientAndOddOnesAsServer() {
        try (Peers peers = new Peers(3, FAST)) {
            assertThat(peers.client.channels.open("a", true, -1).id()).isEqualTo(0);
            assertThat(peers.client.channels.open("b", true, -1).id()).isEqualTo(2);
            assertThat(peers.server.channels.open("c", true, -1).id()).isEqualTo(1);
        }
    }

    @Test
    void shouldCarryTextBinaryAndEmptyMessages() {
        try (Peers peers = new Peers(4, FAST).up()) {
            DataChannel ours = peers.client.channels.open("a", true, -1);
            ours.send(Peers.utf8("grüß dich"), true);
            ours.send(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}), false);
            ours.send(Unpooled.EMPTY_BUFFER, true);
            ours.send(Unpooled.EMPTY_BUFFER, false);
            peers.runUntil(() -> peers.server.binaries.size() == 2);

            assertThat(peers.server.texts).containsExactly("grüß dich", "");
            assertThat(peers.server.binaries).containsExactly(new byte[] {1, 2, 3}, new byte[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void shouldDeliverEverythingOnceAndInOrderWhateverIsLost(long seed) {
        try (Peers peers = new Peers(seed, BAD).up()) {
            DataChannel ours = peers.client.channels.open("_reliable", true, -1);
            DataChannel back = peers.server.channels.open("back", true, -1);
            List<String> sent = IntStream.range(0, 200)
                    .mapToObj(i -> i + "-" + "x".repeat(i * 37 % 5_000))
                    .toList();
            for (String each : sent) {
                assertThat(ours.send(Peers.utf8(each), true)).isTrue();
                assertThat(back.send(Peers.utf8(each), true)).isTrue();
            }
            peers.runUntil(() -> ours.buffered() == 0 && back.buffered() == 0);
            peers.run(1_000);

            assertThat(peers.server.texts).isEqualTo(sent);
            assertThat(peers.client.texts).isEqualTo(sent);
            assertThat(peers.client.channels.counters().chunksRepeated()).isPositive();
        }
    }

    @Test
    void shouldDeliverUnorderedMessagesOnceWhateverIsLost() {
        try (Peers peers = new Peers(21, BAD).up()) {
            DataChannel ours = peers.client.channels.open("a", false, -1);
            peers.runUntil(() -> ours.state() == DataChannelState.OPEN);
            List<String> sent =
                    IntStream.range(0, 300).mapToObj(Integer::toString).toList();
            sent.forEach(each -> ours.send(Peers.utf8(each), true));
            peers.runUntil(() -> peers.server.texts.size() >= 300);
            peers.run(1_000);

            assertThat(peers.server.texts).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Test
    void shouldCarryTheLongestMessageAndRefuseALongerOne() {
        try (Peers peers = new Peers(22, BAD).up()) {
            DataChannel ours = peers.client.channels.open("a", true, -1);
            byte[] longest = new byte[65_536];
            new Random(1).nextBytes(longest);

            assertThat(ours.send(Unpooled.wrappedBuffer(new byte[65_537]), false))
                    .isFalse();
            assertThat(ours.send(Unpooled.wrappedBuffer(longest), false)).isTrue();
            peers.runUntil(() -> !peers.server.binaries.isEmpty());

            assertThat(peers.server.binaries).containsExactly(longest);
        }
    }

    @Test
    void shouldGiveUpLostMessagesOfAnUnreliableChannelAndGoOn() {
        try (Peers peers = new Peers(23, FAST).up()) {
            DataChannel ours = peers.client.channels.open("_lossy", false, 0);
            peers.runUntil(() -> ours.state() == DataChannelState.OPEN);
            peers.network.conditions(BAD);
            for (int i = 0; i < 300; i++) {
                ours.send(Peers.utf8("m" + i), true);
                peers.run(10);
            }
            peers.network.conditions(FAST);
            peers.runUntil(() -> ours.buffered() == 0);

            long abandoned = peers.client.channels.counters().messagesAbandoned();
            assertThat(abandoned).isPositive();
            assertThat(peers.server.texts).doesNotHaveDuplicates().hasSizeBetween(200, 299);
            assertThat(peers.server.texts.size() + abandoned).isGreaterThanOrEqualTo(300);
        }
    }

    @Test
    void shouldKeepOrderAroundMessagesThatWereGivenUp() {
        try (Peers peers = new Peers(24, FAST).up()) {
            DataChannel ours = peers.client.channels.open("a", true, 0);
            peers.runUntil(() -> ours.state() == DataChannelState.OPEN);
            peers.network.conditions(BAD);
            for (int i = 0; i < 200; i++) {
                ours.send(Peers.utf8("%03d".formatted(i)), true);
                peers.run(10);
            }
            peers.network.conditions(FAST);
            ours.send(Peers.utf8("end"), true);
            peers.runUntil(() -> peers.server.texts.contains("end"));

            assertThat(peers.server.texts).isSorted().doesNotHaveDuplicates().hasSizeBetween(100, 200);
        }
    }

    @Test
    void shouldNotLetALossyChannelWaitForAReliableOne() {
        try (Peers peers = new Peers(25, FAST).up()) {
            DataChannel reliable = peers.client.channels.open("r", true, -1);
            DataChannel other = peers.client.channels.open("o", true, -1);
            peers.runUntil(() -> other.state() == DataChannelState.OPEN);
            peers.network.conditions(new Conditions(1, 0, 5, 0));
            reliable.send(Peers.utf8("lost at first"), true);
            peers.drain();
            peers.network.conditions(FAST);
            other.send(Peers.utf8("at once"), true);
            peers.runUntil(() -> peers.server.texts.size() == 2);

            assertThat(peers.server.texts).containsExactly("at once", "lost at first");
        }
    }

    @Test
    void shouldCloseOnBothSidesAfterWhatWasSent() {
        try (Peers peers = new Peers(26, BAD).up()) {
            DataChannel ours = peers.client.channels.open("a", true, -1);
            ours.send(Peers.utf8("last words"), true);
            ours.close();
            assertThat(ours.state()).isEqualTo(DataChannelState.CLOSING);
            assertThat(ours.send(Peers.utf8("too late"), true)).isFalse();
            peers.runUntil(() -> !peers.client.closed.isEmpty() && !peers.server.closed.isEmpty());

            assertThat(peers.server.texts).containsExactly("last words");
            assertThat(ours.state()).isEqualTo(DataChannelState.CLOSED);
        }
    }

    @Test
    void shouldUseTheNumberOfAClosedChannelAgain() {
        try (Peers peers = new Peers(27, BAD).up()) {
            for (int round = 0; round < 5; round++) {
                DataChannel ours = peers.client.channels.open("round " + round, true, -1);
                assertThat(ours.id()).isEqualTo(0);
                ours.send(Peers.utf8("hello " + round), true);
                int wanted = round + 1;
                peers.runUntil(() -> peers.server.texts.size() == wanted);
                ours.close();
                peers.runUntil(() -> peers.client.closed.size() == wanted && peers.server.closed.size() == wanted);
                peers.run(3_000);
            }
            assertThat(peers.server.texts).hasSize(5);
        }
    }

    @Test
    void shouldRefuseMessagesWhenTheSendBufferIsFull() {
        try (Peers peers = new Peers(28, FAST)) {
            DataChannel ours = peers.client.channels.open("a", true, -1);
            ByteBuf message = Unpooled.wrappedBuffer(new byte[60_000]);
            int taken = 0;
            while (ours.send(message, false)) {
                taken++;
            }
            assertThat(taken).isEqualTo(17);
            assertThat(peers.client.channels.counters().messagesRefused()).isEqualTo(1);

            peers.up();
            peers.runUntil(() -> peers.server.binaries.size() == 17);
            assertThat(ours.send(message, false)).isTrue();
        }
    }

    @Test
    void shouldSayThatThereIsSomethingToSend() {
        try (Peers peers = new Peers(29, FAST).up()) {
            int before = peers.client.pendings;
            DataChannel ours = peers.client.channels.open("a", true, -1);
            ours.send(Peers.utf8("x"), true);
            ours.close();

            assertThat(peers.client.pendings - before).isEqualTo(3);
        }
    }

    @Test
    void shouldShutDownInGoodOrder() {
        try (Peers peers = new Peers(30, BAD).up()) {
            DataChannel ours = peers.client.channels.open("a", true, -1);
            peers.runUntil(() -> ours.state() == DataChannelState.OPEN);
            ours.send(Peers.utf8("goodbye"), true);
            peers.client.channels.shutdown();
            peers.runUntil(() -> !peers.server.downs.isEmpty());

            assertThat(peers.server.texts).containsExactly("goodbye");
        }
    }

    @Test
    void shouldTellThePeerWhenItIsAborted() {
        try (Peers peers = new Peers(31, FAST).up()) {
            DataChannel ours = peers.client.channels.open("a", true, -1);
            peers.runUntil(() -> ours.state() == DataChannelState.OPEN);
            peers.client.channels.close();
            peers.runUntil(() -> !peers.server.downs.isEmpty());

            assertThat(peers.server.downs).containsExactly("SCTP: the peer aborted, cause 12");
            assertThat(peers.client.downs).isEmpty();
            assertThat(peers.client.channels.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void shouldGiveUpWhenNothingIsAnswered() {
        try (Peers peers = new Peers(32, FAST).up()) {
            DataChannel ours = peers.client.channels.open("a", true, -1);
            peers.runUntil(() -> ours.state() == DataChannelState.OPEN);
            peers.network.conditions(new Conditions(1, 0, 0, 0));
            ours.send(Peers.utf8("anyone?"), true);
            peers.runUntil(() -> !peers.client.downs.isEmpty());

            assertThat(peers.client.downs).containsExactly("SCTP: no answer to data");
            assertThat(ours.state()).isEqualTo(DataChannelState.CLOSED);
        }
    }

    @Test
    void shouldGiveUpTheHandshakeWhenNobodyAnswers() {
        try (Peers peers = new Peers(33, new Conditions(1, 0, 0, 0))) {
            peers.client.channels.start(peers.clock.nowNs());
            peers.runUntil(() -> !peers.client.downs.isEmpty());

            assertThat(peers.client.downs).containsExactly("SCTP handshake: no answer to INIT");
        }
    }

    @Test
    void shouldNoticeAnIdlePeerThatIsGone() {
        try (Peers peers = new Peers(34, FAST).up()) {
            peers.run(100_000);
            assertThat(peers.client.downs).isEmpty();
            peers.network.conditions(new Conditions(1, 0, 0, 0));
            peers.runUntil(() -> !peers.client.downs.isEmpty());

            assertThat(peers.client.downs).containsExactly("SCTP: no answer to HEARTBEAT");
        }
    }

    @Test
    void shouldSurviveAPauseOfTheNetwork() {
        try (Peers peers = new Peers(35, FAST).up()) {
            DataChannel ours = peers.client.channels.open("a", true, -1);
            peers.runUntil(() -> ours.state() == DataChannelState.OPEN);
            peers.network.conditions(new Conditions(1, 0, 0, 0));
            ours.send(Peers.utf8("through the tunnel"), true);
            peers.run(15_000);
            peers.network.conditions(FAST);
            peers.runUntil(() -> !peers.server.texts.isEmpty());

            assertThat(peers.server.texts).containsExactly("through the tunnel");
        }
    }

    @Test
    void shouldFillAFastPathWithoutLoss() {
        try (Peers peers = new Peers(36, FAST).up()) {
            DataChannel ours = peers.client.channels.open("a", true, -1);
            long startNs = peers.clock.nowNs();
            for (int i = 0; i < 16; i++) {
                ours.send(Unpooled.wrappedBuffer(new byte[60_000]), false);
            }
            peers.runUntil(() -> peers.server.binaries.size() == 16);

            assertThat(peers.clock.nowNs() - startNs).isLessThan(1_000_000_000L); // 8 Mbit at 10 ms of round trip
            assertThat(peers.client.channels.counters().chunksRepeated()).isZero();
        }
    }
}
