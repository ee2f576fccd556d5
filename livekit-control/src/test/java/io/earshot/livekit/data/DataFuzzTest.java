package io.earshot.livekit.data;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Random;
import livekit.LivekitModels.DataPacket;

/** Any packets in any order: never an exception, and nothing is left behind. */
class DataFuzzTest {
    private static final int MOST_PACKETS = 64;

    @FuzzTest
    void shouldSurviveAnyPackets(FuzzedDataProvider data) {
        IncomingStreams streams = new IncomingStreams(new StreamLimits(4, 64, 64, 128, 1_000), new StreamListener() {});
        RpcRegistry methods = new RpcRegistry(packet -> true);
        RpcCalls calls = new RpcCalls(packet -> true, new Random(1));
        methods.register("a", call -> call.reply(call.payload()));
        long nowNs = data.consumeLong();
        for (int i = 0; i < MOST_PACKETS && data.remainingBytes() > 0; i++) {
            nowNs += data.consumeInt(0, 2_000_000_000);
            DataPacket packet = packet(data.consumeBytes(data.consumeInt(0, 200)));
            streams.onPacket(packet, nowNs);
            methods.onRequest("x", packet.getRpcRequest(), nowNs);
            calls.onAck("x", packet.getRpcAck());
            calls.onResponse("x", packet.getRpcResponse());
            streams.onDeadline(nowNs);
            methods.onDeadline(nowNs);
            calls.onDeadline(nowNs);
        }
        streams.clear();
        if (streams.deadlineNs() != Long.MAX_VALUE) {
            throw new AssertionError("something is left");
        }
    }

    private static DataPacket packet(byte[] octets) {
        try {
            return DataPacket.parseFrom(octets);
        } catch (InvalidProtocolBufferException e) {
            return DataPacket.getDefaultInstance();
        }
    }
}
