package io.earshot.media.webrtc;

import io.earshot.media.ice.IceCredentials;
import io.earshot.media.jsep.LocalSection;
import io.earshot.media.jsep.LocalSession;
import io.earshot.media.jsep.RemoteSection;
import io.earshot.media.jsep.RemoteSession;
import io.earshot.media.jsep.Setup;
import io.earshot.media.rtcp.NtpTime;
import io.earshot.media.rtcp.RtcpParser;
import io.earshot.media.rtp.RtpPacket;
import io.earshot.media.sim.ManualClock;
import io.earshot.media.sim.SimulatedNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The media and the negotiation of two peer connections over a simulated network; time moves in ticks of 5 ms. */
final class SimulatedPeers implements AutoCloseable {
    final ManualClock clock = new ManualClock(5_000_000_000L);
    final SimulatedNetwork network;
    final Side alice;
    final Side bob;

    SimulatedPeers(SimulatedNetwork.Conditions conditions) {
        network = new SimulatedNetwork(7, clock, conditions);
        alice = new Side("192.0.2.1", "192.0.2.2", 1);
        bob = new Side("192.0.2.2", "192.0.2.1", 2);
    }

    SimulatedPeers() {
        this(SimulatedNetwork.Conditions.PERFECT);
    }

    void agree() throws SdpRefusedException {
        alice.accept(bob.answer(alice.offer()));
    }

    void runMs(int millis) {
        for (int i = 0; i < millis; i += 5) {
            clock.advanceMs(5);
            network.deliver();
            alice.serve();
            bob.serve();
            network.deliver();
        }
    }

    @Override
    public void close() {
        alice.media.close();
        bob.media.close();
        network.close();
    }

    /** What was sent, as its header says. */
    record Sent(int type, int sequenceNumber, int timestamp, boolean marker, int ssrc, int level, int octets) {}

    /** One peer connection without its transport. */
    final class Side implements MediaWire, PeerListener {
        final InetSocketAddress at;
        final InetSocketAddress peer;
        final PeerMedia media;
        final Negotiation negotiation;
        final List<RemoteAudio> tracks = new ArrayList<>();
        final List<RemoteAudio> ended = new ArrayList<>();
        final List<Sent> sent = new ArrayList<>();
        final Random random;
        Consumer<RemoteAudio> ears = track -> {};
        Consumer<ByteBuf> onTheWay = packet -> {};
        Consumer<ByteBuf> onControl = compound -> {};
        int rtcpSent;
        private long dueNs = clock.nowNs();
        private int version;

        Side(String host, String peerHost, int seed) {
            at = new InetSocketAddress(host, 1_000);
            peer = new InetSocketAddress(peerHost, 1_000);
            random = new Random(seed);
            NtpTime ntp = new NtpTime(1_700_000_000_000_000_000L);
            media = new PeerMedia(config(), this, ntp, "name" + seed, random, clock.nowNs());
            negotiation = new Negotiation(config(), this, media, "name" + seed);
            media.start(clock.nowNs());
            media.open(true);
            network.attach(at, (datagram, from, nowNs) -> receive(datagram, nowNs));
        }

        void receive(ByteBuf datagram, long nowNs) {
            if (RtcpParser.isRtcp(datagram)) {
                media.onRtcp(datagram, nowNs);
            } else {
                media.onRtp(datagram, nowNs);
            }
        }

        AudioSender add(AudioSendOptions options, Tone tone) {
            SendStream stream = new SendStream(options, SourceNumbers.random(random), tone, this);
            AudioSender sender = new AudioSender(stream, media);
            media.add(stream);
            negotiation.add(sender);
            return sender;
        }

        String offer() {
            return text(Setup.ACTPASS, negotiation.offer());
        }

        String answer(String offer) throws SdpRefusedException {
            List<RemoteSection> sections = read(offer);
            negotiation.checkOffer(sections);
            String answer = text(Setup.ACTIVE, negotiation.answer(sections));
            negotiation.tell(this);
            return answer;
        }

        void accept(String answer) throws SdpRefusedException {
            List<RemoteSection> sections = read(answer);
            negotiation.checkAnswer(sections);
            negotiation.applyAnswer(sections);
            negotiation.tell(this);
        }

        private String text(Setup setup, List<LocalSection> sections) {
            var credentials = new IceCredentials("ufra", "0123456789012345678901");
            String fingerprint = "sha-256 " + "AB:".repeat(31) + "CD";
            return new LocalSession(1, ++version, credentials, fingerprint, setup, List.of(), true, sections).toSdp();
        }

        void serve() {
            if (dueNs - clock.nowNs() <= 0) {
                dueNs = media.serve(clock.nowNs());
            }
        }

        @Override
        public ByteBuf buffer(int bytes) {
            return Unpooled.buffer(bytes, bytes);
        }

        @Override
        public long sendRtp(ByteBuf packet, long packetDueNs) {
            RtpPacket header = new RtpPacket();
            header.wrap(packet);
            int level = header.hasExtension() ? packet.getByte(header.extensionDataOffset() + 1) & 0x7F : -1;
            sent.add(new Sent(
                    header.payloadType(),
                    header.sequenceNumber(),
                    header.timestamp(),
                    header.marker(),
                    header.ssrc(),
                    level,
                    header.payloadLength()));
            onTheWay.accept(packet);
            network.send(packet, at, peer);
            return clock.nowNs();
        }

        @Override
        public void sendRtcp(ByteBuf compound) {
            rtcpSent++;
            onControl.accept(compound);
            network.send(compound, at, peer);
        }

        @Override
        public void onTrack(RemoteAudio track) {
            tracks.add(track);
            ears.accept(track);
        }

        @Override
        public void onTrackEnded(RemoteAudio track) {
            ended.add(track);
        }
    }

    static List<RemoteSection> read(String sdp) throws SdpRefusedException {
        return switch (RemoteSession.read(sdp)) {
            case RemoteSession.Outcome.Read read -> read.session().sections();
            case RemoteSession.Outcome.Refused refused -> throw new SdpRefusedException(refused.reason());
        };
    }

    static PeerConfig config() {
        return PeerConfig.of(TransportConfig.of(PeerCall.IDENTITY));
    }
}
