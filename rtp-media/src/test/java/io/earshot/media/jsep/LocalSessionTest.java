package io.earshot.media.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.ice.IceCandidate;
import io.earshot.media.ice.IceCredentials;
import io.earshot.media.sdp.Direction;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalSessionTest {
    static final String FINGERPRINT = "sha-256 " + "AB:".repeat(31) + "CD";
    static final IceCredentials CREDENTIALS = new IceCredentials("ufra", "0123456789012345678901");

    static IceCandidate host() {
        return new IceCandidate(
                "1",
                IceCandidate.Protocol.UDP,
                2_130_706_431,
                new InetSocketAddress("127.0.0.1", 5_000),
                IceCandidate.Type.HOST,
                null);
    }

    static LocalSession session(List<LocalSection> sections) {
        return new LocalSession(4711, 2, CREDENTIALS, FINGERPRINT, Setup.ACTPASS, List.of(host()), true, sections);
    }

    private static LocalSection voice() {
        return LocalSection.audio(
                "0",
                Direction.SENDONLY,
                List.of(AudioPayload.offeredRed(), AudioPayload.offered(AudioCodec.OPUS)),
                new LocalSection.Source(-2, "name", "stream", "track"),
                true);
    }

    @Test
    void shouldWriteAnOfferAsBrowsersAndLiveKitReadIt() {
        LocalSection ears = LocalSection.audio(
                "1", Direction.RECVONLY, List.of(AudioPayload.offered(AudioCodec.PCMU)), null, false);
        assertThat(session(List.of(voice(), ears, LocalSection.data("2", 65_536)))
                        .toSdp()
                        .replace("\r\n", "\n"))
                .isEqualTo("""
                        v=0
                        o=- 4711 2 IN IP4 127.0.0.1
                        s=-
                        t=0 0
                        a=group:BUNDLE 0 1 2
                        a=extmap-allow-mixed
                        a=msid-semantic: WMS *
                        m=audio 9 UDP/TLS/RTP/SAVPF 63 111
                        c=IN IP4 0.0.0.0
                        a=candidate:1 1 udp 2130706431 127.0.0.1 5000 typ host
                        a=end-of-candidates
                        a=ice-ufrag:ufra
                        a=ice-pwd:0123456789012345678901
                        a=ice-options:trickle
                        a=fingerprint:%1$s
                        a=setup:actpass
                        a=mid:0
                        a=sendonly
                        a=rtcp-mux
                        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
                        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
                        a=rtpmap:63 red/48000/2
                        a=rtcp-fb:63 nack
                        a=fmtp:63 111/111
                        a=rtpmap:111 opus/48000/2
                        a=rtcp-fb:111 nack
                        a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1
                        a=msid:stream track
                        a=ssrc:4294967294 cname:name
                        a=ssrc:4294967294 msid:stream track
                        m=audio 9 UDP/TLS/RTP/SAVPF 0
                        c=IN IP4 0.0.0.0
                        a=ice-ufrag:ufra
                        a=ice-pwd:0123456789012345678901
                        a=ice-options:trickle
                        a=fingerprint:%1$s
                        a=setup:actpass
                        a=mid:1
                        a=recvonly
                        a=rtcp-mux
                        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
                        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
                        a=rtpmap:0 PCMU/8000
                        a=rtcp-fb:0 nack
                        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
                        c=IN IP4 0.0.0.0
                        a=ice-ufrag:ufra
                        a=ice-pwd:0123456789012345678901
                        a=ice-options:trickle
                        a=fingerprint:%1$s
                        a=setup:actpass
                        a=mid:2
                        a=sctp-port:5000
                        a=max-message-size:65536
                        """.formatted(FINGERPRINT));
    }

    @Test
    void shouldReadBackWhatItWrote() {
        RemoteSession read =
                read(session(List.of(voice(), LocalSection.data("7", 1_000))).toSdp());
        RemoteSession.Transport transport = read.transport();
        assertThat(transport).isNotNull();
        assertThat(transport.credentials()).isEqualTo(CREDENTIALS);
        assertThat(transport.fingerprint()).hasToString(FINGERPRINT);
        assertThat(transport.setup()).isEqualTo(Setup.ACTPASS);
        assertThat(transport.candidates()).hasSize(1);
        RemoteSection voice = read.sections().getFirst();
        assertThat(voice.sends()).isTrue();
        assertThat(voice.receives()).isFalse();
        assertThat(voice.payloads()).containsExactly(AudioPayload.offeredRed(), AudioPayload.offered(AudioCodec.OPUS));
        assertThat(voice.ssrcs()).containsExactly(-2);
        assertThat(voice.streamId()).isEqualTo("stream");
        assertThat(voice.trackId()).isEqualTo("track");
        assertThat(voice.levelExtension()).isEqualTo(1);
        assertThat(voice.midExtension()).isEqualTo(4);
        assertThat(read.sections().getLast().kind()).isEqualTo(SectionKind.DATA);
        assertThat(read.sections().getLast().maxMessageBytes()).isEqualTo(1_000);
    }

    static RemoteSession read(String sdp) {
        return switch (RemoteSession.read(sdp)) {
            case RemoteSession.Outcome.Read read -> read.session();
            case RemoteSession.Outcome.Refused refused -> throw new AssertionError(refused.reason());
        };
    }
}
