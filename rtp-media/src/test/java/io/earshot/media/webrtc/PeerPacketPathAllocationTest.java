package io.earshot.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.OpusSettings;
import io.earshot.media.jsep.AudioPayload;
import io.earshot.media.jsep.RemoteSection;
import io.earshot.media.jsep.SectionKind;
import io.earshot.media.rtcp.NtpTime;
import io.earshot.media.sctp.SctpConfig;
import io.earshot.media.sdp.Direction;
import io.earshot.media.sdp.MediaDescription;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerPacketPathAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int PACKETS = 2_000;
    private static final int WARM_UP = 20_000;

    /** Buffers that are used again and again, as a pooled allocator gives them; keeps the last packet. */
    private static final class ReusingWire implements MediaWire {
        private final ByteBuf[] buffers = new ByteBuf[4_000];
        private final ByteBuf last = Unpooled.buffer(2_000);
        private int packets;
        private long nowNs;

        @Override
        public ByteBuf buffer(int bytes) {
            if (buffers[bytes] == null) {
                buffers[bytes] = Unpooled.buffer(bytes, bytes);
            }
            return buffers[bytes].clear().retain();
        }

        @Override
        public long sendRtp(ByteBuf packet, long dueNs) {
            last.clear().writeBytes(packet, 0, packet.writerIndex());
            packets++;
            packet.release();
            return nowNs;
        }

        @Override
        public void sendRtcp(ByteBuf compound) {
            compound.release();
        }
    }

    private static final class Talker implements AudioSource {
        private final byte[] voice = new byte[2_000];

        @Override
        public int read(ByteBuf out, int maxBytes) {
            out.writeBytes(voice, 0, maxBytes);
            return maxBytes;
        }

        @Override
        public void onSent(long sentNs) {}
    }

    /** G.711 and its conversions: what libopus is called with counts as allocated, so Opus has its own test of codecs. */
    @ParameterizedTest
    @CsvSource({"PCMU, PCMU", "PCMA, PCMA", "PCMU, LINEAR16"})
    void shouldAllocateNothingForAPacketOutAndAPacketIn(AudioCodec codec, io.earshot.media.audio.Encoding encoding) {
        AudioFormat format = new AudioFormat(encoding, 8_000);
        ReusingWire wire = new ReusingWire();
        PeerConfig config =
                new PeerConfig(TransportConfig.of(PeerCall.IDENTITY), SctpConfig.DEFAULT, 0, 200, 100_000_000, true);
        PeerMedia media = new PeerMedia(config, wire, new NtpTime(0), "x", new Random(1), 0);
        RemoteSection section = section(codec);
        SendStream sender = new SendStream(
                new AudioSendOptions("a", codec, format, false, false, OpusSettings.DEFAULT),
                new SourceNumbers(5, 0, 0),
                new Talker(),
                wire);
        sender.agree(SendTerms.of(section, sender.options()));
        ReceiveStream receiver = new ReceiveStream(config, section.payloads(), wire);
        long[] heard = new long[1];
        receiver.listen(format, (audio, atNs, concealed) -> heard[0] += audio.readableBytes());
        media.add(sender);
        media.routes().put(receiver, section);
        media.open(true);
        run(media, wire, 0, WARM_UP);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(media, wire, WARM_UP, WARM_UP + PACKETS);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(heard[0]).isGreaterThan(160L * WARM_UP);
        assertThat(wire.packets).isEqualTo(WARM_UP + PACKETS);
        assertThat(receiver.quality(0).packets()).isEqualTo(WARM_UP + PACKETS);
        assertThat(allocated / PACKETS)
                .as("octets a packet out and a packet in")
                .isZero();
        media.close();
    }

    /** What is sent comes back as if from the other side. */
    private static void run(PeerMedia media, ReusingWire wire, int from, int to) {
        for (int i = from; i < to; i++) {
            wire.nowNs = i * 20_000_000L;
            media.serve(wire.nowNs);
            media.onRtp(wire.last.setIndex(0, wire.last.writerIndex()), wire.nowNs);
        }
    }

    private static RemoteSection section(AudioCodec codec) {
        return new RemoteSection(
                SectionKind.AUDIO,
                "0",
                false,
                Direction.SENDRECV,
                List.of(AudioPayload.offered(codec)),
                4,
                1,
                "s",
                "t",
                List.of(5),
                0,
                new MediaDescription("audio", 9, 1, "UDP/TLS/RTP/SAVPF", List.of("0"), null, List.of()));
    }
}
