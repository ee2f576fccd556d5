package io.earshot.livekit.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

class AnswerFuzzTest {
    private static final String SIGNATURE = "F4CLVKlt0q_FKnd5PQoz1t7ZCUwSET8g";
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJkZXZrZXkifQ." + SIGNATURE;

    /** The first byte chooses the HTTP status, the rest is the body, with a token in its middle. */
    @FuzzTest
    void shouldExplainAnyAnswerWithoutItsToken(byte[] bytes) {
        int status = 300 + (bytes.length == 0 ? 0 : Byte.toUnsignedInt(bytes[0]));
        String body = new String(bytes, UTF_8);
        int middle = body.length() / 2;
        String text = body.substring(0, middle) + " " + TOKEN + " " + body.substring(middle);
        JsonNode error = Twirp.error(body);
        Answer answer = new Answer(
                Operation.LIST_ROOMS,
                "https://lk.example",
                status,
                text,
                error,
                null,
                ScriptedServer.NOW,
                Duration.ZERO);

        String message = String.valueOf(Diagnosis.of(answer).getMessage());

        if (message.contains(SIGNATURE) && !body.replaceAll("\\p{C}|\\s", "").contains(SIGNATURE)) {
            throw new AssertionError(message);
        }
    }
}
