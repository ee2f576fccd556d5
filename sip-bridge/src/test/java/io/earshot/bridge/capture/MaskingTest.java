package io.earshot.bridge.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static String masked(String message) {
        return new String(Masking.of(message.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldHideKeysAndProofsWithoutChangingTheLength() {
        String message = "INVITE sip:a SIP/2.0\r\nAuthorization: Digest username=\"anna\", nonce=\"abc\","
                + " response=\"6629fae49393a05397450978507c4ef1\", realm=\"r\"\r\n\r\n"
                + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR|2^20|1:4\r\n";
        assertThat(masked(message))
                .hasSameSizeAs(message)
                .contains("inline:xxxxxxxx", "|2^20|1:4", "response=\"xxxxxxxx", "username=\"anna\"", "nonce=\"abc\"")
                .doesNotContain("PS1uQCVe", "6629fae4");
    }

    @Test
    void shouldLeaveAMessageWithoutSecretsAsItIs() {
        byte[] message = "OPTIONS sip:a SIP/2.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Masking.of(message)).isSameAs(message);
    }
}
