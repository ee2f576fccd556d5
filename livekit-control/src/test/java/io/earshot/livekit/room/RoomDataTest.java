package io.earshot.livekit.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.earshot.livekit.data.OutgoingStreams;
import io.earshot.livekit.data.RpcAnswer;
import io.earshot.livekit.data.RpcError;
import io.earshot.livekit.data.StreamOptions;
import io.earshot.livekit.transcription.Transcripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.RpcRequest;
import livekit.LivekitRtc.ReconnectResponse;
import livekit.LivekitRtc.SignalResponse;
import org.junit.jupiter.api.Test;

/** Data packets of a room, from and to its peer connection. */
class RoomDataTest {
    private final Bench bench = new Bench().connected(Bench.someone("PA_x", "x"));
    private final OutgoingStreams theirs = new OutgoingStreams(packet -> hear(packet, 0), () -> 0, new Random(1));

    @Test
    void shouldSendStreamsInOurName() {
        bench.machine.content().packets().outgoing().sendText(StreamOptions.of("lk.chat"), "hello");

        assertThat(sent()).extracting(DataPacket::getParticipantIdentity).containsOnly("us");
        assertThat(sent()).extracting(DataPacket::getSequence).containsExactly(1, 2, 3);
    }

    @Test
    void shouldLetAnAgentWriteDownWhatAnotherSays() {
        bench.machine.content().packets().transcripts().line("x", "TR_x", "hello");

        assertThat(sent().stream().filter(DataPacket::hasStreamHeader))
                .extracting(DataPacket::getParticipantIdentity)
                .containsExactly("x");
    }

    @Test
    void shouldTellOfTextsAndTranscriptions() {
        theirs.sendText(StreamOptions.of("lk.chat"), "hi");
        new Transcripts(theirs, packet -> true, new Random(2), false).line("x", "TR_1", "spoken");

        assertThat(bench.events).anyMatch(it -> it.startsWith("onText x TextMessage") && it.contains("text=hi"));
        assertThat(bench.events).anyMatch(it -> it.startsWith("onTranscript Transcript") && it.contains("text=spoken"));
        assertThat(bench.events).filteredOn(it -> it.startsWith("onText ")).hasSize(1);
    }

    @Test
    void shouldAnswerCallsOfItsMethods() {
        bench.machine.content().packets().methods().register("echo", call -> call.reply(call.payload() + "!"));
        hear(
                DataPacket.newBuilder()
                        .setRpcRequest(RpcRequest.newBuilder()
                                .setId("1")
                                .setMethod("echo")
                                .setPayload("hey")
                                .setVersion(1)
                                .setResponseTimeoutMs(1_000)),
                0);

        assertThat(sent().getLast().getRpcResponse().getPayload()).isEqualTo("hey!");
        assertThat(sent().getLast().getDestinationIdentitiesList()).containsExactly("x");
    }

    @Test
    void shouldEndCallsThatNobodyAnswersOrWhoseReceiverLeaves() {
        List<Integer> codes = new ArrayList<>();
        RpcAnswer answer = new RpcAnswer() {
            @Override
            public void onResult(String payload) {
                codes.add(0);
            }

            @Override
            public void onError(RpcError error) {
                codes.add(error.code());
            }
        };
        bench.machine.content().packets().calls().call("x", "m", "", 9_000, bench.nowNs, answer);
        bench.pass(Duration.ofMillis(7_001));
        bench.machine.content().packets().calls().call("x", "m", "", 9_000, bench.nowNs, answer);
        bench.update(Bench.someone("PA_x", "x").toBuilder()
                .setState(ParticipantInfo.State.DISCONNECTED)
                .build());

        assertThat(codes).containsExactly(1501, 1503);
    }

    @Test
    void shouldTakeNoReliablePacketTwice() {
        DataPacket.Builder key = DataPackets.dtmf('5');
        hear(key.clone(), 1);
        hear(key.clone(), 1);
        hear(key.clone(), 2);

        assertThat(bench.events).filteredOn(it -> it.equals("onDtmf x 5")).hasSize(2);
    }

    @Test
    void shouldRepeatWhatTheServerMissedWhenResumed() {
        for (char digit : "123".toCharArray()) {
            bench.machine.content().sendData(DataPackets.dtmf(digit), true);
        }
        bench.cut().open();
        bench.say(SignalResponse.newBuilder()
                .setReconnect(ReconnectResponse.newBuilder().setLastMessageSeq(1))
                .build());
        bench.machine.content().sendData(DataPackets.dtmf('4'), true);

        assertThat(sent()).extracting(DataPacket::getSequence).containsExactly(1, 2, 3, 2, 3, 4);
        assertThat(bench.media).hasSize(1);
    }

    @Test
    void shouldIgnoreWhatItCannotRead() {
        bench.lastMedia().listener.onDataPacket(new byte[] {-1, -1, -1}, true);
        hear(DataPacket.newBuilder(), 0);

        assertThat(bench.count(RoomCounters.Count.DATA_MALFORMED)).isEqualTo(2);
    }

    private boolean hear(DataPacket.Builder packet, int sequence) {
        DataPacket whole = packet.setParticipantSid("PA_x")
                .setParticipantIdentity("x")
                .setSequence(sequence)
                .build();
        bench.lastMedia().listener.onDataPacket(whole.toByteArray(), true);
        return true;
    }

    private List<DataPacket> sent() {
        return bench.lastMedia().sent.stream().map(RoomDataTest::parsed).toList();
    }

    private static DataPacket parsed(byte[] octets) {
        try {
            return DataPacket.parseFrom(octets);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
