package io.earshot.media.session;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.rtcp.NtpTime;
import io.earshot.media.rtp.RtpPacket;
import io.earshot.media.sdp.Direction;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.sim.ManualClock;
import io.earshot.media.sim.SimulatedNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Two streams, or one stream and a scripted peer, over a simulated network; time moves in ticks of 5 ms. */
final class SimulatedCall implements AutoCloseable {
    static final InetSocketAddress ALICE = new InetSocketAddress("192.0.2.1", 10_000);
    static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 20_000);
    static final InetSocketAddress MALLORY = new InetSocketAddress("203.0.113.66", 6_666);

    final ManualClock clock = new ManualClock(5_000_000_000L);
    final SimulatedNetwork network;
    final List<Side> sides = new ArrayList<>();

    SimulatedCall(SimulatedNetwork.Conditions conditions) {
        network = new SimulatedNetwork(1, clock, conditions);
    }

    SimulatedCall() {
        this(SimulatedNetwork.Conditions.PERFECT);
    }

    static InetSocketAddress rtcp(InetSocketAddress rtp) {
        return new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1);
    }

    static NegotiatedAudio agreed(AudioCodec codec, InetSocketAddress remote) {
        int payloadType = codec == AudioCodec.OPUS ? 111 : codec.staticPayloadType();
        return new NegotiatedAudio(
                codec, payloadType, payloadType, 101, -1, 20, remote, rtcp(remote), false, Direction.SENDRECV);
    }

    static NegotiatedAudio with(NegotiatedAudio agreed, Direction direction) {
        return new NegotiatedAudio(
                agreed.codec(),
                agreed.payloadType(),
                agreed.receivePayloadType(),
                agreed.telephoneEventType(),
                agreed.comfortNoiseType(),
                agreed.ptimeMs(),
                agreed.remoteRtp(),
                agreed.remoteRtcp(),
                agreed.rtcpMux(),
                direction,
                agreed.telephoneEventClockRate());
    }

    static SessionConfig config() {
        return Loopback.config();
    }

    Side add(InetSocketAddress at, SessionConfig config, NegotiatedAudio agreed, byte[] toSay) {
        Side side = new Side(at, config, agreed, new Recorder(toSay));
        sides.add(side);
        return side;
    }

    void runMs(int millis) {
        for (int i = 0; i < millis; i += 5) {
            clock.advanceMs(5);
            network.deliver();
            sides.forEach(Side::serve);
            network.deliver();
        }
    }

    /** An RTP packet with 20 ms of a constant octet. */
    static ByteBuf packet(int payloadType, int sequenceNumber, int timestamp, int ssrc, int octet) {
        ByteBuf packet = Unpooled.buffer();
        RtpPacket.writeHeader(packet, false, payloadType, sequenceNumber & 0xFFFF, timestamp, ssrc);
        for (int i = 0; i < 160; i++) {
            packet.writeByte(octet);
        }
        return packet;
    }

    @Override
    public void close() {
        sides.forEach(side -> side.stream.close(clock.nowNs()));
        network.close();
    }

    /** What arrived at an address that no stream listens on. */
    List<byte[]> tap(InetSocketAddress address) {
        List<byte[]> seen = new ArrayList<>();
        network.attach(address, (datagram, from, atNs) -> {
            byte[] copy = new byte[datagram.readableBytes()];
            datagram.getBytes(datagram.readerIndex(), copy);
            seen.add(copy);
        });
        return seen;
    }

    /** One stream and its user. */
    final class Side implements Wire {
        final InetSocketAddress at;
        final Recorder recorder;
        final AudioStream stream;
        long dueNs = clock.nowNs();

        Side(InetSocketAddress at, SessionConfig config, NegotiatedAudio agreed, Recorder recorder) {
            this.at = at;
            this.recorder = recorder;
            var ntp = new NtpTime(1_700_000_000_000_000_000L);
            var identity = new StreamIdentity(at.hashCode(), 65_000, -400_000, "side@" + at, ntp, new Random(3));
            Party party = new Party(recorder, recorder, recorder);
            stream = new AudioStream(config, identity, this, agreed, party, clock.nowNs(), clock.nowNs());
            network.attach(at, (datagram, from, nowNs) -> stream.onRtp(datagram, from, nowNs));
            network.attach(rtcp(at), (datagram, from, nowNs) -> stream.onRtcp(datagram, from, nowNs));
        }

        void serve() {
            if (dueNs - clock.nowNs() <= 0) {
                dueNs = stream.serve(clock.nowNs());
            }
        }

        @Override
        public ByteBuf buffer(int bytes) {
            return Unpooled.buffer(bytes, bytes); // heap: leak detection would take most of the time
        }

        @Override
        public long sendRtp(ByteBuf packet, InetSocketAddress to, long packetDueNs) {
            network.send(packet, at, to);
            return clock.nowNs();
        }

        @Override
        public void sendRtcp(ByteBuf packet, InetSocketAddress to) {
            network.send(packet, rtcp(at), to);
        }
    }
}
