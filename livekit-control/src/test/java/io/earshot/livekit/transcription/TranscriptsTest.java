package io.earshot.livekit.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.data.IncomingStreams;
import io.earshot.livekit.data.OutgoingStreams;
import io.earshot.livekit.data.StreamLimits;
import io.earshot.livekit.data.StreamListener;
import io.earshot.livekit.data.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import livekit.LivekitModels.DataPacket;
import org.junit.jupiter.api.Test;

/** Transcriptions as they are sent, read back in both forms. */
class TranscriptsTest {
    private final List<DataPacket> packets = new ArrayList<>();
    private final OutgoingStreams streams = new OutgoingStreams(this::send, () -> 1L, new Random(1));
    private final Transcripts transcripts = new Transcripts(streams, this::send, new Random(2), true);

    @Test
    void shouldWriteALineThatIsThereWhole() {
        assertThat(transcripts.line("caller", "TR_1", "Hello?")).isTrue();

        Transcript line = streamed().getFirst();
        assertThat(line.identity()).isEqualTo("caller");
        assertThat(line.trackSid()).isEqualTo("TR_1");
        assertThat(line.segmentId()).startsWith("SG_").hasSize(15);
        assertThat(line.text()).isEqualTo("Hello?");
        assertThat(line.last()).isTrue();
        assertThat(packeted()).containsExactly(line);
    }

    @Test
    void shouldReplaceVersionsOfOneSegment() {
        TranscriptSegment segment = transcripts.begin("caller", "TR_1");
        segment.interim("I want");
        segment.interim("I want to");
        segment.finish("I want to book.");

        assertThat(streamed()).extracting(Transcript::text).containsExactly("I want", "I want to", "I want to book.");
        assertThat(streamed()).extracting(Transcript::last).containsExactly(false, false, true);
        assertThat(streamed()).extracting(Transcript::segmentId).containsOnly(segment.id());
        assertThat(packeted()).isEqualTo(streamed());
        assertThat(segment.interim("more")).isFalse();
    }

    @Test
    void shouldAppendToOneStream() {
        TranscriptSegment segment = transcripts.begin("agent", "TR_2");
        segment.append("Of ");
        segment.append("course.");
        assertThat(segment.end()).isTrue();

        assertThat(streamed()).containsExactly(new Transcript("agent", "TR_2", segment.id(), "Of course.", true));
        assertThat(packeted()).extracting(Transcript::text).containsExactly("Of ", "Of course.", "Of course.");
        assertThat(segment.end()).isFalse();
    }

    @Test
    void shouldLeaveOutTheOlderFormWhenNotWanted() {
        new Transcripts(streams, this::send, new Random(2), false).line("a", "", "text");

        assertThat(packeted()).isEmpty();
        assertThat(streamed()).hasSize(1);
    }

    @Test
    void shouldNotSendTheOlderFormWithoutATrack() {
        transcripts.line("caller", "", "Hello?");

        assertThat(packeted()).isEmpty();
        assertThat(streamed()).extracting(Transcript::text).containsExactly("Hello?");
    }

    @Test
    void shouldReadNoOtherTexts() {
        TextMessage chat = new TextMessage("1", "lk.chat", "hi", Map.of(), false, "");
        assertThat(TranscriptReader.of("a", chat)).isNull();
    }

    @Test
    void shouldNameAgentStatesAsLiveKitDoes() {
        assertThat(AgentActivity.LISTENING.attributes()).containsExactly(Map.entry("lk.agent.state", "listening"));
    }

    private boolean send(DataPacket.Builder packet) {
        return packets.add(packet.build());
    }

    private List<Transcript> packeted() {
        return packets.stream()
                .filter(DataPacket::hasTranscription)
                .flatMap(packet -> TranscriptReader.of(packet.getTranscription()).stream())
                .toList();
    }

    private List<Transcript> streamed() {
        List<Transcript> read = new ArrayList<>();
        IncomingStreams in = new IncomingStreams(StreamLimits.DEFAULT, new StreamListener() {
            @Override
            public void onText(String identity, TextMessage message) {
                read.add(Objects.requireNonNull(TranscriptReader.of(identity, message)));
            }
        });
        packets.forEach(packet -> in.onPacket(packet, 0));
        return read;
    }
}
