package io.earshot.tools.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SipLadderTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 5060);
    private static final String INVITE = "INVITE sip:a@b SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n"
            + "v=0\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:96 opus/48000/2\r\na=rtpmap:101 telephone-event/8000\r\n";
    private static final String OK = "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n";

    private final List<SipStep> watched = new ArrayList<>();
    private final SipLadder ladder = new SipLadder(watched::add);

    @Test
    void shouldCountTimesFromTheFirstMessage() {
        sent(INVITE, -7_000_000);
        received(OK, 5_500_000);

        assertThat(ladder.steps()).extracting(SipStep::atMs).containsExactly(0.0, 12.5);
        assertThat(ladder.answeredNs(0)).isEqualTo(5_500_000);
        assertThat(watched).isEqualTo(ladder.steps());
    }

    @Test
    void shouldNameTheCodecsOfASessionDescription() {
        sent(INVITE, 0);

        assertThat(ladder.steps().getFirst().note()).isEqualTo("SDP PCMU, opus");
    }

    @Test
    void shouldMarkWhatIsSentAgain() {
        sent(INVITE, 0);
        sent(INVITE, 500_000_000);
        sent(INVITE.replace("1 INVITE", "2 INVITE"), 900_000_000);

        assertThat(ladder.steps())
                .extracting(SipStep::note)
                .containsExactly("SDP PCMU, opus", "again", "SDP PCMU, opus");
    }

    @Test
    void shouldKnowWhetherARequestWaitsForItsResponse() {
        sent(INVITE, 0);
        assertThat(ladder.endsWithResponse()).isFalse();

        received(OK, 1);
        assertThat(ladder.endsWithResponse()).isTrue();
    }

    @Test
    void shouldSurviveMessagesThatAreNone() {
        received("", 0);
        received("\r\n\r\n", 1);
        received("SIP/2.0 ", 2);

        assertThat(ladder.steps()).hasSize(3);
        assertThat(ladder.endsWithResponse()).isFalse();
    }

    private void sent(String message, long atNs) {
        ladder.onMessage(true, message.getBytes(StandardCharsets.UTF_8), ADDRESS, ADDRESS, "UDP", atNs);
    }

    private void received(String message, long atNs) {
        ladder.onMessage(false, message.getBytes(StandardCharsets.UTF_8), ADDRESS, ADDRESS, "UDP", atNs);
    }
}
