package io.earshot.sip.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyMaskTest {

    private static String masked(String text) {
        return new String(KeyMask.over(text.getBytes(ISO_8859_1)), ISO_8859_1);
    }

    @Test
    void shouldHideEveryKeyAndNothingElse() {
        String message =
                "INVITE sip:inline:a=x SIP/2.0\r\n\r\na=crypto:1 AES inline:SECRET+/=|2^31|1:4;inline:OTHER WSH=1\r\n"
                        + "a=rtpmap:0 PCMU\r\nA=CRYPTO:2 AES Inline:THIRD\r\na=fmtp:inline:kept";
        assertThat(masked(message))
                .isEqualTo(
                        "INVITE sip:inline:a=x SIP/2.0\r\n\r\na=crypto:1 AES inline:xxxxxxxxx|2^31|1:4;inline:xxxxx WSH=1\r\n"
                                + "a=rtpmap:0 PCMU\r\nA=CRYPTO:2 AES Inline:xxxxx\r\na=fmtp:inline:kept");
    }

    @Test
    void shouldGiveTheMessageItselfWhenThereIsNoKey() {
        byte[] message = "OPTIONS sip:a SIP/2.0\r\n\r\n".getBytes(ISO_8859_1);
        assertThat(KeyMask.over(message)).isSameAs(message);
        assertThat(masked("a=crypto:")).isEqualTo("a=crypto:");
        assertThat(masked("a=crypto:1 AES inline:")).isEqualTo("a=crypto:1 AES inline:");
    }
}
