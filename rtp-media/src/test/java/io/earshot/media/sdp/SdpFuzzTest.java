package io.earshot.media.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;

/** Hostile SDP: never an exception, and whatever is accepted has a proper answer. */
class SdpFuzzTest {
    private static final LocalAudio LOCAL =
            LocalAudio.at(new InetSocketAddress("192.0.2.1", 4000)).withCodecs(CodecPolicy.WIDEBAND_FIRST);

    @FuzzTest
    void shouldAnswerAnyOfferOrRefuseIt(byte[] body) {
        OfferAnswer call = new OfferAnswer(() -> 0L);
        AnswerCheck.check(call, body, LOCAL);
        AnswerCheck.check(call, body, LOCAL.withDirection(Direction.SENDONLY));
    }

    @FuzzTest
    void shouldTakeAnyAnswerOrRefuseIt(byte[] body) {
        OfferAnswer call = new OfferAnswer(() -> 0L);
        call.offer(LOCAL);
        call.accept(body);
        call.offer(LOCAL);
    }

    @FuzzTest
    void shouldWriteWhatItReads(byte[] body) {
        if (SessionDescription.parse(body) instanceof SdpParse.Parsed parsed) {
            SessionDescription written = parsed.description();
            SdpParse again = SessionDescription.parse(written.toBytes());
            boolean fits = written.toBytes().length <= SdpReader.MAX_BYTES; // CRLF may be longer than what was read
            if (fits && !again.equals(parsed)) {
                throw new AssertionError(written + " is read back as " + again);
            }
        }
    }
}
