package io.earshot.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.codec.AudioCodec;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OfferAnswerTest {
    private static final String OFFER = """
            v=0
            o=alice 1 1 IN IP4 203.0.113.7
            s=-
            c=IN IP4 203.0.113.7
            t=0 0
            m=audio 30000 RTP/AVP 0 8 101
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            """;

    private final LocalAudio local = LocalAudio.at(new InetSocketAddress("192.0.2.1", 4000));
    private final OfferAnswer call = new OfferAnswer(new Random(1));

    @Test
    void shouldRepeatTheAnswerToAnUnchangedOffer() {
        byte[] first = answer(OFFER);

        assertThat(answer(OFFER)).isEqualTo(first);
    }

    @Test
    void shouldCountUpTheVersionOnHoldAndOnResume() {
        String started = text(answer(OFFER));
        String held = text(answer(OFFER + "a=sendonly\n"));
        String resumed = text(answer(OFFER + "a=sendrecv\n"));

        assertThat(started).contains(" 1 IN IP4 192.0.2.1\r\n").contains("a=sendrecv");
        assertThat(held).contains(" 2 IN IP4 192.0.2.1\r\n").contains("a=recvonly");
        assertThat(resumed).contains(" 3 IN IP4 192.0.2.1\r\n").contains("a=sendrecv");
        assertThat(agreed().direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void shouldKeepTheRemoteAddressOnLegacyHold() {
        answer(OFFER);
        answer(OFFER.replace("c=IN IP4 203.0.113.7", "c=IN IP4 0.0.0.0"));

        assertThat(agreed().remoteRtp()).isEqualTo(new InetSocketAddress("203.0.113.7", 30000));
        assertThat(agreed().direction()).isEqualTo(Direction.RECVONLY);
    }

    @Test
    void shouldNotBeReachableWhenTheCallStartsOnLegacyHold() {
        answer(OFFER.replace("c=IN IP4 203.0.113.7", "c=IN IP4 0.0.0.0"));

        assertThat(agreed().reachable()).isFalse();
        assertThat(agreed().direction().sends()).isFalse();
    }

    @Test
    void shouldStayAsAgreedWhenALaterOfferIsRefused() {
        answer(OFFER);
        NegotiatedAudio before = agreed();

        Outcome outcome = call.answer(bytes(OFFER.replace("audio 30000", "audio 0")), local);

        assertThat(outcome).isInstanceOf(Outcome.NotAcceptable.class);
        assertThat(agreed()).isEqualTo(before);
        assertThat(text(answer(OFFER))).contains(" 1 IN IP4 192.0.2.1\r\n");
    }

    @Test
    void shouldKeepTheCodecOfTheRunningCallWhileItIsOffered() {
        call.offer(local);
        call.accept(bytes(OFFER.replace("RTP/AVP 0 8 101", "RTP/AVP 8 101")));
        answer(OFFER);

        assertThat(agreed().codec()).isEqualTo(AudioCodec.PCMA);
    }

    @Test
    void shouldAgreeOnTheFirstCodecOfTheAnswerToOurOffer() {
        call.offer(local);

        Outcome outcome = call.accept(bytes(OFFER.replace("RTP/AVP 0 8 101", "RTP/AVP 8 0 101")));

        assertThat(((Outcome.Accepted) outcome).agreed().codec()).isEqualTo(AudioCodec.PCMA);
    }

    @Test
    void shouldReceiveOurOwnPayloadTypeAndSendThePeersWhenTheyDiffer() {
        call.offer(local.withCodecs(CodecPolicy.prefer(List.of(AudioCodec.OPUS))));
        call.accept(bytes("""
                v=0
                c=IN IP4 203.0.113.7
                m=audio 30000 RTP/AVP 96
                a=rtpmap:96 opus/48000/2
                """));

        assertThat(agreed().payloadType()).isEqualTo(96);
        assertThat(agreed().receivePayloadType()).isEqualTo(111);
    }

    @Test
    void shouldReadAnAnswerWithoutRtpmapByOurOwnNumbers() {
        call.offer(local);
        call.accept(bytes("v=0\nc=IN IP4 203.0.113.7\nm=audio 30000 RTP/AVP 111 110\n"));

        assertThat(agreed().codec()).isEqualTo(AudioCodec.OPUS);
        assertThat(agreed().telephoneEventType()).isEqualTo(110);
        assertThat(agreed().telephoneEventClockRate()).isEqualTo(48_000);
    }

    @Test
    void shouldRefuseAnOfferWhileOursIsPending() {
        call.offer(local);

        assertThat(call.answer(bytes(OFFER), local)).isInstanceOf(Outcome.NotAcceptable.class);
        assertThat(call.isOfferPending()).isTrue();
    }

    @Test
    void shouldTakeTheAnswerToTheLatestOfTwoOffers() {
        call.offer(local.withCodecs(CodecPolicy.prefer(List.of(AudioCodec.PCMU))));
        call.offer(local.withCodecs(CodecPolicy.prefer(List.of(AudioCodec.PCMA))));

        call.accept(bytes(OFFER));

        assertThat(agreed().codec()).isEqualTo(AudioCodec.PCMA);
        assertThat(call.isOfferPending()).isFalse();
    }

    @Test
    void shouldAnswerAgainAfterOurOfferWasWithdrawn() {
        answer(OFFER);
        call.offer(local.withDirection(Direction.SENDONLY));
        call.withdraw();

        assertThat(text(answer(OFFER))).contains(" 3 IN IP4 192.0.2.1\r\n").contains("a=sendrecv");
    }

    @Test
    void shouldNotBePendingAfterAnUnacceptableAnswer() {
        call.offer(local);

        Outcome outcome = call.accept(bytes(OFFER.replace("audio 30000", "audio 0")));

        assertThat(outcome).isInstanceOf(Outcome.NotAcceptable.class);
        assertThat(call.isOfferPending()).isFalse();
        assertThat(call.agreed()).isNull();
    }

    @Test
    void shouldRefuseAnAnswerThatNobodyAskedFor() {
        assertThat(call.accept(bytes(OFFER))).isInstanceOf(Outcome.NotAcceptable.class);
    }

    @Test
    void shouldKeepRefusedStreamsAndPayloadTypesInOurLaterOffer() {
        answer("""
                v=0
                c=IN IP4 203.0.113.7
                m=video 30002 RTP/AVP 31
                m=audio 30000 RTP/AVP 101 96
                a=rtpmap:101 opus/48000/2
                a=rtpmap:96 telephone-event/48000
                """);

        String offer = text(call.offer(local.withDirection(Direction.SENDONLY)));

        assertThat(offer)
                .contains("m=video 0 RTP/AVP 31\r\nm=audio 4000 ")
                .contains("a=rtpmap:101 opus/48000/2")
                .contains("a=rtpmap:96 telephone-event/48000")
                .contains("a=rtpmap:97 telephone-event/8000")
                .contains("a=sendonly");
    }

    @Test
    void shouldRefuseLoopbackUnlessAllowed() {
        byte[] offer = bytes(OFFER.replace("203.0.113.7", "127.0.0.1"));

        assertThat(call.answer(offer, local)).isInstanceOf(Outcome.NotAcceptable.class);
        assertThat(call.answer(offer, local.withLoopbackAllowed(true))).isInstanceOf(Outcome.Accepted.class);
    }

    private byte[] answer(String offer) {
        Outcome outcome = call.answer(bytes(offer), local);
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted) outcome).answerSdp();
    }

    private NegotiatedAudio agreed() {
        NegotiatedAudio agreed = call.agreed();
        assertThat(agreed).isNotNull();
        return agreed;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] sdp) {
        return new String(sdp, UTF_8);
    }
}
