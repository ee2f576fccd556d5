package io.earshot.livekit.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Hostile requests: never an exception, and never verified without the secret. */
class WebhookFuzzTest {
    private static final Capture CAPTURE = Capture.read("02-participant_joined");
    private final WebhookVerifier verifier = new WebhookVerifier(List.of(CAPTURE.key()), Duration.ofSeconds(30));

    /** The first line is the header, the rest the body. */
    @FuzzTest
    void shouldRefuseEverythingForged(byte[] request) {
        String text = new String(request, UTF_8);
        int line = text.indexOf('\n');
        String token = line < 0 ? text : text.substring(0, line);
        byte[] body = (line < 0 ? "" : text.substring(line + 1)).getBytes(UTF_8);
        WebhookResult result = verifier.verify(token, body, CAPTURE.receivedAt());
        if (result instanceof WebhookResult.Verified
                && Capture.all().stream().noneMatch(sent -> Arrays.equals(sent.body(), body))) {
            throw new AssertionError("verified " + result);
        }
    }

    /** Any JSON whatever as the body. */
    @FuzzTest
    void shouldReadAnyBody(byte[] body) {
        var json = StrictJson.object(body);
        if (json != null) {
            EventReader.read(json);
        }
    }
}
