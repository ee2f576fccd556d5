package io.earshot.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.OpusSettings;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
    private final SimulatedPeers peers = new SimulatedPeers();
    private final SimulatedPeers.Side alice = peers.alice;
    private final SimulatedPeers.Side bob = peers.bob;

    private static AudioSendOptions opus(String cid) {
        return new AudioSendOptions(cid, AudioCodec.OPUS, AudioFormat.LINEAR16_16K, true, false, OpusSettings.DEFAULT);
    }

    private static Tone tone() {
        return new Tone(AudioFormat.PCMU_8K, 440);
    }

    private static List<String> sections(String sdp) {
        return Pattern.compile("m=(\\w+) (\\d+).*?a=mid:(\\S+)", Pattern.DOTALL)
                .matcher(sdp)
                .results()
                .map(NegotiationTest::section)
                .toList();
    }

    private static String section(MatchResult match) {
        return match.group(3) + ":" + match.group(1) + (match.group(2).equals("0") ? " rejected" : "");
    }

    @Test
    void shouldKeepItsSectionsInPlaceWhenMoreAreAdded() throws Exception {
        alice.add(AudioSendOptions.pcmu("one"), tone());
        alice.negotiation.addReceivers(1);
        peers.agree();
        alice.negotiation.wantData();
        alice.negotiation.addReceivers(2);
        assertThat(sections(alice.offer()))
                .containsExactly("0:audio", "1:audio", "2:audio", "3:audio", "4:application");
    }

    @Test
    void shouldGiveTheSectionOfAStoppedTrackToTheNextOne() throws Exception {
        AudioSender first = alice.add(AudioSendOptions.pcmu("one"), tone());
        peers.agree();
        assertThat(bob.tracks).extracting(RemoteAudio::trackId).containsExactly("one");
        first.stop();
        peers.agree();
        assertThat(bob.ended).extracting(RemoteAudio::trackId).containsExactly("one");
        AudioSender second = alice.add(AudioSendOptions.pcmu("two"), tone());
        String offer = alice.offer();
        assertThat(sections(offer)).containsExactly("0:audio");
        alice.accept(bob.answer(offer));
        assertThat(second.agreed()).isTrue();
        assertThat(bob.tracks).extracting(RemoteAudio::trackId).containsExactly("one", "two");
    }

    @Test
    void shouldGiveATrackOfAnotherCodecASectionOfItsOwn() throws Exception {
        AudioSender first = alice.add(AudioSendOptions.pcmu("one"), tone());
        peers.agree();
        first.stop();
        alice.add(opus("two"), new Tone(AudioFormat.LINEAR16_16K, 440));
        String offer = alice.offer();
        assertThat(sections(offer)).containsExactly("0:audio", "1:audio");
        alice.accept(bob.answer(offer));
        alice.add(AudioSendOptions.pcmu("three"), tone());
        assertThat(sections(alice.offer())).containsExactly("0:audio", "1:audio");
    }

    @Test
    void shouldExpectTheCodecThatSignallingNames() throws Exception {
        alice.negotiation.addReceivers(1);
        bob.add(AudioSendOptions.pcmu("one"), tone());
        String answer = bob.answer(alice.offer());
        alice.accept(answer.replace("SAVPF 0", "SAVPF 111 0")
                .replace("a=rtpmap:0 ", "a=rtpmap:111 opus/48000/2\r\na=rtpmap:0 "));
        RemoteAudio track = alice.tracks.getFirst();
        assertThat(track.codec()).isEqualTo(AudioCodec.OPUS);
        track.expect(AudioCodec.PCMA);
        assertThat(track.codec()).isEqualTo(AudioCodec.OPUS);
        track.expect(AudioCodec.PCMU);
        assertThat(track.codec()).isEqualTo(AudioCodec.PCMU);
    }

    @Test
    void shouldReplaceATrackThatTakesTheSectionOfAnotherAtOnce() throws Exception {
        AudioSender first = alice.add(AudioSendOptions.pcmu("one"), tone());
        peers.agree();
        first.stop();
        alice.add(AudioSendOptions.pcmu("two"), tone());
        peers.agree();
        assertThat(bob.ended).extracting(RemoteAudio::trackId).containsExactly("one");
        assertThat(bob.tracks).extracting(RemoteAudio::trackId).containsExactly("one", "two");
        assertThat(bob.tracks.getFirst().ended()).isTrue();
    }

    @Test
    void shouldUseThePlaceOfARejectedSectionAnew() throws Exception {
        AudioSender refused = alice.add(AudioSendOptions.pcmu("one"), tone());
        alice.negotiation.addReceivers(1);
        String offer = alice.offer();
        assertThat(sections(offer)).containsExactly("0:audio", "1:audio");
        String answer = bob.answer(offer);
        int second = answer.lastIndexOf("m=audio 9");
        String rejecting = answer.substring(0, second).replace("BUNDLE 0 1", "BUNDLE 0")
                + answer.substring(second).replace("m=audio 9", "m=audio 0");
        alice.accept(rejecting);
        assertThat(refused.agreed()).isFalse();
        assertThat(sections(alice.offer())).containsExactly("0:audio", "1:audio rejected");
        alice.accept(rejecting);
        alice.negotiation.wantData();
        assertThat(sections(alice.offer())).containsExactly("0:audio", "2:application");
    }

    @Test
    void shouldAnswerWithTheOfferersPayloadTypesAndExtensions() throws Exception {
        AudioSender mine = bob.add(opus("mine"), new Tone(AudioFormat.LINEAR16_16K, 440));
        alice.negotiation.addReceivers(1);
        String offer = alice.offer()
                .replace("111", "96")
                .replace("SAVPF 96 63", "SAVPF 96 97")
                .replace(":63 ", ":97 ")
                .replace("extmap:1 ", "extmap:7 ");
        String answer = bob.answer(offer);
        assertThat(answer)
                .contains("a=rtpmap:96 opus/48000/2", "a=rtpmap:97 red/48000/2", "a=fmtp:97 96/96")
                .contains("a=extmap:7 urn:ietf:params:rtp-hdrext:ssrc-audio-level", "a=sendonly", "a=msid:name2 mine")
                .doesNotContain("PCMU");
        assertThat(mine.agreed()).isTrue();
    }

    @Test
    void shouldRejectWhatItCannotUseAndKeepTheRest() throws Exception {
        alice.negotiation.addReceivers(2);
        String offer =
                alice.offer().replaceFirst("m=audio 9", "m=video 9").replaceAll("a=group:[^\r]*", "a=group:BUNDLE 0 1");
        String answer = bob.answer(offer);
        assertThat(answer).contains("m=video 0 UDP/TLS/RTP/SAVPF", "a=group:BUNDLE 1\r\n");
        assertThat(sections(answer)).containsExactly("0:video rejected", "1:audio");
    }

    @Test
    void shouldTakeNoMoreSectionsThanADescriptionMayHave() throws Exception {
        alice.negotiation.addReceivers(Integer.MAX_VALUE);
        alice.negotiation.addReceivers(Integer.MAX_VALUE);
        assertThat(sections(alice.offer())).hasSize(Negotiation.MAX_SECTIONS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    (?s)m=audio 9 UDP/TLS/RTP/SAVPF 111 .* ;                   ; no section at all
                    (?s)m=audio 9 UDP/TLS/RTP/SAVPF 63.*   ;                   ; the answer has 1 sections, our offer 2
                    a=mid:1                                ; a=mid:0           ; two sections with the same mid
                    BUNDLE 0 1((?s).*)a=mid:1              ; BUNDLE 0 5$1a=mid:5                 ; section 1 has another name than in our offer
                    a=recvonly                             ; a=sendrecv        ; section 1 is sent although we do not receive
                    a=inactive                             ; a=recvonly        ; section 0 is received although we do not send
                    \\w+/48000/2                           ; speex/32000       ; section 1 has no codec of our offer
                    """)
    void shouldRefuseAnAnswerThatDoesNotFitItsOfferAndStayAsItWas(
            String pattern, @org.jspecify.annotations.Nullable String with, String reason) throws Exception {
        alice.negotiation.addReceivers(1);
        peers.agree();
        AudioSender sender = alice.add(opus("two"), new Tone(AudioFormat.LINEAR16_16K, 440));
        String answer = bob.answer(alice.offer());
        String hostile = answer.replaceAll(pattern, with == null ? "" : with);
        assertThat(hostile).isNotEqualTo(answer);
        assertThatThrownBy(() -> alice.accept(hostile))
                .isInstanceOf(SdpRefusedException.class)
                .hasMessage(reason);
        assertThat(sender.agreed()).isFalse();
        alice.accept(answer);
        assertThat(sender.agreed()).isTrue();
    }

    @Test
    void shouldRefuseAnAnswerThatNothingAskedFor() throws Exception {
        alice.negotiation.addReceivers(1);
        String answer = bob.answer(alice.offer());
        alice.accept(answer);
        assertThatThrownBy(() -> alice.accept(answer)).hasMessage("no offer of ours waits for an answer");
    }

    @Test
    void shouldRefuseAnOfferThatTakesSectionsAwayOrSwapsThem() throws Exception {
        alice.add(AudioSendOptions.pcmu("one"), tone());
        alice.negotiation.wantData();
        String offer = alice.offer();
        bob.answer(offer);
        assertThatThrownBy(() -> bob.answer(offer.replaceAll("(?s)m=application.*", "")))
                .hasMessage("the offer has fewer sections than before");
        assertThatThrownBy(() -> bob.answer(offer.replace("a=mid:0", "a=mid:x").replace("BUNDLE 0 1", "BUNDLE x 1")))
                .hasMessage("the offer changes what section 0 is");
    }
}
