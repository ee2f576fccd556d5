package io.earshot.media.sctp;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.earshot.media.sim.SimulatedNetwork.Conditions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Hostile packets with right checksums and tags, before, in and after the handshake: never an exception, never without bound. */
class SctpFuzzTest {
    private static final int MOST_PACKETS = 64;

    @FuzzTest
    void shouldSurviveAnyPackets(FuzzedDataProvider data) {
        try (Peers peers = new Peers(7, Conditions.PERFECT)) {
            if (data.consumeBoolean()) {
                peers.up();
                peers.client.channels.open("ours", data.consumeBoolean(), data.consumeInt(-1, 2));
                peers.run(3);
            }
            for (int i = 0; i < MOST_PACKETS && data.remainingBytes() > 0; i++) {
                hurl(peers, data);
            }
        }
    }

    @FuzzTest
    void shouldSurviveAnyOctets(byte[] octets) {
        DataChannels channels = new DataChannels(true, SctpConfig.DEFAULT, new DataChannelListener() {});
        channels.start(0);
        channels.onPacket(Unpooled.wrappedBuffer(octets), 1);
    }

    private static void hurl(Peers peers, FuzzedDataProvider data) {
        int tag = data.consumeBoolean() ? peers.client.tag() : data.consumeInt();
        ByteBuf packet = Unpooled.buffer();
        Packets.writeHeader(packet, data.consumeBoolean() ? tag : 0);
        packet.writeBytes(data.consumeBytes(data.consumeInt(4, 300)));
        Packets.seal(packet);
        peers.client.channels.onPacket(packet, peers.clock.nowNs());
        peers.clock.advanceMs(data.consumeInt(0, 2_000));
        peers.client.channels.onDeadline(peers.clock.nowNs());
        int sent = 0;
        for (ByteBuf out = peers.client.channels.poll(peers.clock.nowNs());
                out != null;
                out = peers.client.channels.poll(peers.clock.nowNs())) {
            if (out.readableBytes() > SctpConfig.DEFAULT.packetBytes() || ++sent > 2_000) {
                throw new AssertionError("too long, or without end");
            }
            out.release();
        }
    }
}
