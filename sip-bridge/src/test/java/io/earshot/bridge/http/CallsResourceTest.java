package io.earshot.bridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsResourceTest {
    private static final HttpResource.Headers JSON =
            name -> name.equalsIgnoreCase("Content-Type") ? "application/json; charset=utf-8" : null;

    private final CallDirectory directory = new CallDirectory(10);
    private final CallsResource resource = new CallsResource(directory);
    private final AskedCall call = new AskedCall();

    CallsResourceTest() {
        directory.add(call);
    }

    @Test
    void shouldTransferARunningCall() {
        assertThat(post("/EC_1/transfer", "{\"to\":\"tel:+15550100\"}").status())
                .isEqualTo(202);
        assertThat(post("/sip@call/transfer", "{\"to\":\"sip:bob@example.org\"}")
                        .status())
                .isEqualTo(202);
        assertThat(call.asked).containsExactly("tel:+15550100", "sip:bob@example.org");
    }

    @Test
    void shouldHangUpARunningCall() {
        assertThat(post("/EC_1/hangup", "").status()).isEqualTo(202);
        assertThat(call.asked).containsExactly("hangup");
    }

    @Test
    void shouldSayWhenTheCallCannotDoThatNow() {
        call.able = false;
        assertThat(post("/EC_1/hangup", "").status()).isEqualTo(409);
        assertThat(post("/EC_1/transfer", "{\"to\":\"tel:1\"}").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"to\":7}",
                "{\"to\":\"http://example.org\"}",
                "{\"to\":\"sip:a@b>\\r\\nX: y\"}",
                "{\"to\":\"sip:\"}"
            })
    void shouldRefuseTargetsThatAreNoTelephones(String body) {
        assertThat(post("/EC_1/transfer", body).status()).isEqualTo(400);
        assertThat(call.asked).isEmpty();
    }

    @Test
    void shouldNotKnowOtherCalls() {
        assertThat(post("/EC_2/hangup", "").status()).isEqualTo(404);
    }

    @Test
    void shouldTakeNothingThatABrowsersFormCouldSend() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(resource.answer("POST", "/EC_1/hangup", body, _ -> "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(call.asked).isEmpty();
    }

    private HttpAnswer post(String path, String body) {
        return resource.answer("POST", path, body.getBytes(StandardCharsets.UTF_8), JSON);
    }

    /** Notes what it is asked for. */
    private static final class AskedCall implements CallDirectory.RunningCall {
        private final List<String> asked = new ArrayList<>();
        private boolean able = true;

        @Override
        public String callId() {
            return "EC_1";
        }

        @Override
        public String sipCallId() {
            return "sip@call";
        }

        @Override
        public String mode() {
            return "gateway";
        }

        @Override
        public boolean transfer(String uri) {
            asked.add(uri);
            return able;
        }

        @Override
        public boolean hangUp(String why) {
            asked.add("hangup");
            return able;
        }

        @Override
        public CallRecord record() {
            throw new UnsupportedOperationException();
        }
    }
}
