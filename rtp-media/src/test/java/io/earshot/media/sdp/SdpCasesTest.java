package io.earshot.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every SDP case has an expected text: the table under {@code src/test/resources/sdp/cases}. */
class SdpCasesTest {

    static List<SdpCase> cases() {
        return SdpCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldAnswerAsTheTableSays(SdpCase sdpCase) {
        assertThat(played(sdpCase)).isEqualTo(written(sdpCase));
    }

    @Test
    void shouldReadTheWholeTable() {
        assertThat(cases()).hasSizeGreaterThan(80);
        assertThat(cases().stream().map(SdpCase::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldMatchTheOfferStreamByStream(SdpCase sdpCase) {
        for (SdpCase.Section section : sdpCase.sections()) {
            if (section.title().equals("offer")) {
                OfferAnswer call = new OfferAnswer(() -> 0L);
                AnswerCheck.check(call, section.text().getBytes(UTF_8), sdpCase.localAudio());
            }
        }
    }

    private static String written(SdpCase sdpCase) {
        StringBuilder text = new StringBuilder();
        sdpCase.sections().forEach(section -> append(text, section.title(), section.text()));
        return text.toString();
    }

    private static String played(SdpCase sdpCase) {
        OfferAnswer call = new OfferAnswer(() -> 0L);
        StringBuilder text = new StringBuilder();
        for (SdpCase.Section section : sdpCase.sections()) {
            byte[] body = section.text()
                    .replace("\n", sdpCase.lineFeedsOnly() ? "\n" : "\r\n")
                    .getBytes(UTF_8);
            switch (section.title()) {
                case "offer" -> {
                    append(text, section.title(), section.text());
                    append(text, call.answer(body, sdpCase.localAudio()), true);
                }
                case "their answer" -> {
                    append(text, section.title(), section.text());
                    append(text, call.accept(body), false);
                }
                case "our offer" -> append(text, "our offer", unix(call.offer(sdpCase.localAudio())));
                default -> {}
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Outcome outcome, boolean withAnswer) {
        switch (outcome) {
            case Outcome.Accepted accepted -> {
                if (withAnswer) {
                    append(text, "accepted", unix(accepted.answerSdp()));
                }
                append(text, "agreed", describe(accepted.agreed()));
            }
            case Outcome.NotAcceptable refused ->
                append(text, "refused", refused.warningCode() + " " + refused.reason() + "\n");
            case Outcome.Malformed malformed -> append(text, "malformed", malformed.reason() + "\n");
        }
    }

    private static void append(StringBuilder text, String title, String body) {
        text.append("--- ").append(title).append('\n').append(body);
    }

    private static String unix(byte[] sdp) {
        return new String(sdp, UTF_8).replace("\r\n", "\n");
    }

    private static String describe(NegotiatedAudio audio) {
        List<String> words = new ArrayList<>();
        words.add(audio.codec() + " " + audio.payloadType());
        if (audio.receivePayloadType() != audio.payloadType()) {
            words.add("receives " + audio.receivePayloadType());
        }
        if (audio.telephoneEventType() >= 0) {
            words.add("events " + audio.telephoneEventType() + "/" + audio.telephoneEventClockRate());
        }
        if (audio.comfortNoiseType() >= 0) {
            words.add("noise " + audio.comfortNoiseType());
        }
        words.add(audio.ptimeMs() + " ms");
        words.add(audio.reachable() ? "to " + address(audio.remoteRtp()) : "unreachable");
        words.add(audio.rtcpMux() ? "rtcp-mux" : "rtcp " + address(audio.remoteRtcp()));
        words.add(audio.direction().attribute());
        return String.join(", ", words) + "\n";
    }

    private static String address(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
