package io.earshot.media.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.sim.SimulatedNetwork.Conditions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packets that a sound peer would not send: counted, bounded, survived. */
class HostilePeerTest {
    private static final int WHOLE = Fragment.BEGINS | Fragment.ENDS;

    private final Peers peers = new Peers(41, new Conditions(0, 0, 1, 0));
    private final DataChannels victim = peers.server.channels;
    private int tsn;

    @AfterEach
    void shouldSurvive() {
        peers.network.close();
    }

    @Test
    void shouldCountBadChecksumsPortsTagsAndLengths() {
        up();
        byte[] good = ByteBufUtil.getBytes(packet(peers.server.tag(), chunk(Chunk.COOKIE_ACK, out -> {})));
        byte[] flipped = good.clone();
        flipped[good.length - 1] ^= 1;
        victim.onPacket(Unpooled.wrappedBuffer(flipped), now());
        victim.onPacket(packet(123, chunk(Chunk.COOKIE_ACK, out -> {})), now());
        victim.onPacket(Unpooled.wrappedBuffer(new byte[8]), now());
        byte[] tooLong = chunk(Chunk.DATA, out -> out.writeZero(20));
        tooLong[3] = 100;
        victim.onPacket(packet(peers.server.tag(), tooLong), now());

        SctpCounters counters = victim.counters();
        assertThat(counters.drops(SctpDrop.BAD_CHECKSUM)).isEqualTo(1);
        assertThat(counters.drops(SctpDrop.NOT_OURS)).isEqualTo(1);
        assertThat(counters.drops(SctpDrop.TOO_SHORT)).isEqualTo(1);
        assertThat(counters.drops(SctpDrop.BAD_LENGTH)).isEqualTo(1);
        assertThat(victim.isUp()).isTrue();
    }

    @Test
    void shouldRefuseForgedAndStaleCookies() {
        victim.start(now());
        send(chunk(Chunk.COOKIE_ECHO, out -> out.writeZero(57)));
        assertThat(victim.counters().drops(SctpDrop.FORGED_COOKIE)).isEqualTo(1);

        byte[] echo = chunk(Chunk.COOKIE_ECHO, out -> out.writeBytes(freshCookie()));
        peers.clock.advanceMs(60_001);
        send(echo);
        assertThat(victim.counters().drops(SctpDrop.STALE_COOKIE)).isEqualTo(1);
        assertThat(peers.server.ups).isZero();
    }

    @Test
    void shouldNotRestartAnAssociation() {
        up();
        victim.onPacket(packet(0, init(0x1234)), now());
        assertThat(victim.counters().drops(SctpDrop.UNEXPECTED)).isEqualTo(1);
        assertThat(victim.poll(now())).isNull();
    }

    @Test
    void shouldBoundTheChannelsOfThePeer() {
        up();
        for (int stream = 0; stream < 400; stream += 2) {
            data(stream, 0, Dcep.PPID_CONTROL, Dcep.open("flood", "", Delivery.RELIABLE));
        }
        assertThat(peers.server.open).hasSize(64);
        assertThat(victim.counters().drops(SctpDrop.REFUSED_CHANNEL)).isEqualTo(136);
    }

    @Test
    void shouldRefuseChannelsWithNumbersOfOurs() {
        up();
        data(1, 0, Dcep.PPID_CONTROL, Dcep.open("ours", "", Delivery.RELIABLE));
        data(2, 0, Dcep.PPID_CONTROL, new byte[] {3, 0, 0});

        assertThat(peers.server.open).isEmpty();
        assertThat(victim.counters().drops(SctpDrop.REFUSED_CHANNEL)).isEqualTo(2);
    }

    @Test
    void shouldHoldNoMoreThanItsWindowOfUnfinishedData() {
        up();
        tsn++; // a hole: nothing can be delivered in order
        for (int i = 1; i < 3_000; i++) {
            data(0, i, Dcep.PPID_BINARY, new byte[1_000]);
        }
        assertThat(victim.counters().drops(SctpDrop.NO_ROOM)).isGreaterThan(2_000);
        assertThat(victim.isUp()).isTrue();
    }

    @Test
    void shouldRefuseDataTooFarAhead() {
        up();
        tsn += 100_000;
        data(0, 0, Dcep.PPID_BINARY, new byte[1]);

        assertThat(victim.counters().drops(SctpDrop.OUT_OF_WINDOW)).isEqualTo(1);
    }

    @Test
    void shouldCountStreamsBeyondThoseAllowed() {
        up();
        for (int stream = 0; stream < 2_000; stream++) {
            data(stream, 0, Dcep.PPID_BINARY, new byte[1]);
        }
        assertThat(victim.counters().drops(SctpDrop.BAD_DATA)).isEqualTo(2_000);
    }

