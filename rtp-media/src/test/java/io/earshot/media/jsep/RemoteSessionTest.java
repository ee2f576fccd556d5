package io.earshot.media.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.sdp.Direction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteSessionTest {
    /** As livekit-server 1.13 answers: transport within each section, msid of participant and track. */
    static final String ANSWER = """
            v=0
            o=- 5487543 1795200000 IN IP4 0.0.0.0
            s=-
            t=0 0
            a=msid-semantic:WMS *
            a=fingerprint:sha-256 %1$s
            a=extmap-allow-mixed
            a=group:BUNDLE 0 1 2
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=setup:active
            a=mid:0
            a=ice-ufrag:aaaabbbb
            a=ice-pwd:ccccddddeeeeffffgggghhhh
            a=rtcp-mux
            a=rtcp-rsize
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtcp-fb:111 nack
            a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
            a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
            a=recvonly
            m=audio 9 UDP/TLS/RTP/SAVPF 0 8
            c=IN IP4 0.0.0.0
            a=setup:active
            a=mid:1
            a=ice-ufrag:aaaabbbb
            a=ice-pwd:ccccddddeeeeffffgggghhhh
            a=rtcp-mux
            a=rtpmap:0 PCMU/8000
            a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
            a=ssrc:3456789012 cname:PA_abc|TR_xyz
            a=msid:PA_abc|TR_xyz TR_xyz
            a=sendonly
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            c=IN IP4 0.0.0.0
            a=setup:active
            a=mid:2
            a=sendrecv
            a=sctp-port:5000
            a=ice-ufrag:aaaabbbb
            a=ice-pwd:ccccddddeeeeffffgggghhhh
            """.formatted("0A:".repeat(31) + "0B");

    private static String refusal(String sdp) {
        return switch (RemoteSession.read(sdp)) {
            case RemoteSession.Outcome.Refused refused -> refused.reason();
            case RemoteSession.Outcome.Read read -> "read: " + read;
        };
    }

    @Test
    void shouldReadAnAnswerOfLiveKit() {
        RemoteSession session = LocalSessionTest.read(ANSWER);
        assertThat(session.transport()).isNotNull();
        assertThat(session.transport().setup()).isEqualTo(Setup.ACTIVE);
        assertThat(session.transport().iceLite()).isFalse();
        RemoteSection ours = session.sections().get(0);
        assertThat(ours.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(ours.payloads()).containsExactly(new AudioPayload(111, AudioCodec.OPUS, false, true));
        RemoteSection theirs = session.sections().get(1);
        assertThat(theirs.payloads())
                .containsExactly(
                        new AudioPayload(0, AudioCodec.PCMU, false, false),
                        new AudioPayload(8, AudioCodec.PCMA, false, false));
        assertThat(theirs.streamId()).isEqualTo("PA_abc");
        assertThat(theirs.trackId()).isEqualTo("TR_xyz");
        assertThat(theirs.ssrcs()).containsExactly((int) 3_456_789_012L);
        assertThat(theirs.levelExtension()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a=fingerprint:sha-256 [0-9A-F:]+\\n |                        | no certificate fingerprint
                    a=fingerprint:sha-256              | a=fingerprint:sha-1    | a certificate fingerprint that is malformed or weaker than SHA-256
                    a=ice-pwd:\\w+\\n                   |                        | no ICE credentials
                    a=ice-pwd:\\w+                     | a=ice-pwd:short        | ice-pwd must be 22 to 256 ice-chars
                    a=setup:\\w+                       | a=setup:holdconn       | no setup attribute, or an unknown one
                    a=setup:\\w+\\n                     |                        | no setup attribute, or an unknown one
                    a=group:BUNDLE 0 1 2               | a=group:BUNDLE 0 2     | a section outside the bundle
                    a=group:BUNDLE 0 1 2\\n             |                        | a section outside the bundle
                    a=mid:1                            | a=mid:0                | two sections with the same mid
                    a=mid:1\\n                          |                        | a section without a mid
                    a=rtcp-mux\\n                       |                        | an audio section without rtcp-mux
                    (?s)m=.*                           |                        | no section at all
                    v=0                                | v=1                    | not a session description: version is not 0 (line 1)
                    """)
    void shouldSayWhyADescriptionCannotBeUsed(
            String pattern, @org.jspecify.annotations.Nullable String with, String reason) {
        String sdp = ANSWER.replaceAll(pattern.replace("\\n", "\n"), with == null ? "" : with);
        assertThat(sdp).isNotEqualTo(ANSWER);
        assertThat(refusal(sdp)).isEqualTo(reason);
    }

    @Test
    void shouldTakeARejectedSectionWithoutATransport() {
        String sdp = "v=0\nm=audio 0 UDP/TLS/RTP/SAVPF 111\n";
        assertThat(LocalSessionTest.read(sdp).transport()).isNull();
        assertThat(LocalSessionTest.read(sdp).sections().getFirst().rejected()).isTrue();
    }

    @Test
    void shouldPutUpWithAttributesOutOfRange() {
        String sdp = ANSWER.replace("a=extmap:4 ", "a=extmap:15 ")
                .replace("a=ssrc:3456789012", "a=ssrc:99999999999")
                .replace("a=rtcp-fb:111 nack", "a=rtcp-fb:111 goog-remb");
        RemoteSession session = LocalSessionTest.read(sdp);
        assertThat(session.sections().get(0).midExtension()).isZero();
        assertThat(session.sections().get(0).payloads().getFirst().nack()).isFalse();
        assertThat(session.sections().get(1).ssrcs()).isEmpty();
    }

    @Test
    void shouldTakeRedundancyOnlyOfACodecItKnows() {
        String red = ANSWER.replace("SAVPF 111", "SAVPF 63 111")
                .replace("a=rtpmap:111", "a=rtpmap:63 red/48000/2\na=fmtp:63 111/111\na=rtpmap:111");
        assertThat(LocalSessionTest.read(red).sections().getFirst().payloads())
                .containsExactly(
                        new AudioPayload(63, AudioCodec.OPUS, true, false),
                        new AudioPayload(111, AudioCodec.OPUS, false, true));
        String other = red.replace("111/111", "96/96");
        assertThat(LocalSessionTest.read(other).sections().getFirst().payloads())
                .isEqualTo(List.of(new AudioPayload(111, AudioCodec.OPUS, false, true)));
    }
}
