package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bridge that goes out of service under real calls: none is dropped that ends in time, and none is taken meanwhile. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DrainCallsTest {
    private static final int CALLS = 12;

    @Test
    void shouldForceNoCallThatEndsBeforeTheDeadline() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start()) {
            List<CompletableFuture<CallOutcome>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(bridge.place(bridge.plan(Phrases.recorded("no-thanks", new Cue.Turn()))));
            }
            BridgeUnderTest.untilTrue("all calls run", () -> bridge.bridge.calls() == CALLS);
            long beganNs = System.nanoTime();
            int forced = bridge.bridge.drain(Duration.ofSeconds(60));
            double tookS = (System.nanoTime() - beganNs) / 1e9;

            for (CompletableFuture<CallOutcome> call : calls) {
                CallOutcome outcome = call.get(60, TimeUnit.SECONDS);
                assertThat(outcome.endedBy()).isEqualTo("caller");
                assertThat(outcome.turns()).hasSize(1);
            }
            System.out.printf("drain: %d calls, %d forced, %.1f s%n", CALLS, forced, tookS);
            assertThat(forced).isZero();
            assertThat(bridge.metric("earshot_drain_calls_total", "outcome=\"finished\""))
                    .isEqualTo(CALLS);
            assertThat(bridge.metric("earshot_drain_calls_total", "outcome=\"forced\""))
                    .isZero();
        }
    }

    @Test
    void shouldRefuseNewCallsUntilTheDrainIsTakenBack() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start();
                HandPhone running = new HandPhone(bridge.sipPort(), "agent")) {
            running.call();
            assertThat(bridge.send("POST", "/v1/admin/drain", "{\"seconds\": 60}"))
                    .isEqualTo(202);

            for (String method : List.of("INVITE", "OPTIONS")) {
                try (HandPhone late = new HandPhone(bridge.sipPort(), "agent")) {
                    String answer = late.finalOf(method, "", method.equals("INVITE") ? late.sdp("a=sendrecv") : "");
                    assertThat(HandPhone.status(answer)).as(method).isEqualTo(503);
                    assertThat(HandPhone.header(answer, "Retry-After"))
                            .as(method)
                            .isNotEmpty();
                }
            }
            assertThat(bridge.get("/health/ready")).contains("draining");
            assertThat(bridge.get("/v1/health")).contains("draining: 1 calls left");
            assertThat(bridge.send("DELETE", "/v1/admin/drain", "")).isEqualTo(200);
            try (HandPhone later = new HandPhone(bridge.sipPort(), "agent")) {
                later.call();
            }
        }
    }

    @Test
    void shouldTellCallersWhoAreLeftAtTheDeadline() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start("agent.script.greeting=");
                HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.call();
            CompletableFuture<String> bye = CompletableFuture.supplyAsync(() -> {
                try {
                    return phone.expect("BYE", "200 OK");
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            int forced = bridge.bridge.drain(Duration.ZERO);

            assertThat(forced).isEqualTo(1);
            assertThat(bye.get(20, TimeUnit.SECONDS)).contains("cause=41");
            JsonNode record = bridge.endedCall(phone.callId);
            assertThat(BridgeUnderTest.said(record, "agent")).containsExactly("Thank you for calling. Goodbye.");
            assertThat(record.path("end").path("reason").asText()).isEqualTo("shutting_down");
        }
    }
}
