package io.earshot.media.session;

import io.earshot.ai.agent.EndlessVoice;
import io.earshot.ai.provider.ws.ProviderFrame;
import io.earshot.ai.vad.EnergyVad;
import io.earshot.ai.vad.VadSettings;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.Speech;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.AudioEncoder;
import io.earshot.media.codec.Codecs;
import io.earshot.media.rtcp.NtpTime;
import io.earshot.media.rtp.RtpPacket;
import io.earshot.media.sdp.Direction;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.srtp.SrtpKeys;
import io.earshot.media.srtp.SrtpProfile;
import io.earshot.media.srtp.SrtpSession;
import io.earshot.media.srtp.SrtpStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One call's media with a peer that speaks without end, in simulated time, its datagrams kept from the network. */
final class SimulatedCall {
    private static final int PACKET_NS = 20_000_000;
    private static final int SSRC = 0x4541_5253;

    private final NegotiatedAudio agreed;
    private final AudioStream stream;
    private final ByteBuf[] datagrams;
    private final int unitsPerPacket;
    private final @Nullable SrtpSession here;
    private final @Nullable SrtpSession there;
    private final ByteBuf written = PooledByteBufAllocator.DEFAULT.directBuffer(1_500, 1_500);
    private long nowNs;
    private int sequence;
    private int timestamp;
    private long heardOctets;
    private long sentOctets;

    SimulatedCall(AudioCodec codec, Direction direction, int rtcpIntervalMs) {
        this(codec, direction, rtcpIntervalMs, null);
    }

    /** The same with packets protected by SRTP; null: plain. */
    SimulatedCall(AudioCodec codec, Direction direction, int rtcpIntervalMs, @Nullable SrtpProfile profile) {
        here = profile == null ? null : session(profile, true);
        there = profile == null ? null : session(profile, false);
        InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
        agreed = new NegotiatedAudio(codec, 96, 96, 101, -1, 20, peer, peer, false, direction);
        unitsPerPacket = codec.timestampUnits(20);
        datagrams = datagrams(codec);
        Party party = new Party(ears(codec), new EndlessVoice(codec.format()), new SessionListener() {});
        SessionConfig usual = SessionConfig.on(InetAddress.getLoopbackAddress());
        SessionConfig config = new SessionConfig(
                usual.bindAddress(),
                usual.initialTimeoutMs(),
                usual.timeoutMs(),
                usual.symmetric(),
                usual.dtx(),
                usual.jitterMinMs(),
                usual.jitterMaxMs(),
                rtcpIntervalMs,
                usual.extendedReports(),
                usual.tap());
        stream = new AudioStream(
                config, StreamIdentity.random(NtpTime.of(0, 0)), new Nowhere(), agreed, party, nowNs, PACKET_NS);
    }

    /** A packet of the peer arrives. */
    void receive() {
        sequence = (sequence + 1) & 0xFFFF;
        timestamp += unitsPerPacket;
        ByteBuf datagram = datagrams[sequence % datagrams.length];
        datagram.setIndex(0, datagram.getInt(datagram.capacity() - 4));
        datagram.setShort(2, sequence).setInt(4, timestamp);
        stream.onRtp(datagram, agreed.remoteRtp(), nowNs);
    }

    private static SrtpSession session(SrtpProfile profile, boolean client) {
        return new SrtpSession(SrtpKeys.of(profile, new byte[SrtpKeys.materialBytes(profile)], client));
    }

    /** What the peer does for a packet: writes and protects it. */
    ByteBuf write() {
        sequence = (sequence + 1) & 0xFFFF;
        timestamp += unitsPerPacket;
        ByteBuf datagram = datagrams[sequence % datagrams.length];
        written.clear().writeBytes(datagram, 0, datagram.getInt(datagram.capacity() - 4));
        written.setShort(2, sequence).setInt(4, timestamp);
        if (there != null && there.protectRtp(written, nowNs) != SrtpStatus.OK) {
            throw new IllegalStateException("not protected");
        }
        return written;
    }

    /** The same, and the packet arrives. */
    void receiveWritten() {
        ByteBuf datagram = write();
        if (here == null || here.unprotectRtp(datagram, nowNs) == SrtpStatus.OK) {
            stream.onRtp(datagram, agreed.remoteRtp(), nowNs);
        }
    }

    /** The tick 20 ms later. */
    long serve() {
        nowNs += PACKET_NS;
        return stream.serve(nowNs);
    }

    /** Guards against measuring a path that drops everything. */
    void requireProgress() {
        boolean heard = heardOctets > 0 || !agreed.direction().receives();
        boolean sent = sentOctets > 0 || !agreed.direction().sends();
        boolean idle = nowNs == 0;
        if (!idle && !(heard && sent)) {
            throw new IllegalStateException("heard " + heardOctets + " octets, sent " + sentOctets);
        }
    }

    private AudioSink ears(AudioCodec codec) {
        EnergyVad vad = new EnergyVad(codec.format(), VadSettings.energy());
        return (audio, arrivalNs, concealed) -> {
            heardOctets += ProviderFrame.write(audio);
            vad.onAudio(audio, arrivalNs, concealed);
        };
    }

    /** Two seconds of speech; each datagram's length stands in its last four octets. */
    private static ByteBuf[] datagrams(AudioCodec codec) {
        try (AudioEncoder encoder = Codecs.encoder(codec)) {
            short[][] speech = Speech.packets(encoder.sampleRate());
            ByteBuf[] datagrams = new ByteBuf[speech.length];
            for (int i = 0; i < datagrams.length; i++) {
                ByteBuf datagram = PooledByteBufAllocator.DEFAULT.directBuffer(1_500, 1_500);
                RtpPacket.writeHeader(datagram, false, 96, 0, 0, SSRC);
                encoder.encode(speech[i], speech[i].length, datagram);
                datagram.setInt(datagram.capacity() - 4, datagram.writerIndex());
                datagrams[i] = datagram;
            }
            return datagrams;
        }
    }

    private final class Nowhere implements Wire {
        @Override
        public ByteBuf buffer(int bytes) {
            return PooledByteBufAllocator.DEFAULT.directBuffer(here == null ? bytes : bytes + SrtpProfile.TAILROOM);
        }

        @Override
        public long sendRtp(ByteBuf packet, InetSocketAddress to, long dueNs) {
            if (here == null || here.protectRtp(packet, dueNs) == SrtpStatus.OK) {
                sentOctets += packet.readableBytes();
            }
            packet.release();
            return dueNs;
        }

        @Override
        public void sendRtcp(ByteBuf packet, InetSocketAddress to) {
            packet.release();
        }
    }
}
