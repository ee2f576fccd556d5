package io.earshot.livekit.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.earshot.livekit.dispatch.DispatchOutcome.Accepted;
import io.earshot.livekit.dispatch.DispatchOutcome.AuthenticationRequired;
import io.earshot.livekit.dispatch.DispatchOutcome.PinRequired;
import io.earshot.livekit.dispatch.DispatchOutcome.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import org.junit.jupiter.api.Test;

/**
 * Random trunks, rules and calls, with the decisions that LiveKit's protocol module (1.50.5, part of livekit-server 1.13.5) was seen to
 * make. Random text in room names is recorded as {@code *}.
 */
class RecordedDecisionsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void shouldDecideAsLiveKitWasSeenToDecide() throws IOException {
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        try (BufferedReader lines = recorded()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = JSON.readTree(line);
                String ours = decide(node);
                cases++;
                if (!ours.equals(node.path("result").asText())) {
                    wrong.add(ours + " for " + line);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(cases).isEqualTo(240);
    }

    private static BufferedReader recorded() {
        return new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(
                        RecordedDecisionsTest.class.getResourceAsStream("/dispatch/livekit-decisions.jsonl")),
                UTF_8));
    }

    private static String decide(JsonNode node) throws IOException {
        SipCallFacts facts = new SipCallFacts(
                "SCL_1",
                node.path("from").asText(),
                node.path("host").asText(),
                node.path("called").asText(),
                node.path("src").asText(),
                "",
                node.path("pin").asText(),
                node.path("noPin").asBoolean(),
                Map.of());
        DispatchEngine engine = new DispatchEngine(RoomNaming.likeLiveKit(new Random(1)));
        return words(engine.evaluate(
                facts,
                read(node.path("trunks"), SIPInboundTrunkInfo::newBuilder, SIPInboundTrunkInfo.class),
                read(node.path("rules"), SIPDispatchRuleInfo::newBuilder, SIPDispatchRuleInfo.class)));
    }

    private static String words(DispatchOutcome outcome) {
        return switch (outcome) {
            case Accepted it ->
                String.join(
                        "|",
                        "ACCEPT",
                        it.trunk().trunkId(),
                        it.ruleId(),
                        it.roomName().replaceAll("_\\w{12}$", "_*"),
                        it.identity(),
                        it.name());
            case PinRequired it -> "PIN " + it.trunk().trunkId() + " " + it.ruleId();
            case AuthenticationRequired it -> "AUTH " + it.trunkId();
            case Refused it ->
                switch (it.reason()) {
                    case NO_RULE, WRONG_PIN -> "DROP";
                    case TRUNK_CONFLICT, RULE_CONFLICT, UNKNOWN_RULE, BAD_SOURCE ->
                        it.reason().name();
                };
        };
    }

    private static <T extends Message> List<T> read(
            JsonNode array, Supplier<? extends Message.Builder> builder, Class<T> type)
            throws InvalidProtocolBufferException {
        List<T> all = new ArrayList<>();
        for (JsonNode one : array) {
            Message.Builder message = builder.get();
            JsonFormat.parser().merge(one.toString(), message);
            all.add(type.cast(message.build()));
        }
        return all;
    }
}
