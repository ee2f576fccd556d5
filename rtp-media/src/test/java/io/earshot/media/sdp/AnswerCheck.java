package io.earshot.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What holds for the answer to any offer whatever, hostile ones included. */
final class AnswerCheck {
    private AnswerCheck() {}

    /** Answers {@code offer} and checks the answer against it. */
    static void check(OfferAnswer call, byte[] offer, LocalAudio local) {
        if (call.answer(offer, local) instanceof Outcome.Accepted accepted) {
            SessionDescription asked = parsed(offer);
            SessionDescription answered = parsed(accepted.answerSdp());
            matches(asked.media(), answered.media());
            assertThat(answered.toBytes()).isEqualTo(accepted.answerSdp());
            assertThat(answered.timing()).isEqualTo(asked.timing());
            agrees(accepted.agreed(), local);
        }
    }

    /** RFC 3264, section 6: as many streams, in the same order, of the same kind. */
    private static void matches(List<MediaDescription> asked, List<MediaDescription> answered) {
        assertThat(answered).hasSameSizeAs(asked);
        for (int i = 0; i < asked.size(); i++) {
            assertThat(answered.get(i).type()).isEqualTo(asked.get(i).type());
            assertThat(answered.get(i).protocol()).isEqualTo(asked.get(i).protocol());
            assertThat(asked.get(i).formats()).containsAll(answered.get(i).formats());
        }
        assertThat(answered.stream().filter(media -> media.port() != 0)).hasSize(1);
    }

    private static void agrees(NegotiatedAudio agreed, LocalAudio local) {
        assertThat(agreed.ptimeMs()).isBetween(10, 60);
        assertThat(agreed.payloadType()).isBetween(0, 127);
        assertThat(local.codecs().codecs()).contains(agreed.codec());
        assertThat(agreed.reachable() || !agreed.direction().sends()).isTrue();
        assertThat(agreed.remoteRtp().getAddress().isMulticastAddress()).isFalse();
        assertThat(agreed.remoteRtp().getAddress().isLoopbackAddress() && !local.allowLoopback())
                .isFalse();
    }

    private static SessionDescription parsed(byte[] body) {
        SdpParse parse = SessionDescription.parse(body);
        assertThat(parse).isInstanceOf(SdpParse.Parsed.class);
        return ((SdpParse.Parsed) parse).description();
    }
}
