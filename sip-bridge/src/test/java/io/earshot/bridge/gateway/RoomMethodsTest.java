package io.earshot.bridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomMethodsTest {
    private final AskedCall call = new AskedCall();
    private final RoomMethods methods = new RoomMethods(call);
    private final List<String> answers = new ArrayList<>();

    @Test
    void shouldEndTheCallWithTheHeadersGiven() {
        ask(RoomMethods.END_CALL, "bob", "{\"headers\":{\"X-Why\":\"done\"}}");
        assertThat(answers).containsExactly("{}");
        assertThat(call.asked).containsExactly("end {X-Why=done} bob");
    }

    @Test
    void shouldTellTheCallersHeadersButNoCredentials() {
        ask(RoomMethods.REMOTE_HEADERS, "bob", "");
        assertThat(answers).containsExactly("{\"headers\":{\"from\":\"<sip:100@h>\",\"x-a\":\"1\",\"x-b\":\"2\"}}");
    }

    @Test
    void shouldTellOnlyTheHeadersAskedFor() {
        ask(RoomMethods.REMOTE_HEADERS, "bob", "{\"include\":[\"X-A\",\"X-B\"],\"exclude\":[\"x-b\"]}");
        assertThat(answers).containsExactly("{\"headers\":{\"x-a\":\"1\"}}");
    }

    @Test
    void shouldTransferForAnAgentAndAnswerWhenThatIsDone() {
        ask(RoomMethods.TRANSFER, "agent", "{\"transferTo\":\"tel:+15550100\"}");
        assertThat(call.asked).containsExactly("transfer tel:+15550100");
        assertThat(answers).isEmpty();
        methods.over(true);
        methods.over(true);
        assertThat(answers).containsExactly("{}");
    }

    @Test
    void shouldSayWhenATransferWasRefused() {
        ask(RoomMethods.TRANSFER, "agent", "{\"transfer_to\":\"sip:bob@example.org\"}");
        methods.transferFailed("the other phone refused it");
        assertThat(answers).containsExactly("1500 the other phone refused it");
    }

    @Test
    void shouldDoOneTransferAtATime() {
        ask(RoomMethods.TRANSFER, "agent", "{\"transferTo\":\"tel:1\"}");
        ask(RoomMethods.TRANSFER, "agent", "{\"transferTo\":\"tel:2\"}");
        assertThat(answers).containsExactly("1500 a transfer is under way");
    }

    @Test
    void shouldTransferForNobodyElse() {
        ask(RoomMethods.TRANSFER, "bob", "{\"transferTo\":\"tel:+15550100\"}");
        assertThat(call.asked).isEmpty();
        assertThat(answers).containsExactly("1500 only participants of kind agent may transfer the caller");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"transferTo\":\"https://example.org\"}", "{\"transferTo\":\"sip:a>\\r\\nVia: x\"}"})
    void shouldTransferToTelephonesAlone(String payload) {
        ask(RoomMethods.TRANSFER, "agent", payload);
        assertThat(call.asked).isEmpty();
        assertThat(answers).containsExactly("1500 transferTo must be a sip: or tel: URI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "7"})
    void shouldRefuseWhatIsNoObject(String payload) {
        ask(RoomMethods.END_CALL, "bob", payload);
        assertThat(call.asked).isEmpty();
        assertThat(answers).containsExactly("1500 the payload is no JSON object");
    }

    private void ask(String method, String caller, String payload) {
        methods.onCall(method, caller, payload, new RoomMethods.Reply() {
            @Override
            public void result(String json) {
                answers.add(json);
            }

            @Override
            public void error(int code, String message) {
                answers.add(code + " " + message);
            }
        });
    }

    private static final class AskedCall implements RoomMethods.Asked {
        private final List<String> asked = new ArrayList<>();

        @Override
        public void endCall(Map<String, String> headers, String by) {
            asked.add("end " + headers + " " + by);
        }

        @Override
        public boolean transfer(String uri) {
            return asked.add("transfer " + uri);
        }

        @Override
        public Iterable<Map.Entry<String, String>> remoteHeaders() {
            return List.of(
                    Map.entry("via", "v"),
                    Map.entry("from", "<sip:100@h>"),
                    Map.entry("authorization", "Digest secret"),
                    Map.entry("proxy-authorization", "Digest secret"),
                    Map.entry("x-a", "1"),
                    Map.entry("x-b", "2"));
        }

        @Override
        public boolean isAgent(String identity) {
            return identity.equals("agent");
        }
    }
}