    @Test
    void shouldEndTheAssociationOverAMessageWithoutEnd() {
        up();
        for (int i = 0; i < 100; i++) {
            fragment(i == 0 ? Fragment.BEGINS : 0, 0, 0, Dcep.PPID_BINARY, new byte[1_000]);
        }
        assertThat(peers.server.downs).containsExactly("SCTP: a message of the peer is longer than 65536 octets");
        assertThat(victim.poll(now())).isNotNull();
        assertThat(victim.poll(now())).isNull();
    }

    @Test
    void shouldIgnoreAcknowledgementsOfWhatWasNeverSent() {
        up();
        send(chunk(Chunk.SACK, out -> out.writeInt(0x7777_7777).writeInt(1_000).writeInt(0)));
        send(chunk(Chunk.SACK, out -> out.writeInt(1).writeInt(1).writeShort(9).writeShort(0)));

        assertThat(victim.counters().drops(SctpDrop.BAD_ACKNOWLEDGEMENT)).isEqualTo(1);
        assertThat(victim.counters().drops(SctpDrop.BAD_LENGTH)).isEqualTo(1);
    }

    @Test
    void shouldSkipUnknownChunksAsTheirTypeSays() {
        up();
        byte[] text = "after".getBytes(StandardCharsets.UTF_8);
        data(0, 0, Dcep.PPID_CONTROL, Dcep.open("a", "", Delivery.RELIABLE));
        send(chunk(0xFF, out -> out.writeInt(1)), dataChunk(WHOLE, 0, 1, Dcep.PPID_TEXT, text));
        send(chunk(0x3F, out -> out.writeInt(1)), dataChunk(WHOLE, 0, 2, Dcep.PPID_TEXT, text));

        assertThat(peers.server.texts).containsExactly("after");
        assertThat(victim.counters().drops(SctpDrop.UNKNOWN_CHUNK)).isEqualTo(2);
    }

    @Test
    void shouldAnswerFloodsWithinBounds() {
        up();
        for (int i = 0; i < 10_000; i++) {
            send(chunk(Chunk.HEARTBEAT, out -> out.writeZero(1_000)));
        }
        int answers = 0;
        for (ByteBuf out = victim.poll(now()); out != null; out = victim.poll(now())) {
            answers++;
        }
        assertThat(answers).isLessThanOrEqualTo(64);
    }

    private void up() {
        peers.up();
        peers.run(200);
        tsn = Numbers.draw(new Random(83)).initialTsn(); // the client's, see Peers
    }

    private long now() {
        return peers.clock.nowNs();
    }

    private byte[] freshCookie() {
        victim.onPacket(packet(0, init(0x1234)), now());
        List<ByteBuf> out = new ArrayList<>();
        for (ByteBuf each = victim.poll(now()); each != null; each = victim.poll(now())) {
            out.add(each);
        }
        List<Chunk> chunks = Objects.requireNonNull(Packets.chunks(out.getLast()));
        return ByteBufUtil.getBytes(Objects.requireNonNull(PeerTerms.cookie(chunks.getFirst())));
    }

    private static byte[] init(int tag) {
        return PeerTerms.chunk(Chunk.INIT, tag, 100_000, 1).build();
    }

    private void data(int stream, int sequence, int ppid, byte[] payload) {
        fragment(WHOLE, stream, sequence, ppid, payload);
    }

    private void fragment(int flags, int stream, int sequence, int ppid, byte[] payload) {
        send(dataChunk(flags, stream, sequence, ppid, payload));
    }

    private byte[] dataChunk(int flags, int stream, int sequence, int ppid, byte[] payload) {
        byte[] chunk = chunk(
                Chunk.DATA,
                out -> out.writeInt(tsn++)
                        .writeShort(stream)
                        .writeShort(sequence)
                        .writeInt(ppid)
                        .writeBytes(payload));
        chunk[1] = (byte) flags;
        return chunk;
    }

    private void send(byte[]... chunks) {
        victim.onPacket(packet(peers.server.tag(), chunks), now());
    }

    private static ByteBuf packet(int tag, byte[]... chunks) {
        PacketWriter packet = new PacketWriter(tag, 4_096);
        for (byte[] chunk : chunks) {
            packet.add(chunk);
        }
        return packet.finish();
    }

    private static byte[] chunk(int type, Consumer<ByteBuf> value) {
        ByteBuf content = Unpooled.buffer();
        value.accept(content);
        return ChunkBuilder.of(type).bytes(content).build();
    }
}
