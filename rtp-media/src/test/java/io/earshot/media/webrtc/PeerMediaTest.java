package io.earshot.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.OpusSettings;
import io.earshot.media.rtcp.RtcpPacket;
import io.earshot.media.rtcp.RtcpParser;
import io.earshot.media.sim.SimulatedNetwork.Conditions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerMediaTest {
    private static final AudioFormat LINEAR = AudioFormat.LINEAR16_16K;
    private static final AudioFormat MU_LAW = AudioFormat.PCMU_8K;

    private static AudioSendOptions opus(boolean red, boolean dtx) {
        return new AudioSendOptions("voice", AudioCodec.OPUS, LINEAR, red, dtx, OpusSettings.DEFAULT);
    }

    private static AudioSendOptions pcmu() {
        return AudioSendOptions.pcmu("voice");
    }

    /** Alice talks, Bob listens. */
    private static ToneEars talk(SimulatedPeers peers, AudioSendOptions options, Tone tone) throws Exception {
        ToneEars ears = new ToneEars(options.sourceFormat(), 1_000);
        peers.bob.ears = track -> track.listen(options.sourceFormat(), ears);
        peers.alice.add(options, tone);
        peers.agree();
        return ears;
    }

    @Test
    void shouldPassG711PayloadsThroughAsTheyAre() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            ToneEars ears = talk(peers, pcmu(), new Tone(MU_LAW, 440));
            peers.runMs(2_000);
            assertThat(ears.share(440)).isGreaterThan(0.99);
            assertThat(ears.concealedSamples).isZero();
            assertThat(peers.alice.sent)
                    .hasSizeBetween(99, 101)
                    .allMatch(packet -> packet.type() == 0 && packet.octets() == 160);
        }
    }

    @Test
    void shouldSayHowLoudEachPacketIs() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            Tone tone = new Tone(MU_LAW, 440);
            tone.leftBytes = 8_000;
            talk(peers, pcmu(), tone);
            peers.runMs(1_500);
            double dbov = -20 * Math.log10(8_000 / Math.sqrt(2) / 32_767);
            assertThat(peers.alice.sent.getFirst().level()).isCloseTo((int) Math.round(dbov), within(1));
            assertThat(peers.alice.sent.getLast().level()).isEqualTo(127);
        }
    }

    @Test
    void shouldSendNothingWhileMutedAndMarkTheStartAfterIt() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            Tone tone = new Tone(MU_LAW, 440);
            talk(peers, pcmu(), tone);
            peers.runMs(500);
            AudioSender sender = new AudioSender(peers.alice.media.senders().getFirst(), peers.alice.media);
            sender.mute(true);
            int sent = peers.alice.sent.size();
            int read = tone.reads;
            peers.runMs(500);
            assertThat(peers.alice.sent).hasSize(sent);
            assertThat(tone.reads).isEqualTo(read);
            sender.mute(false);
            peers.runMs(100);
            var before = peers.alice.sent.get(sent - 1);
            var after = peers.alice.sent.get(sent);
            assertThat(after.marker()).isTrue();
            assertThat(after.sequenceNumber()).isEqualTo(before.sequenceNumber() + 1);
            assertThat(after.timestamp() - before.timestamp()).isEqualTo(26 * 160);
        }
    }

    @Test
    void shouldSendNextToNothingInAPauseWhenSilenceIsSuppressed() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            Tone tone = new Tone(LINEAR, 440);
            tone.leftBytes = 32_000;
            ToneEars ears = talk(peers, opus(false, true), tone);
            peers.runMs(1_000);
            int speech = peers.alice.sent.size();
            peers.runMs(4_000);
            assertThat(peers.alice.sent.size() - speech).isBetween(10 + 9, 10 + 11);
            tone.leftBytes = 32_000;
            int pause = peers.alice.sent.size();
            peers.runMs(500);
            assertThat(peers.alice.sent.get(pause + 1).timestamp()
                            - peers.alice.sent.getFirst().timestamp())
                    .isGreaterThan(5_000 * 48 - 960);
            assertThat(peers.alice.sent.stream().filter(SimulatedPeers.Sent::marker))
                    .hasSize(2);
            assertThat(ears.realSamples + ears.concealedSamples).isGreaterThan(5_300 * 16);
        }
    }

    @Test
    void shouldAskForWhatIsLostAndHearItInTime() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers(new Conditions(0.1, 0, 10, 0))) {
            ToneEars ears = talk(peers, opus(false, false), new Tone(LINEAR, 440));
            peers.runMs(20_000);
            PeerQuality.Repair atBob = peers.bob.media.quality().repair();
            PeerQuality.Repair atAlice = peers.alice.media.quality().repair();
            assertThat(atBob.asked()).isGreaterThan(80);
            assertThat(atBob.recovered()).isGreaterThan(70);
            assertThat(atAlice.resent()).isBetween(70L, atAlice.askedOfUs());
            assertThat(peers.bob.media.quality().received().lost()).isLessThan(25);
            assertThat(ears.concealedSamples).isLessThan(16_000 * 20 / 20);
        }
    }

    @Test
    void shouldHearWhatIsLostInTheNextPacketWhereRedundancyIsAgreed() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers(new Conditions(0.1, 0, 200, 0))) {
            ToneEars ears = talk(peers, opus(true, false), new Tone(LINEAR, 440));
            peers.runMs(20_000);
            PeerQuality quality = peers.bob.media.quality();
            assertThat(peers.alice.sent).allMatch(packet -> packet.type() == 63 || packet.octets() > 0);
            assertThat(quality.received().lost()).isGreaterThan(60);
            assertThat(quality.repair().recovered()).isGreaterThan(60);
            assertThat(ears.concealedSamples).isLessThan(16_000 * 20 / 25);
            assertThat(quality.drops().malformedRedundancy()).isZero();
        }
    }

    @Test
    void shouldLearnTheRoundTripWhetherItSendsOrOnlyListens() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers(new Conditions(0, 0, 40, 0))) {
            talk(peers, pcmu(), new Tone(MU_LAW, 440));
            peers.runMs(5_000);
            assertThat(peers.alice.media.roundTripMs()).isCloseTo(80, within(10.0));
            assertThat(peers.bob.media.roundTripMs()).isCloseTo(80, within(10.0));
            PeerQuality atAlice = peers.alice.media.quality();
            assertThat(atAlice.sent().remoteLostPercent()).isZero();
            assertThat(atAlice.sent().score().mos()).isGreaterThan(4);
            assertThat(peers.bob.media.quality().received().score().mos()).isGreaterThan(4);
            assertThat(peers.alice.rtcpSent).isBetween(3, 10);
        }
    }

    @Test
    void shouldReportWhatItHearsApartFromWhatItSends() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            peers.alice.add(pcmu(), new Tone(MU_LAW, 440));
            peers.alice.negotiation.addReceivers(1);
            peers.bob.add(pcmu(), new Tone(MU_LAW, 440));
            List<RtcpPacket> reports = new ArrayList<>();
            peers.alice.onControl = compound -> RtcpParser.parse(compound, reports::add);
            peers.agree();
            peers.runMs(3_000);
            assertThat(reports)
                    .filteredOn(RtcpPacket.SenderReport.class::isInstance)
                    .isNotEmpty()
                    .allMatch(report ->
                            ((RtcpPacket.SenderReport) report).blocks().isEmpty());
            assertThat(reports)
                    .filteredOn(RtcpPacket.ReceiverReport.class::isInstance)
                    .isNotEmpty()
                    .allMatch(report ->
                            ((RtcpPacket.ReceiverReport) report).blocks().size() == 1);
        }
    }

    @Test
    void shouldRateALossyDirectionLower() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers(new Conditions(0.1, 0, 10, 0))) {
            talk(peers, pcmu(), new Tone(MU_LAW, 440));
            peers.runMs(10_000);
            assertThat(peers.alice.media.quality().sent().remoteLostPercent()).isGreaterThan(1);
            assertThat(peers.alice.media.quality().sent().score().mos()).isLessThan(3);
            assertThat(peers.bob.media.quality().received().score().mos()).isLessThan(3);
        }
    }

    @Test
    void shouldFollowASourceThatChangesWithinItsSection() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            ToneEars ears = talk(peers, pcmu(), new Tone(MU_LAW, 440));
            peers.alice.onTheWay = packet -> packet.setInt(8, peers.alice.sent.size() < 25 ? 1 : 2);
            peers.runMs(2_000);
            assertThat(ears.share(440)).isGreaterThan(0.9);
            assertThat(peers.bob.media.quality().drops().unknownSources()).isZero();
            assertThat(peers.bob.tracks.getFirst().ssrc()).isEqualTo(2);
        }
    }

    @Test
    void shouldTellTracksApartByTheSectionNamedInTheirHeaders() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            ToneEars low = new ToneEars(MU_LAW, 500);
            ToneEars high = new ToneEars(MU_LAW, 500);
            peers.bob.ears = track -> track.listen(MU_LAW, track.trackId().equals("low") ? low : high);
            peers.alice.add(AudioSendOptions.pcmu("low"), new Tone(MU_LAW, 440));
            peers.alice.add(AudioSendOptions.pcmu("high"), new Tone(MU_LAW, 900));
            peers.alice.accept(peers.bob.answer(withoutSources(peers.alice.offer())));
            peers.runMs(1_000);
            assertThat(low.share(440)).isGreaterThan(0.99);
            assertThat(high.share(900)).isGreaterThan(0.99);
        }
    }

    private static String withoutSources(String sdp) {
        return sdp.replaceAll("a=ssrc:[^\r]*\r\n", "");
    }

    @Test
    void shouldDropAndCountWhatNoSectionExplains() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            talk(peers, pcmu(), new Tone(MU_LAW, 440));
            peers.runMs(100);
            peers.bob.receive(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}), 0);
            peers.bob.receive(packet(77, 4), 0);
            peers.bob.receive(packet(77, peers.alice.sent.getFirst().ssrc()), 0);
            peers.bob.receive(Unpooled.wrappedBuffer(new byte[] {(byte) 0x80, (byte) 200, 0, 99, 0, 0, 0, 0}), 0);
            PeerQuality.Drops drops = peers.bob.media.quality().drops();
            assertThat(drops).isEqualTo(new PeerQuality.Drops(1, 1, 1, 1, 0, 0));
        }
    }

    private static ByteBuf packet(int type, int ssrc) {
        ByteBuf packet = Unpooled.buffer();
        io.earshot.media.rtp.RtpPacket.writeHeader(packet, false, type, 1, 2, ssrc);
        return packet.writeZero(20);
    }

    @Test
    void shouldSurviveWhateverComes() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            ToneEars ears = talk(peers, opus(true, false), new Tone(LINEAR, 440));
            Random random = new Random(5);
            peers.alice.onTheWay = packet -> {
                if (random.nextInt(4) == 0) {
                    packet.setByte(random.nextInt(packet.readableBytes()), random.nextInt(256));
                }
            };
            for (int i = 0; i < 500; i++) {
                byte[] garbage = new byte[random.nextInt(200)];
                random.nextBytes(garbage);
                peers.bob.receive(Unpooled.wrappedBuffer(garbage), peers.clock.nowNs());
                garbage = new byte[8 + 4 * random.nextInt(40)];
                random.nextBytes(garbage);
                garbage[0] = (byte) (0x80 | random.nextInt(32));
                garbage[1] = (byte) (200 + random.nextInt(8));
                garbage[2] = 0;
                garbage[3] = (byte) (garbage.length / 4 - 1);
                peers.bob.receive(Unpooled.wrappedBuffer(garbage), peers.clock.nowNs());
                peers.alice.receive(Unpooled.wrappedBuffer(garbage), peers.clock.nowNs());
                peers.runMs(20);
            }
            assertThat(ears.realSamples).isPositive();
            assertThat(peers.bob.media.quality().drops().malformed()).isPositive();
        }
    }

    @Test
    void shouldLetASourceWaitUntilItsPacketsCanLeave() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            Tone tone = new Tone(MU_LAW, 440);
            talk(peers, pcmu(), tone);
            peers.alice.media.open(false);
            peers.runMs(300);
            assertThat(tone.reads).isZero();
            peers.alice.media.open(true);
            peers.runMs(300);
            assertThat(tone.reads).isPositive();
            assertThat(tone.sent).isEqualTo(tone.reads);
        }
    }

    @Test
    void shouldStopATrackFromWithinItsOwnSource() throws Exception {
        try (SimulatedPeers peers = new SimulatedPeers()) {
            AudioSender[] sender = new AudioSender[1];
            Tone tone = new Tone(LINEAR, 440) {
                @Override
                public int read(ByteBuf out, int maxBytes) {
                    sender[0].stop();
                    return super.read(out, maxBytes);
                }
            };
            sender[0] = peers.alice.add(opus(false, false), tone);
            peers.agree();
            peers.runMs(200);
            assertThat(tone.reads).isEqualTo(1);
            assertThat(List.copyOf(peers.alice.media.senders())).isEmpty();
        }
    }
}
