package io.earshot.media.webrtc;

import io.earshot.ai.agent.EndlessVoice;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.codec.OpusSettings;
import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.jsep.AudioPayload;
import io.earshot.media.jsep.RemoteSection;
import io.earshot.media.jsep.SectionKind;
import io.earshot.media.rtcp.NtpTime;
import io.earshot.media.sctp.SctpConfig;
import io.earshot.media.sdp.Direction;
import io.earshot.media.sdp.MediaDescription;
import io.earshot.media.srtp.SrtpKeys;
import io.earshot.media.srtp.SrtpProfile;
import io.earshot.media.srtp.SrtpSession;
import io.earshot.media.srtp.SrtpStatus;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Random;

/** The media of two peer connections, one talking to the other, in simulated time and without a network. */
final class PeerCarrier {
    private static final int PACKET_NS = 20_000_000;
    private static final int SSRC = 0x4541_5253;

    private final PeerMedia talking;
    private final PeerMedia listening;
    private final SrtpSession protecting = srtp(true);
    private final SrtpSession unprotecting = srtp(false);
    private final boolean heardToo;
    private long nowNs;
    private long sentOctets;
    private long heardOctets;

    PeerCarrier(Voice voice, boolean heardToo) {
        this.heardToo = heardToo;
        AudioFormat format = voice.format();
        PeerConfig config = new PeerConfig(
                TransportConfig.of(DtlsIdentity.create()), SctpConfig.DEFAULT, 0, 200, 1_000_000_000, true);
        Air air = new Air();
        talking = media(config, air);
        listening = media(config, air);
        AudioSendOptions options =
                new AudioSendOptions("voice", voice.codec(), format, voice.red(), false, OpusSettings.DEFAULT);
        RemoteSection section = section(options);
        SendStream sender = new SendStream(options, new SourceNumbers(SSRC, 0, 0), new EndlessVoice(format), air);
        sender.agree(SendTerms.of(section, options));
        talking.add(sender);
        ReceiveStream receiver = new ReceiveStream(config, section.payloads(), air);
        receiver.listen(format, (audio, atNs, concealed) -> heardOctets += audio.readableBytes());
        listening.routes().put(receiver, section);
    }

    private static PeerMedia media(PeerConfig config, MediaWire wire) {
        PeerMedia media = new PeerMedia(config, wire, new NtpTime(0), "benchmark", new Random(1), 0);
        media.open(true);
        return media;
    }

    private static SrtpSession srtp(boolean client) {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        return new SrtpSession(SrtpKeys.of(profile, new byte[SrtpKeys.materialBytes(profile)], client));
    }

    private static RemoteSection section(AudioSendOptions options) {
        AudioPayload plain = AudioPayload.offered(options.codec());
        return new RemoteSection(
                SectionKind.AUDIO,
                "0",
                false,
                Direction.SENDRECV,
                options.red() ? List.of(AudioPayload.offeredRed(), plain) : List.of(plain),
                4,
                1,
                "stream",
                "track",
                List.of(SSRC),
                0,
                new MediaDescription("audio", 9, 1, "UDP/TLS/RTP/SAVPF", List.of("0"), null, List.of()));
    }

    /** The next 20 ms. */
    long beat() {
        nowNs += PACKET_NS;
        talking.serve(nowNs);
        return heardToo ? listening.serve(nowNs) : nowNs;
    }

    /** Guards against measuring a path that drops everything. */
    void requireProgress() {
        if (nowNs > 0 && (sentOctets == 0 || (heardToo && heardOctets == 0))) {
            throw new IllegalStateException("heard " + heardOctets + " octets, sent " + sentOctets);
        }
    }

    /** Protects what is sent, and gives it unprotected to the other side. */
    private final class Air implements MediaWire {
        @Override
        public ByteBuf buffer(int bytes) {
            return io.netty.buffer.PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
        }

        @Override
        public long sendRtp(ByteBuf packet, long dueNs) {
            if (protecting.protectRtp(packet, nowNs) != SrtpStatus.OK) {
                throw new IllegalStateException("not protected");
            }
            sentOctets += packet.readableBytes();
            if (heardToo && unprotecting.unprotectRtp(packet, nowNs) == SrtpStatus.OK) {
                listening.onRtp(packet, nowNs);
            }
            packet.release();
            return nowNs;
        }

        @Override
        public void sendRtcp(ByteBuf compound) {
            compound.release();
        }
    }
}
