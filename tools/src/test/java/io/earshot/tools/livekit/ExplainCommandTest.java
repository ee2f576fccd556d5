package io.earshot.tools.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final String TRUNKS = """
            [{"sipTrunkId": "ST_main", "name": "main", "numbers": ["+15550100"], "authUsername": "ann", "authPassword": "(hidden)"},
             {"sipTrunkId": "ST_other", "numbers": ["+1999"]}]
            """;
    private static final String RULES = """
            [{"sipDispatchRuleId": "SDR_solo", "rule": {"dispatchRuleIndividual": {"roomPrefix": "voice-ai-call-"}},
              "roomConfig": {"agents": [{"agentName": "earshot"}]}},
             {"sipDispatchRuleId": "SDR_pin", "trunkIds": ["ST_other"],
              "rule": {"dispatchRuleDirect": {"roomName": "lobby", "pin": "1234"}}}]
            """;

    @TempDir
    Path directory;

    @Test
    void shouldExplainEveryTrunkAndRuleWithoutAServer() throws IOException {
        CommandRun run = explain("--room-template", "{prefix}{call_id}");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("A call from +15550199 to +15550100 goes into room voice-ai-call-SCL_example")
                .contains("after the caller proved to know the password of trunk ST_main")
                .contains("agents       earshot")
                .contains("chosen      ST_main \"main\"")
                .contains("excluded    ST_other")
                .contains("called number +15550100 is none of its numbers [+1999]")
                .contains("chosen      SDR_solo")
                .contains("the call came by trunk ST_main, and this rule is for [ST_other]");
    }

    @Test
    void shouldExplainAsJson() throws IOException {
        JsonNode json = new ObjectMapper().readTree(explain("--json").out());

        assertThat(json.path("outcome").asText()).isEqualTo("accepted");
        assertThat(json.path("rule").asText()).isEqualTo("SDR_solo");
        assertThat(json.path("rules").get(1).path("fit").asText()).isEqualTo("excluded");
    }

    @Test
    void shouldEndWithOneWhenTheCallIsNotTaken() throws IOException {
        CommandRun run = explain("--pin", "9");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("is not taken: no dispatch rule takes the call with this PIN");
    }

    @Test
    void shouldReadTrunksAndRulesFromOneFile() throws IOException {
        Path both = Files.writeString(
                directory.resolve("both.json"), "{\"trunks\":" + TRUNKS + ",\"rules\":{\"items\":" + RULES + "}}");

        CommandRun run =
                CommandRun.of("dispatch", "explain", "--from", "+1", "--to", "+1999", "--file", both.toString());

        assertThat(run.out()).contains("is asked for a PIN by rule SDR_pin");
    }

    @Test
    void shouldNameWhatIsWrongWithAFile() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.json"), "[{\"numbres\": []}]");

        CommandRun run = CommandRun.of("dispatch", "explain", "--from", "+1", "--to", "+1", "--file", bad.toString());

        assertThat(run.status()).isEqualTo(64);
        assertThat(run.err()).contains("not a SIPInboundTrunkInfo").contains("numbres");
    }

    private CommandRun explain(String... more) throws IOException {
        Path trunks = Files.writeString(directory.resolve("trunks.json"), TRUNKS);
        Path rules = Files.writeString(directory.resolve("rules.json"), RULES);
        String[] all = new String[10 + more.length];
        String[] first = {
            "dispatch",
            "explain",
            "--from",
            "+15550199",
            "--to",
            "+15550100",
            "--file",
            trunks.toString(),
            "--file",
            rules.toString()
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return CommandRun.of(all);
    }
}
