package io.earshot.livekit.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.DataStream;
import org.junit.jupiter.api.Test;

/** Streams as they leave, and as they are put together again. */
class StreamsTest {
    private static final long NOW_NS =
            Duration.ofNanos(Long.MAX_VALUE).minusSeconds(1).toNanos();

    /** What came. */
    private static final class Heard implements StreamListener {
        private final List<TextMessage> texts = new ArrayList<>();
        private final List<String> pieces = new ArrayList<>();
        private final List<ByteMessage> octets = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private String identity = "";

        @Override
        public void onText(String from, TextMessage message) {
            identity = from;
            texts.add(message);
        }

        @Override
        public void onTextPiece(String from, TextPiece piece) {
            pieces.add(piece.text());
        }

        @Override
        public void onBytes(String from, ByteMessage message) {
            octets.add(message);
        }

        @Override
        public void onStreamFailed(String from, String topic, String cause) {
            failures.add(topic + ": " + cause);
        }
    }

    private final Wire wire = new Wire();
    private final OutgoingStreams out = new OutgoingStreams(wire, () -> 1_700_000_000_000L, new Random(1));
    private final Heard heard = new Heard();
    private final IncomingStreams in = new IncomingStreams(StreamLimits.DEFAULT, heard);

    @Test
    void shouldSendATextWholeAsHeaderChunkAndTrailer() {
        assertThat(out.sendText(StreamOptions.of("lk.chat").to(List.of("bob")), "hello"))
                .isTrue();

        assertThat(wire.packets)
                .extracting(DataPacket::getValueCase)
                .containsExactly(
                        DataPacket.ValueCase.STREAM_HEADER,
                        DataPacket.ValueCase.STREAM_CHUNK,
                        DataPacket.ValueCase.STREAM_TRAILER);
        DataStream.Header header = wire.packets.getFirst().getStreamHeader();
        assertThat(header.getTopic()).isEqualTo("lk.chat");
        assertThat(header.getMimeType()).isEqualTo("text/plain");
        assertThat(header.getTotalLength()).isEqualTo(5);
        assertThat(header.getTimestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(header.getStreamId()).hasSize(36);
        assertThat(wire.packets)
                .allSatisfy(packet ->
                        assertThat(packet.getDestinationIdentitiesList()).containsExactly("bob"));
    }

    @Test
    void shouldPutATextTogetherAgain() {
        String text = "grüß dich, 世界 🎧 ".repeat(2_000);
        out.sendText(StreamOptions.of("t").withAttributes(Map.of("a", "1")), text);
        feed();

        assertThat(wire.packets).hasSizeGreaterThan(5);
        assertThat(heard.texts).extracting(TextMessage::text).containsExactly(text);
        assertThat(String.join("", heard.pieces)).isEqualTo(text);
        assertThat(heard.texts.getFirst().attributes()).containsEntry("a", "1");
        assertThat(heard.texts.getFirst().complete()).isTrue();
        assertThat(heard.identity).isEqualTo("us");
    }

    @Test
    void shouldShowATextWhileItGrows() {
        TextStream stream = out.openText(StreamOptions.of("t"));
        stream.write("one ");
        stream.write("two");
        feed();
        assertThat(heard.pieces).containsExactly("one ", "two");
        assertThat(heard.texts).isEmpty();

        stream.close(Map.of("final", "true"));
        in.onPacket(wire.last(), NOW_NS);
        assertThat(heard.texts.getFirst().text()).isEqualTo("one two");
        assertThat(heard.texts.getFirst().attributes()).containsEntry("final", "true");
        assertThat(stream.write("three")).isFalse();
    }

    @Test
    void shouldSayWhyATextEndedEarly() {
        TextStream stream = out.openText(StreamOptions.of("t"));
        stream.write("I was say");
        stream.abort("interrupted");
        feed();

        assertThat(heard.texts.getFirst().abortReason()).isEqualTo("interrupted");
        assertThat(heard.texts.getFirst().text()).isEqualTo("I was say");
    }

    @Test
    void shouldCarryOctets() {
        byte[] octets = new byte[50_000];
        new Random(2).nextBytes(octets);
        assertThat(out.sendBytes(StreamOptions.of("file"), "a.bin", "application/octet-stream", octets))
                .isTrue();
        feed();

        assertThat(heard.octets).hasSize(1);
        assertThat(heard.octets.getFirst().content()).isEqualTo(octets);
        assertThat(heard.octets.getFirst().name()).isEqualTo("a.bin");
        assertThat(wire.packets)
                .allSatisfy(packet -> assertThat(packet.getSerializedSize()).isLessThan(16_000));
    }

    @Test
    void shouldSpeakInTheNameOfAnother() {
        out.sendText(StreamOptions.of("lk.transcription").from("caller"), "hi");
        assertThat(wire.packets.getFirst().getParticipantIdentity()).isEqualTo("caller");
    }

    @Test
    void shouldEndAStreamThatCouldNotBeSentWhole() {
        wire.room = 2;
        TextStream stream = out.openText(StreamOptions.of("t"));

        assertThat(stream.write("x".repeat(40_000))).isFalse();
        assertThat(stream.isOpen()).isFalse();
        assertThat(stream.write("more")).isFalse();
        assertThat(wire.packets).hasSize(2);
    }

    @Test
    void shouldGiveAStreamUpWhenAPieceIsMissing() {
        out.sendText(StreamOptions.of("t"), "x".repeat(40_000));
        in.onPacket(wire.packets.get(0), NOW_NS);
        in.onPacket(wire.packets.get(2), NOW_NS);
        in.onPacket(wire.last(), NOW_NS);

        assertThat(heard.failures).containsExactly("t: a piece is missing");
        assertThat(heard.texts).isEmpty();
        assertThat(in.refused()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoPieceTwice() {
        out.sendText(StreamOptions.of("t"), "once");
        in.onPacket(wire.packets.get(0), NOW_NS);
        in.onPacket(wire.packets.get(1), NOW_NS);
        in.onPacket(wire.packets.get(1), NOW_NS);
        in.onPacket(wire.packets.get(2), NOW_NS);

        assertThat(heard.texts.getFirst().text()).isEqualTo("once");
    }

    @Test
    void shouldTakeNoPieceFromAnotherParticipant() {
        out.sendText(StreamOptions.of("t"), "mine");
        in.onPacket(wire.packets.get(0), NOW_NS);
        DataPacket forged =
                wire.packets.get(1).toBuilder().setParticipantSid("PA_other").build();
        in.onPacket(forged, NOW_NS);

        assertThat(heard.pieces).isEmpty();
        assertThat(in.refused()).isEqualTo(1);
    }

    @Test
    void shouldBoundLengthNumberAndSilence() {
        IncomingStreams small = new IncomingStreams(new StreamLimits(2, 100, 100, 150, 1_000), heard);
        for (String id : List.of("a", "b", "c")) {
            small.onPacket(header(id), NOW_NS);
        }
        assertThat(small.refused()).isEqualTo(1);

        small.onPacket(chunk("a", 0, 100), NOW_NS);
        small.onPacket(chunk("a", 1, 1), NOW_NS);
        assertThat(heard.failures).containsExactly("t: longer than allowed");

        small.onPacket(chunk("b", 0, 50), NOW_NS + 500_000_000L);
        assertThat(small.deadlineNs()).isEqualTo(NOW_NS + 1_500_000_000L);
        small.onDeadline(NOW_NS + 1_500_000_000L);
        assertThat(heard.failures).containsExactly("t: longer than allowed", "t: nothing came for too long");
        assertThat(small.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldBoundWhatAllStreamsHold() {
        IncomingStreams small = new IncomingStreams(new StreamLimits(8, 100, 100, 150, 1_000), heard);
        small.onPacket(header("a"), NOW_NS);
        small.onPacket(header("b"), NOW_NS);
        small.onPacket(chunk("a", 0, 100), NOW_NS);
        small.onPacket(chunk("b", 0, 51), NOW_NS);
        assertThat(heard.failures).containsExactly("t: longer than allowed");

        small.participantLeft("x");
        assertThat(heard.failures).hasSize(2).last().isEqualTo("t: the sender left");
        small.onPacket(header("c"), NOW_NS);
        small.onPacket(chunk("c", 0, 100), NOW_NS);
        assertThat(heard.failures).hasSize(2);
    }

    private void feed() {
        wire.packets.forEach(packet -> in.onPacket(packet, NOW_NS));
    }

    private static DataPacket header(String id) {
        return DataPacket.newBuilder()
                .setParticipantIdentity("x")
                .setParticipantSid("PA_x")
                .setStreamHeader(DataStream.Header.newBuilder()
                        .setStreamId(id)
                        .setTopic("t")
                        .setTextHeader(DataStream.TextHeader.getDefaultInstance()))
                .build();
    }

    private static DataPacket chunk(String id, int index, int length) {
        return DataPacket.newBuilder()
                .setParticipantIdentity("x")
                .setParticipantSid("PA_x")
                .setStreamChunk(DataStream.Chunk.newBuilder()
                        .setStreamId(id)
                        .setChunkIndex(index)
                        .setContent(ByteString.copyFrom(new byte[length])))
                .build();
    }
}
