package io.earshot.bridge.recording;

import io.earshot.media.codec.AudioEncoder;
import io.earshot.media.codec.Codecs;
import io.earshot.media.codec.OpusSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Opus in Ogg (RFC 7845) with two uncoupled mono streams, channel mapping family 1: nothing of one side can be heard on the other. Each
 * packet is 20 ms of both: the left one self-delimited (RFC 6716, appendix B), then the right one. A page holds a second at most, so a
 * killed process loses no more. Confined to the writing thread.
 */
final class OggOpusFile implements StereoFile {
    private static final int PACKET_MS = 20;
    private static final int PACKETS_A_PAGE = 50;
    private static final int OPUS_RATE = 48_000;
    /** What libopus's encoder looks ahead at, in units of 48 kHz: the decoder drops so much at the start. */
    private static final int PRE_SKIP = 312;

    private static final OpusSettings SETTINGS = new OpusSettings(5, 24_000, false, 0, false);

    private final FileChannel file;
    private final int sampleRate;
    private final int packetFrames;
    private final AudioEncoder[] encoders;
    private final short[][] pending;
    private final ByteBuf packet = Unpooled.buffer(4_096);
    private final ByteBuf single = Unpooled.buffer(2_048);
    private final ByteBuf body = Unpooled.buffer(1 << 16);
    private final ByteBuf lacing = Unpooled.buffer(512);
    private final int serial = ThreadLocalRandom.current().nextInt();
    private int sequence;
    private int filled;
    private int packets;
    private long packetsInAll;
    private long frames;

    private OggOpusFile(FileChannel file, int sampleRate) throws IOException {
        this.file = file;
        this.sampleRate = sampleRate;
        this.packetFrames = sampleRate / 1_000 * PACKET_MS;
        this.encoders =
                new AudioEncoder[] {Codecs.opusEncoder(SETTINGS, sampleRate), Codecs.opusEncoder(SETTINGS, sampleRate)};
        this.pending = new short[2][packetFrames];
        head();
        tags();
    }

    /** @param sampleRate 8, 16, 24 or 48 kHz */
    static OggOpusFile create(Path path, int sampleRate) throws IOException {
        return new OggOpusFile(
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), sampleRate);
    }

    @Override
    public void write(short[] left, short[] right, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            pending[0][filled] = left[i];
            pending[1][filled] = right[i];
            if (++filled == packetFrames) {
                encode();
            }
        }
        frames += count;
    }

    @Override
    public long frames() {
        return frames;
    }

    /** The last page says how many samples count, so that the padding of the last packets is not heard. */
    @Override
    public void close() throws IOException {
        try (file) {
            long needed = frames * OPUS_RATE / sampleRate + PRE_SKIP;
            while (filled > 0 || packetsInAll * PACKET_MS * OPUS_RATE / 1_000 < needed) {
                Arrays.fill(pending[0], filled, packetFrames, (short) 0);
                Arrays.fill(pending[1], filled, packetFrames, (short) 0);
                encode();
            }
            page(4, needed);
            file.force(true);
        } finally {
            encoders[0].close();
            encoders[1].close();
        }
    }

    private void encode() throws IOException {
        packet.clear();
        single.clear();
        encoders[0].encode(pending[0], packetFrames, single);
        selfDelimit(single, packet);
        encoders[1].encode(pending[1], packetFrames, packet);
        filled = 0;
        packetsInAll++;
        add(packet);
        if (++packets == PACKETS_A_PAGE || lacing.readableBytes() > 200) {
            page(0, packetsInAll * PACKET_MS * OPUS_RATE / 1_000);
        }
    }

    /** One frame (code 0): its length goes between the first octet and the rest. */
    private static void selfDelimit(ByteBuf from, ByteBuf to) {
        byte toc = from.readByte();
        if ((toc & 3) != 0) {
            throw new IllegalStateException("one frame a packet was expected");
        }
        to.writeByte(toc);
        int length = from.readableBytes();
        if (length < 252) {
            to.writeByte(length);
        } else {
            int low = 252 + (length & 3);
            to.writeByte(low).writeByte((length - low) >> 2);
        }
        to.writeBytes(from);
    }

    private void head() throws IOException {
        packet.clear();
        packet.writeCharSequence("OpusHead", StandardCharsets.US_ASCII);
        packet.writeByte(1)
                .writeByte(2)
                .writeShortLE(PRE_SKIP)
                .writeIntLE(sampleRate)
                .writeShortLE(0);
        // family 1, two streams, none coupled, left is the first and right the second
        packet.writeByte(1).writeByte(2).writeByte(0).writeByte(0).writeByte(1);
        add(packet);
        page(2, 0);
    }

    private void tags() throws IOException {
        packet.clear();
        packet.writeCharSequence("OpusTags", StandardCharsets.US_ASCII);
        packet.writeIntLE("earshot".length());
        packet.writeCharSequence("earshot", StandardCharsets.US_ASCII);
        packet.writeIntLE(0);
        add(packet);
        page(0, 0);
    }

    private void add(ByteBuf octets) {
        int length = octets.readableBytes();
        for (int left = length; left >= 255; left -= 255) {
            lacing.writeByte(255);
        }
        lacing.writeByte(length % 255);
        body.writeBytes(octets, octets.readerIndex(), length);
    }

    /** Writes a page (RFC 3533, section 6). */
    private void page(int flags, long granule) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(27 + lacing.readableBytes() + body.readableBytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        page.put("OggS".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) flags);
        page.putLong(granule).putInt(serial).putInt(sequence++).putInt(0).put((byte) lacing.readableBytes());
        int lacingAt = page.position();
        lacing.readBytes(page.slice(lacingAt, lacing.readableBytes()));
        int bodyAt = page.capacity() - body.readableBytes();
        body.readBytes(page.slice(bodyAt, page.capacity() - bodyAt));
        page.putInt(22, OggChecksum.of(page.clear()));
        page.clear();
        while (page.hasRemaining()) {
            file.write(page);
        }
        lacing.clear();
        body.clear();
        packets = 0;
    }
}
