package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.media.codec.AudioCodec;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of every codec and packet time at once: each is understood and answered. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class BridgeCodecTest {
    private static final List<Trunk> TRUNKS = List.of(
            new Trunk(AudioCodec.PCMU, 20, "UDP"),
            new Trunk(AudioCodec.PCMA, 20, "TCP"),
            new Trunk(AudioCodec.G722, 20, "UDP"),
            new Trunk(AudioCodec.OPUS, 20, "TCP"),
            new Trunk(AudioCodec.PCMU, 10, "UDP"),
            new Trunk(AudioCodec.PCMA, 30, "UDP"),
            new Trunk(AudioCodec.PCMU, 60, "UDP"),
            new Trunk(AudioCodec.OPUS, 60, "UDP"));

    private record Trunk(AudioCodec codec, int ptimeMs, String transport) {}

    @Test
    void shouldUnderstandAndAnswerInEveryCodecAndPacketTime() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start()) {
            List<CompletableFuture<CallOutcome>> calls = TRUNKS.stream()
                    .map(trunk -> bridge.place(plan(bridge, trunk)))
                    .toList();
            for (int i = 0; i < TRUNKS.size(); i++) {
                CallOutcome outside = calls.get(i).get(60, TimeUnit.SECONDS);
                check(TRUNKS.get(i), outside, bridge.endedCall(outside.callId()));
            }
        }
    }

    private static void check(Trunk trunk, CallOutcome outside, JsonNode inside) {
        assertThat(outside.codec()).as("%s", trunk).isEqualTo(trunk.codec().encodingName());
        assertThat(inside.path("codec").asText()).isEqualTo(trunk.codec().encodingName());
        assertThat(BridgeUnderTest.said(inside, "caller"))
                .as("%s: %s", trunk, inside)
                .containsExactly("Where can I park my car near the shop?");
        assertThat(outside.turns())
                .as("%s: %s; %s", trunk, inside, outside)
                .singleElement()
                .satisfies(turn -> assertThat(turn.audibleGapMs()).isPositive());
        double answeredMs = outside.turns().getFirst().answerMs();
        assertThat(audibleAfter(outside, answeredMs)).as("%s", trunk).isGreaterThan(2_000);
        assertThat(outside.quality().received().lost()).as("%s", trunk).isZero();
        assertThat(inside.path("quality").path("received").path("lost").asLong())
                .as("%s", trunk)
                .isZero();
        double lastedMs = outside.endedMs() - outside.answeredMs();
        assertThat((double) outside.quality().received().packets())
                .as("packets of %s", trunk)
                .isBetween(0.85 * lastedMs / trunk.ptimeMs(), 1.05 * lastedMs / trunk.ptimeMs() + 2);
    }

    private static double audibleAfter(CallOutcome call, double atMs) {
        return call.agentSpeech().stream()
                .filter(span -> span.startMs() >= atMs)
                .mapToDouble(span -> span.endMs() - span.startMs())
                .sum();
    }

    private static CallPlan plan(BridgeUnderTest bridge, Trunk trunk) {
        try {
            CallPlan usual = bridge.plan(Phrases.recorded("parking", new Cue.Turn()));
            return new CallPlan(
                    usual.target(),
                    usual.from(),
                    trunk.transport(),
                    List.of(trunk.codec()),
                    trunk.ptimeMs(),
                    usual.lines(),
                    "",
                    usual.ringing(),
                    usual.talking(),
                    null,
                    null);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
