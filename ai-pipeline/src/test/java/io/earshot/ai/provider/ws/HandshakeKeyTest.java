package io.earshot.ai.provider.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HandshakeKeyTest {
    private static final Pattern NONCE = Pattern.compile("(?i)sec-websocket-key: (\\S+)");

    /** The example of RFC 6455 section 1.3. */
    @Test
    void shouldComputeTheAcceptValueOfTheStandardsExample() {
        assertThat(HandshakeKey.of("dGhlIHNhbXBsZSBub25jZQ==").accept()).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    static String acceptFor(String head) {
        Matcher nonce = NONCE.matcher(head);
        assertThat(nonce.find()).isTrue();
        return HandshakeKey.of(nonce.group(1)).accept();
    }
}
