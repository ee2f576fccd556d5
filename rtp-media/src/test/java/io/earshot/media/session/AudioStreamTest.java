package io.earshot.media.session;

import static io.earshot.media.session.SimulatedCall.ALICE;
import static io.earshot.media.session.SimulatedCall.BOB;
import static io.earshot.media.session.SimulatedCall.MALLORY;
import static io.earshot.media.session.SimulatedCall.agreed;
import static io.earshot.media.session.SimulatedCall.config;
import static io.earshot.media.session.SimulatedCall.packet;
import static io.earshot.media.session.SimulatedCall.rtcp;
import static io.earshot.media.session.SimulatedCall.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.rtcp.RtcpWriter;
import io.earshot.media.sdp.Direction;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.sim.SimulatedNetwork.Conditions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AudioStreamTest {
    private static byte[] ramp(int bytes, int seed) {
        byte[] ramp = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            ramp[i] = (byte) (i * 7 + i / 160 + seed);
        }
        return ramp;
    }

    /** Linear 16 kHz sine, little-endian. */
    private static byte[] tone(int millis, double hertz) {
        byte[] tone = new byte[millis * 32];
        for (int i = 0; i < tone.length / 2; i++) {
            short sample = (short) (8_000 * Math.sin(2 * Math.PI * hertz * i / 16_000));
            tone[2 * i] = (byte) sample;
            tone[2 * i + 1] = (byte) (sample >> 8);
        }
        return tone;
    }

    private static double energy(byte[] linear) {
        double sum = 0;
        for (int i = 0; i + 1 < linear.length; i += 2) {
            double sample = (short) ((linear[i] & 0xFF) | linear[i + 1] << 8);
            sum += sample * sample;
        }
        return Math.sqrt(sum / Math.max(1, linear.length / 2));
    }

    @ParameterizedTest
    @CsvSource({"PCMU,10", "PCMA,20", "PCMU,30", "PCMA,40", "PCMU,60"})
    void shouldCarryG711UnchangedAtAnyPacketTime(AudioCodec codec, int ptimeMs) {
        try (SimulatedCall call = new SimulatedCall()) {
            var toBob = Loopback.agreed(codec, codec.staticPayloadType(), ptimeMs, BOB);
            var toAlice = Loopback.agreed(codec, codec.staticPayloadType(), 20, ALICE);
            call.add(ALICE, config(), toBob, ramp(8_000, 1));
            var bob = call.add(BOB, config(), toAlice, ramp(8_000, 2));
            call.runMs(1_500);
            assertThat(bob.recorder.heard.toByteArray()).startsWith(ramp(8_000, 1));
            assertThat(bob.recorder.concealedBytes).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AudioCodec.class,
            names = {"G722", "OPUS"})
    void shouldCarryWidebandSpeechThroughJitterAndLoss(AudioCodec codec) {
        try (SimulatedCall call = new SimulatedCall(new Conditions(0.03, 0.02, 30, 40))) {
            call.add(ALICE, config(), agreed(codec, BOB), tone(6_000, 1_000));
            var bob = call.add(BOB, config(), agreed(codec, ALICE), new byte[0]);
            call.runMs(6_000);
            byte[] heard = bob.recorder.heardAll.toByteArray();
            assertThat(heard.length / 32).as("milliseconds heard").isCloseTo(5_900, within(150));
            assertThat(energy(heard)).isCloseTo(8_000 / Math.sqrt(2), within(800.0));
            SessionQuality quality = bob.stream.quality();
            assertThat(quality.received().lost()).isPositive();
            assertThat(quality.received().jitterMs()).isBetween(5.0, 25.0);
            assertThat(quality.received().bufferTargetMs()).isBetween(30, 60);
            assertThat(quality.received().score().mos()).isBetween(2.5, 4.4);
        }
    }

    @Test
    void shouldFillWhatIsLostSoThatTimeKeepsFlowing() {
        try (SimulatedCall call = new SimulatedCall(new Conditions(0.1, 0, 20, 0))) {
            call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), ramp(80_000, 1));
            var bob = call.add(BOB, config(), agreed(AudioCodec.PCMU, ALICE), new byte[0]);
            call.runMs(10_000);
            assertThat(bob.recorder.heardAll.size() / 8).isCloseTo(10_000, within(100));
            assertThat(bob.recorder.concealedBytes / 160)
                    .isCloseTo((int) bob.stream.quality().received().lost(), within(1));
        }
    }

    @Test
    void shouldIgnoreEverySourceButThePeerOnceItSpoke() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), ramp(8_000, 1));
            List<byte[]> stolen = call.tap(MALLORY);
            for (int i = 0; i < 50; i++) {
                call.network.send(packet(0, i, i * 160, 7, 0x11), BOB, ALICE);
                for (int attack = 0; attack < 4; attack++) {
                    call.network.send(packet(0, 4 * i + attack, i * 160, 7, 0x66), MALLORY, ALICE);
                }
                call.runMs(20);
            }
            assertThat(alice.recorder.heard.toByteArray())
                    .doesNotContain((byte) 0x66)
                    .hasSize(50 * 160);
            assertThat(stolen).isEmpty();
            assertThat(alice.stream.quality().drops().strangers()).isEqualTo(200);
        }
    }

    @Test
    void shouldLetThePeerOfTheSdpTakeBackWhatAnAttackerLatchedFirst() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), ramp(8_000, 1));
            List<byte[]> stolen = call.tap(MALLORY);
            for (int i = 0; i < 6; i++) {
                call.network.send(packet(0, i, i * 160, 66, 0x66), MALLORY, ALICE);
                call.runMs(20);
            }
            call.network.send(packet(0, 1, 160, 7, 0x11), BOB, ALICE);
            call.runMs(5);
            int before = stolen.size();
            call.network.send(packet(0, 7, 7 * 160, 66, 0x66), MALLORY, ALICE);
            call.runMs(200);
            assertThat(stolen).hasSize(before);
            assertThat(alice.recorder.heard.toByteArray()).endsWith(new byte[] {0x11, 0x11});
        }
    }

    @Test
    void shouldLatchOntoAPeerBehindNatAndSendThere() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), ramp(8_000, 1));
            List<byte[]> atNat = call.tap(MALLORY);
            for (int i = 0; i < 10; i++) {
                call.network.send(packet(0, i, i * 160, 7, 0x22), MALLORY, ALICE);
                call.runMs(20);
            }
            assertThat(alice.recorder.heard.size()).isEqualTo(160 * (10 - SourceLatch.PROBATION + 1));
            assertThat(atNat).hasSizeGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void shouldNotLatchAnywhereElseWhenSymmetricRtpIsOff() {
        SessionConfig c = config();
        var strict =
                new SessionConfig(c.bindAddress(), 30_000, 15_000, false, false, 0, 120, 5_000, true, PacketTap.NONE);
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, strict, agreed(AudioCodec.PCMU, BOB), new byte[0]);
            for (int i = 0; i < 10; i++) {
                call.network.send(packet(0, i, i * 160, 7, 0x22), MALLORY, ALICE);
                call.runMs(20);
            }
            assertThat(alice.recorder.heardAll.size()).isZero();
            assertThat(alice.stream.quality().drops().strangers()).isEqualTo(10);
        }
    }

    @Test
    void shouldFollowAReinviteToANewAddress() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), ramp(80_000, 1));
            List<byte[]> atBob = call.tap(BOB);
            List<byte[]> atMallory = call.tap(MALLORY);
            call.network.send(packet(0, 0, 0, 7, 0x11), BOB, ALICE);
            call.runMs(100);
            alice.stream.update(agreed(AudioCodec.PCMU, MALLORY), call.clock.nowNs());
            int before = atBob.size();
            call.network.send(packet(0, 1, 160, 8, 0x33), MALLORY, ALICE);
            call.runMs(100);
            assertThat(atBob).hasSize(before);
            assertThat(atMallory).hasSize(5);
            assertThat(alice.recorder.heard.toByteArray()).endsWith(new byte[] {0x33});
        }
    }

    @Test
    void shouldSurviveAChangeOfSsrcAndARestartOfTheSequence() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), new byte[0]);
            for (int i = 0; i < 10; i++) {
                call.network.send(packet(0, i, i * 160, 7, 0x11), BOB, ALICE);
                call.runMs(20);
            }
            for (int i = 0; i < 10; i++) {
                call.network.send(packet(0, 40_000 + i, 99 + i * 160, 8, 0x22), BOB, ALICE);
                call.runMs(20);
            }
            for (int i = 0; i < 10; i++) {
                call.network.send(packet(0, 10_000 + i, 5_000_000 + i * 160, 8, 0x33), BOB, ALICE);
                call.runMs(20);
            }
            SessionQuality quality = alice.stream.quality();
            assertThat(quality.drops().sourceChanges()).isEqualTo(1);
            assertThat(quality.drops().sequenceRestarts()).isEqualTo(1);
            assertThat(quality.received().packets())
                    .as("a restart costs one packet")
                    .isEqualTo(29);
            assertThat(alice.recorder.heardAll.size() / 160).isBetween(29, 31);
        }
    }

    @Test
    void shouldCountAndDropWhatWasNotAgreed() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), new byte[0]);
            call.network.send(packet(8, 1, 0, 7, 0x11), BOB, ALICE);
            call.network.send(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}), BOB, ALICE);
            call.network.send(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}), rtcp(BOB), rtcp(ALICE));
            call.runMs(20);
            SessionQuality.Drops drops = alice.stream.quality().drops();
            assertThat(drops.unknownPayloads()).isEqualTo(1);
            assertThat(drops.malformed()).isEqualTo(1);
            assertThat(drops.malformedRtcp()).isEqualTo(1);
            assertThat(alice.recorder.first).isNotDone();
            assertThat(alice.recorder.heardAll.size()).isZero();
        }
    }

    @Test
    void shouldDropWhatComesLateButCountIt() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), new byte[0]);
            for (int seq : new int[] {0, 2, 1, 3, 3}) {
                call.network.send(packet(0, seq, seq * 160, 7, seq), BOB, ALICE);
            }
            call.runMs(20);
            assertThat(alice.recorder.heard.size()).isEqualTo(3 * 160);
            assertThat(alice.recorder.concealedBytes).isEqualTo(160);
            SessionQuality.Received received = alice.stream.quality().received();
            assertThat(received.discarded()).isEqualTo(1);
            assertThat(received.duplicates()).isEqualTo(1);
            assertThat(received.lost()).isZero();
        }
    }

    @Test
    void shouldFillThePauseOfASenderThatSuppressesSilence() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), new byte[0]);
            call.network.send(packet(0, 0, 0, 7, 0x11), BOB, ALICE);
            call.network.send(Unpooled.buffer().writeBytes(comfortNoise(1, 160)), BOB, ALICE);
            call.runMs(1_000);
            assertThat(alice.recorder.concealedBytes / 8).isBetween(940, 1_000);
            call.network.send(packet(0, 2, 8_000, 7, 0x11), BOB, ALICE);
            call.runMs(20);
            assertThat(alice.recorder.heardAll.size()).isBetween(8_000, 8_320);
        }
    }

    private static byte[] comfortNoise(int seq, int timestamp) {
        ByteBuf packet = packet(13, seq, timestamp, 7, 0x40);
        byte[] bytes = new byte[13];
        packet.getBytes(0, bytes);
        return bytes;
    }

    @Test
    void shouldStopSendingOnHoldAndGoOnWithinTheSameTimeline() {
        try (SimulatedCall call = new SimulatedCall()) {
            var normal = agreed(AudioCodec.PCMU, BOB);
            var alice = call.add(ALICE, config(), normal, ramp(80_000, 1));
            List<byte[]> atBob = call.tap(BOB);
            call.runMs(100);
            alice.stream.update(with(normal, Direction.INACTIVE), call.clock.nowNs());
            int before = atBob.size();
            call.runMs(1_000);
            assertThat(atBob).hasSize(before);
            alice.stream.update(normal, call.clock.nowNs());
            call.runMs(20);
            byte[] last = atBob.get(before - 1);
            byte[] next = atBob.get(before);
            assertThat(timestamp(next) - timestamp(last)).isEqualTo(1_020 * 8);
            assertThat(sequence(next)).isEqualTo((sequence(last) + 1) & 0xFFFF);
            assertThat(next[1] & 0x80).as("marker after a pause").isEqualTo(0x80);
            assertThat(alice.recorder.sent).as("the source waits during hold").isEqualTo(before + 1);
        }
    }

    private static int timestamp(byte[] packet) {
        return Unpooled.wrappedBuffer(packet).getInt(4);
    }

    private static int sequence(byte[] packet) {
        return Unpooled.wrappedBuffer(packet).getUnsignedShort(2);
    }

    @Test
    void shouldNotGiveAudioThatComesWhileWeDoNotReceive() {
        try (SimulatedCall call = new SimulatedCall()) {
            var onHold = with(agreed(AudioCodec.PCMU, BOB), Direction.SENDONLY);
            var alice = call.add(ALICE, config(), onHold, new byte[0]);
            call.network.send(packet(0, 0, 0, 7, 0x11), BOB, ALICE);
            call.runMs(20);
            assertThat(alice.recorder.heard.size()).isZero();
            assertThat(alice.stream.quality().drops().unwanted()).isEqualTo(1);
        }
    }

    @Test
    void shouldReportAMediaTimeoutOnceUnlessOnHold() {
        try (SimulatedCall call = new SimulatedCall()) {
            var normal = agreed(AudioCodec.PCMU, BOB);
            var alice = call.add(ALICE, config(), normal, new byte[0]);
            call.runMs(29_000);
            assertThat(alice.recorder.timedOut).isNotDone();
            alice.stream.update(with(normal, Direction.RECVONLY), call.clock.nowNs());
            call.runMs(60_000);
            assertThat(alice.recorder.timedOut).as("on hold").isNotDone();
            alice.stream.update(normal, call.clock.nowNs());
            call.network.send(packet(0, 0, 0, 7, 0x11), BOB, ALICE);
            call.runMs(14_900);
            assertThat(alice.recorder.timedOut).isNotDone();
            call.runMs(200);
            assertThat(alice.recorder.timedOut).isDone();
        }
    }

    @Test
    void shouldPlayDigitsBeforeSpeechAndLoseNone() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), ramp(16_000, 1));
            var bob = call.add(BOB, config(), agreed(AudioCodec.PCMU, ALICE), new byte[0]);
            call.runMs(100);
            assertThat(alice.stream.sendDtmf("12#")).isTrue();
            call.runMs(4_000);
            assertThat(bob.recorder.digits).containsExactly("1:100", "2:100", "#:100");
            assertThat(bob.recorder.heardAll.toString(java.nio.charset.StandardCharsets.ISO_8859_1))
                    .contains(new String(ramp(16_000, 1), 1_600, 8_000, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void shouldSendSilenceWithoutASourceAndMarkTheStartOfSpeech() {
        try (SimulatedCall call = new SimulatedCall()) {
            call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), ramp(200, 1));
            List<byte[]> atBob = call.tap(BOB);
            call.runMs(100);
            assertThat(atBob).hasSize(6);
            assertThat(atBob.get(0)[1]).isEqualTo((byte) 0x80);
            assertThat(atBob.get(1)[1]).isZero();
            assertThat(atBob.get(1)[12 + 40]).as("padded with silence").isEqualTo((byte) 0xFF);
            assertThat(atBob.get(2)).hasSize(172);
        }
    }

    @Test
    void shouldSkipInsteadOfBurstingAfterAStallOfTheProcess() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), ramp(80_000, 1));
            List<byte[]> atBob = call.tap(BOB);
            call.runMs(100);
            call.clock.advanceMs(1_000);
            int before = atBob.size();
            call.runMs(20);
            assertThat(atBob.size() - before).isBetween(1, 2);
            assertThat(timestamp(atBob.getLast()) - timestamp(atBob.getFirst())).isCloseTo(1_100 * 8, within(160));
            assertThat(alice.stream.quality().sent().stalls()).isEqualTo(1);
        }
    }

    @Test
    void shouldMeasureTheRoundTripAndRateBothDirections() {
        try (SimulatedCall call = new SimulatedCall(new Conditions(0.02, 0, 50, 0))) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), ramp(8_000, 1));
            var bob = call.add(BOB, config(), agreed(AudioCodec.PCMU, ALICE), ramp(8_000, 1));
            call.runMs(60_000);
            SessionQuality quality = alice.stream.quality();
            assertThat(quality.roundTripMs()).isCloseTo(100, within(6.0));
            assertThat(quality.sent().remoteLost()).isPositive();
            assertThat(quality.received().score().mos()).isBetween(2.5, 3.9);
            assertThat(quality.sent().score().mos())
                    .isCloseTo(bob.stream.quality().received().score().mos(), within(0.3));
            bob.stream.close(call.clock.nowNs());
            call.sides.remove(bob);
            call.network.conditions(Conditions.PERFECT);
            call.runMs(100);
            assertThat(alice.stream.quality().goodbye()).isTrue();
        }
    }

    @Test
    void shouldIgnoreRtcpFromStrangers() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), ramp(8_000, 1));
            call.network.send(packet(0, 0, 0, 7, 0x11), BOB, ALICE);
            ByteBuf bye = Unpooled.buffer();
            RtcpWriter.receiverReport(bye, 7, null);
            RtcpWriter.goodbye(bye, 7);
            call.network.send(bye, rtcp(MALLORY), rtcp(ALICE));
            call.runMs(20);
            assertThat(alice.stream.quality().goodbye()).isFalse();
            assertThat(alice.stream.quality().drops().rtcpStrangers()).isEqualTo(1);
        }
    }

    @Test
    void shouldShareThePortWithRtcpWhenThatWasAgreed() {
        var muxed = new NegotiatedAudio(AudioCodec.PCMU, 0, 0, 101, -1, 20, BOB, BOB, true, Direction.SENDRECV);
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), muxed, ramp(8_000, 1));
            List<byte[]> atBob = call.tap(BOB);
            call.network.send(packet(0, 0, 0, 7, 0x11), BOB, ALICE);
            ByteBuf bye = Unpooled.buffer();
            RtcpWriter.goodbye(bye, 7);
            call.runMs(20);
            call.network.send(bye, BOB, ALICE);
            call.runMs(8_000);
            assertThat(alice.stream.quality().goodbye()).isTrue();
            assertThat(alice.stream.quality().drops().unknownPayloads()).isZero();
            assertThat(atBob).anyMatch(datagram -> (datagram[1] & 0xFF) == 200);
        }
    }

    @Test
    void shouldCountDigitsInTheirOwnClockBesideOpus() {
        try (SimulatedCall call = new SimulatedCall()) {
            var opus = new NegotiatedAudio(
                    AudioCodec.OPUS, 111, 111, 101, -1, 20, BOB, rtcp(BOB), false, Direction.SENDRECV, 8_000);
            var back = new NegotiatedAudio(
                    AudioCodec.OPUS, 111, 111, 101, -1, 20, ALICE, rtcp(ALICE), false, Direction.SENDRECV, 8_000);
            var alice = call.add(ALICE, config(), opus, new byte[0]);
            var bob = call.add(BOB, config(), back, new byte[0]);
            alice.stream.sendDtmf("0D");
            call.runMs(600);
            assertThat(bob.recorder.digits).containsExactly("0:100", "D:100");
        }
    }

    @Test
    void shouldSendNothingToAPeerThatNamedNoAddress() {
        var nowhere = new java.net.InetSocketAddress("0.0.0.0", 9_000);
        try (SimulatedCall call = new SimulatedCall()) {
            List<byte[]> rtp = call.tap(nowhere);
            List<byte[]> control = call.tap(rtcp(nowhere));
            call.add(ALICE, config(), agreed(AudioCodec.PCMU, nowhere), ramp(8_000, 1));
            call.runMs(10_000);
            assertThat(rtp).isEmpty();
            assertThat(control).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void shouldKeepTheFormatOfTheStartWhenAReinviteChangesTheCodec(AudioCodec codec) {
        try (SimulatedCall call = new SimulatedCall()) {
            byte[] muLaw = new byte[24_000];
            for (int i = 0; i < muLaw.length; i++) {
                muLaw[i] = G711.linearToMu((short) (8_000 * Math.sin(2 * Math.PI * 500 * i / 8_000)));
            }
            var alice = call.add(ALICE, config(), agreed(AudioCodec.PCMU, BOB), muLaw);
            var bob = call.add(BOB, config(), agreed(AudioCodec.PCMU, ALICE), muLaw);
            call.runMs(1_000);
            alice.stream.update(agreed(codec, BOB), call.clock.nowNs());
            bob.stream.update(agreed(codec, ALICE), call.clock.nowNs());
            call.runMs(2_000);
            assertThat(alice.stream.format()).isEqualTo(AudioFormat.PCMU_8K);
            byte[] heard = alice.recorder.heardAll.toByteArray();
            assertThat(heard.length / 8).isCloseTo(3_000, within(100));
            double sum = 0;
            for (int i = 16_000; i < 22_000; i++) {
                sum += Math.pow(G711.muToLinear(heard[i]), 2);
            }
            assertThat(Math.sqrt(sum / 6_000)).isCloseTo(8_000 / Math.sqrt(2), within(600.0));
        }
    }

    @Test
    void shouldAnnounceAPauseByComfortNoiseAndSendNothingWhenSilenceIsSuppressed() {
        SessionConfig c = config();
        var dtx = new SessionConfig(c.bindAddress(), 30_000, 15_000, true, true, 0, 120, 5_000, true, PacketTap.NONE);
        var withNoise =
                new NegotiatedAudio(AudioCodec.PCMU, 0, 0, 101, 13, 20, BOB, rtcp(BOB), false, Direction.SENDRECV);
        try (SimulatedCall call = new SimulatedCall()) {
            call.add(ALICE, dtx, withNoise, ramp(320, 1));
            List<byte[]> atBob = call.tap(BOB);
            call.runMs(500);
            assertThat(atBob).hasSize(3);
            assertThat(atBob.get(2)[1]).isEqualTo((byte) 13);
            assertThat(atBob.get(2)).hasSize(13);
        }
    }

    @Test
    void shouldSpeakAgainAfterALongSilenceThatOpusDidNotHaveToEncode() {
        try (SimulatedCall call = new SimulatedCall()) {
            var alice = call.add(ALICE, config(), agreed(AudioCodec.OPUS, BOB), tone(1_000, 700));
            var bob = call.add(BOB, config(), agreed(AudioCodec.OPUS, ALICE), new byte[0]);
            alice.recorder.mute(true);
            call.runMs(3_000);
            alice.recorder.mute(false);
            call.runMs(900);
            byte[] heard = bob.recorder.heardAll.toByteArray();
            assertThat(energy(java.util.Arrays.copyOfRange(heard, 32 * 1_000, 32 * 2_900)))
                    .isLessThan(20);
            assertThat(energy(java.util.Arrays.copyOfRange(heard, 32 * 3_200, 32 * 3_800)))
                    .isCloseTo(8_000 / Math.sqrt(2), within(600.0));
        }
    }
}
