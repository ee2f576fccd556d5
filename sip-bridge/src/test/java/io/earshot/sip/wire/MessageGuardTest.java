package io.earshot.sip.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageGuardTest {

    private static final String GOOD = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h:5060;branch=z9hG4bK1\r\n"
            + "From: <sip:x@y>;tag=1\r\nTo: \"A \\\" B\" <sip:a@b>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n"
            + "Content-Length: 0\r\n\r\n";

    private static Verdict judge(String text) {
        return MessageGuard.judge(text.getBytes(ISO_8859_1));
    }

    private static int status(String text) {
        return judge(text) instanceof Verdict.Refuse(int status, String _, var _) ? status : 0;
    }

    @Test
    void shouldUnfoldHeadersAndCutBodyToItsLength() {
        Verdict verdict =
                judge(GOOD.replace("Call-ID: c", "i:\r\n\tc").replace("Length: 0\r\n\r\n", "Length: 2\r\n\r\nabcd"));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Fit.class,
                        fit -> assertThat(new String(fit.message(), ISO_8859_1))
                                .contains("call-id: c\r\n")
                                .endsWith("content-length: 2\r\n\r\nab"));
    }

    @Test
    void shouldTreatBlankBeforeColonAsSameHeader() {
        assertThat(status(GOOD.replace("Content-Length: 0", "Content-Length: 0\r\nCSeq : 2 OPTIONS")))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CSeq", "Call-ID", "From", "To"})
    void shouldRefuseMissingAndRepeatedHeaders(String name) {
        assertThat(status(GOOD.replace("\r\n" + name + ":", "\r\nX-" + name + ":")))
                .isEqualTo(400);
        assertThat(status(GOOD.replace("Content-Length:", name + ": <sip:x>\r\nContent-Length:")))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967296", "-1", "0x1", "", "1 1", "99999999999999999999999"})
    void shouldRefuseSequenceNumbersOutOfRange(String number) {
        assertThat(status(GOOD.replace("CSeq: 1 ", "CSeq: " + number + " "))).isEqualTo(400);
    }

    @Test
    void shouldRefuseHeaderHiddenBehindLoneCarriageReturn() {
        assertThat(status(GOOD.replace("Call-ID: c", "Call-ID: c\rCSeq: 9 OPTIONS")))
                .isEqualTo(400);
    }

    @Test
    void shouldTakeUnquotedNameInUtf8ButNotWithComma() {
        assertThat(status(GOOD.replace("From: <", "From: Jos\u00c3\u00a9 <"))).isZero();
        assertThat(status(GOOD.replace("From: <", "From: Bell, A <"))).isEqualTo(400);
    }

    @Test
    void shouldNeverAnswerAckOrResponse() {
        assertThat(judge(GOOD.replace("OPTIONS", "ACK").replace("CSeq: 1 ", "CSeq: x ")))
                .isInstanceOf(Verdict.Ignore.class);
        assertThat(judge(GOOD.replace("OPTIONS sip:a@b SIP/2.0", "SIP/2.0 999 Odd")))
                .isInstanceOf(Verdict.Ignore.class);
    }

    @Test
    void shouldIgnoreKeepAlives() {
        assertThat(judge("")).isInstanceOf(Verdict.Ignore.class);
        assertThat(judge("\r\n\r\n")).isInstanceOf(Verdict.Ignore.class);
        assertThat(judge("\0\0\0\0")).isNotInstanceOf(Verdict.Fit.class);
    }

    @Test
    void shouldAnswerFromRequestsOwnText() {
        Verdict.Refuse refusal = new Verdict.Refuse(405, "Method Not Allowed", List.of("Allow: INVITE"));
        String request = GOOD.replace("branch=z9hG4bK1", "rport;branch=z9hG4bK1")
                .replace("From:", "Via: SIP/2.0/UDP far;branch=z9hG4bK2\r\nFrom:");
        byte[] reply = RawReply.to(request.getBytes(ISO_8859_1), refusal, new InetSocketAddress("127.0.0.9", 77));
        assertThat(new String(reply, ISO_8859_1))
                .startsWith(
                        "SIP/2.0 405 Method Not Allowed\r\nVia: SIP/2.0/UDP h:5060;rport=77;branch=z9hG4bK1;received=127.0.0.9\r\n"
                                + "Via: SIP/2.0/UDP far;branch=z9hG4bK2\r\n")
                .contains("To: \"A \\\" B\" <sip:a@b>;tag=")
                .contains("Allow: INVITE\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void shouldNotAnswerRequestWithoutVia() {
        Verdict.Refuse refusal = new Verdict.Refuse(400, "Bad Request", List.of());
        assertThat(RawReply.to("OPTIONS sip:a SIP/2.0\r\n\r\n".getBytes(), refusal, new InetSocketAddress(1)))
                .isNull();
    }
}
