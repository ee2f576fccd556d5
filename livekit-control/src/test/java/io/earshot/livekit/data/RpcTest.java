package io.earshot.livekit.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.RpcRequest;
import livekit.LivekitModels.RpcResponse;
import org.junit.jupiter.api.Test;

/** Calls between participants: both sides, joined by hand. */
class RpcTest {
    private static final long NOW_NS =
            Duration.ofNanos(Long.MAX_VALUE).minusSeconds(1).toNanos();
    private static final long SECOND_NS = 1_000_000_000L;

    /** What a call came to. */
    private static final class Outcome implements RpcAnswer {
        private final List<String> results = new ArrayList<>();
        private final List<RpcError> errors = new ArrayList<>();

        @Override
        public void onResult(String payload) {
            results.add(payload);
        }

        @Override
        public void onError(RpcError error) {
            errors.add(error);
        }
    }

    private final Wire ours = new Wire();
    private final Wire theirs = new Wire();
    private final RpcCalls calls = new RpcCalls(ours, new Random(1));
    private final RpcRegistry registry = new RpcRegistry(theirs);
    private final Outcome outcome = new Outcome();

    @Test
    void shouldCallAMethodAndHearItsResult() {
        registry.register(
                "echo", invocation -> invocation.reply(invocation.caller() + " said " + invocation.payload()));
        calls.call("bob", "echo", "hello", 5_000, NOW_NS, outcome);
        assertThat(ours.last().getDestinationIdentitiesList()).containsExactly("bob");
        assertThat(ours.last().getRpcRequest().getVersion()).isEqualTo(1);
        deliver();

        assertThat(theirs.packets)
                .extracting(DataPacket::getValueCase)
                .containsExactly(DataPacket.ValueCase.RPC_ACK, DataPacket.ValueCase.RPC_RESPONSE);
        assertThat(outcome.results).containsExactly("alice said hello");
        assertThat(calls.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldSayThatAMethodIsUnknown() {
        calls.call("bob", "nothing", "", 5_000, NOW_NS, outcome);
        deliver();

        assertThat(outcome.errors).containsExactly(new RpcError(1400, "Method not supported at destination", ""));
    }

    @Test
    void shouldCarryTheApplicationsOwnErrors() {
        registry.register("no", invocation -> invocation.fail(new RpcError(7, "not today", "{}")));
        calls.call("bob", "no", "", 5_000, NOW_NS, outcome);
        deliver();

        assertThat(outcome.errors).containsExactly(new RpcError(7, "not today", "{}"));
    }

    @Test
    void shouldHideTheFaultOfAMethod() {
        registry.register("bad", invocation -> {
            throw new IllegalStateException("secret detail");
        });
        calls.call("bob", "bad", "", 5_000, NOW_NS, outcome);
        deliver();

        assertThat(outcome.errors).containsExactly(RpcErrorCode.APPLICATION_ERROR.error());
        assertThat(registry.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldRefuseAnotherVersion() {
        RpcRequest request =
                RpcRequest.newBuilder().setId("1").setMethod("m").setVersion(2).build();
        registry.onRequest("alice", request, NOW_NS);

        assertThat(theirs.last().getRpcResponse().getError().getCode()).isEqualTo(1404);
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        registry.register("long", invocation -> invocation.reply("x".repeat(RpcCalls.PAYLOAD_BYTES + 1)));
        calls.call("bob", "long", "é".repeat(RpcCalls.PAYLOAD_BYTES / 2 + 1), 5_000, NOW_NS, outcome);
        assertThat(outcome.errors).extracting(RpcError::code).containsExactly(1402);

        calls.call("bob", "long", "x".repeat(RpcCalls.PAYLOAD_BYTES), 5_000, NOW_NS, outcome);
        deliver();
        assertThat(outcome.errors).extracting(RpcError::code).containsExactly(1402, 1504);
    }

    @Test
    void shouldGiveUpWithoutConfirmationAfterSevenSeconds() {
        calls.call("bob", "m", "", 20_000, NOW_NS, outcome);
        assertThat(calls.deadlineNs()).isEqualTo(NOW_NS + 7 * SECOND_NS);
        calls.onDeadline(NOW_NS + 7 * SECOND_NS);

        assertThat(outcome.errors).containsExactly(RpcErrorCode.CONNECTION_TIMEOUT.error());
    }

    @Test
    void shouldGiveUpWithoutAnswerAfterTheCallersLimit() {
        registry.register("slow", invocation -> {});
        calls.call("bob", "slow", "", 20_000, NOW_NS, outcome);
        deliver();
        calls.onDeadline(NOW_NS + 7 * SECOND_NS);
        assertThat(outcome.errors).isEmpty();
        assertThat(calls.deadlineNs()).isEqualTo(NOW_NS + 20 * SECOND_NS);
        calls.onDeadline(NOW_NS + 20 * SECOND_NS);

        assertThat(outcome.errors).containsExactly(RpcErrorCode.RESPONSE_TIMEOUT.error());
    }

    @Test
    void shouldNotAnswerTwiceNorTooLate() {
        List<RpcInvocation> kept = new ArrayList<>();
        registry.register("later", kept::add);
        calls.call("bob", "later", "", 5_000, NOW_NS, outcome);
        calls.call("bob", "later", "", 6_000, NOW_NS, outcome);
        deliver();
        registry.onDeadline(NOW_NS + 5 * SECOND_NS);

        assertThat(kept.get(0).reply("too late")).isFalse();
        assertThat(kept.get(1).reply("in time")).isTrue();
        assertThat(kept.get(1).reply("twice")).isFalse();
    }

    @Test
    void shouldTakeAnAnswerFromTheOneCalledAlone() {
        calls.call("bob", "m", "", 5_000, NOW_NS, outcome);
        String id = ours.last().getRpcRequest().getId();
        calls.onResponse(
                "mallory",
                RpcResponse.newBuilder().setRequestId(id).setPayload("forged").build());

        assertThat(outcome.results).isEmpty();
    }

    @Test
    void shouldFailTheCallsOfThoseWhoLeave() {
        calls.call("bob", "m", "", 5_000, NOW_NS, outcome);
        calls.call("carol", "m", "", 5_000, NOW_NS, outcome);
        calls.participantLeft("bob");

        assertThat(outcome.errors).containsExactly(RpcErrorCode.RECIPIENT_DISCONNECTED.error());
    }

    @Test
    void shouldFailAtOnceWhenNothingCanBeSent() {
        ours.room = 0;
        calls.call("bob", "m", "", 5_000, NOW_NS, outcome);

        assertThat(outcome.errors).containsExactly(RpcErrorCode.SEND_FAILED.error());
    }

    @Test
    void shouldBoundTheCallsThatWait() {
        registry.register("slow", invocation -> {});
        for (int i = 0; i < 300; i++) {
            registry.onRequest(
                    "alice",
                    RpcRequest.newBuilder()
                            .setId("id" + i)
                            .setMethod("slow")
                            .setVersion(1)
                            .setResponseTimeoutMs(1_000)
                            .build(),
                    NOW_NS);
        }
        assertThat(theirs.packets.stream().filter(DataPacket::hasRpcResponse)).hasSize(44);
        registry.onDeadline(NOW_NS + SECOND_NS);
        assertThat(registry.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldCutLongErrorMessagesBetweenCharacters() {
        assertThat(new RpcError(1, "€".repeat(100), "").message()).isEqualTo("€".repeat(85));
    }

    private void deliver() {
        ours.packets.forEach(packet -> registry.onRequest("alice", packet.getRpcRequest(), NOW_NS));
        for (DataPacket packet : List.copyOf(theirs.packets)) {
            calls.onAck("bob", packet.getRpcAck());
            if (packet.hasRpcResponse()) {
                calls.onResponse("bob", packet.getRpcResponse());
            }
        }
    }
}
