package io.earshot.tools.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordStoryTest {
    private static final String CALL = """
            {"v":1,"callId":"EC_%1$s","sipCallId":"sip-%1$s","traceId":"t%1$s","from":"sip:+4930%1$s@example.com","to":"sip:agent@example.com",\
            "trunk":"carrier","mode":"direct","startedAt":"2026-11-21T03:00:00Z","answeredMs":20.5,"endedMs":9020.5,"codec":"PCMU",\
            "end":{"reason":"media_timeout","by":"bridge","detail":"","sipStatus":200,"q850":102},\
            "signalling":{"sessionMs":9000},"events":[{"name":"ringing","atMs":1,"detail":""}],\
            "transcript":[{"speaker":"caller","text":"hel\\u001blo","startMs":1500,"interrupted":false}],\
            "turns":[{"turn":1,"turnClass":"answered","startMs":1600,"totalMs":640,"stages":{"first-token":200.4}}]}""";

    @TempDir
    Path folder;

    private List<JsonNode> find(String wanted) throws IOException {
        Path file = folder.resolve("calls.jsonl");
        Files.writeString(file, CALL.formatted("111") + "\n" + CALL.formatted("222") + "\n");
        return RecordFinder.find(file, wanted);
    }

    @Test
    void shouldTellWhyACallEndedAndWhatHappenedInOrder() throws IOException {
        List<String> lines = new RecordStory(new ObjectMapper().readTree(CALL.formatted("111")))
                .text()
                .lines()
                .toList();

        assertThat(lines)
                .contains(
                        "when      2026-11-21T03:00:00Z, answered after 20.5 ms, lasted 9.0 s from then on",
                        "          media_timeout, by the bridge, SIP 200, Q.850 102");
        assertThat(lines).anyMatch(line -> line.startsWith("ended     no audio came from the caller"));
        assertThat(lines.subList(lines.size() - 3, lines.size()))
                .containsExactly(
                        "     0.001 s  ringing",
                        "     1.500 s  caller: hel_lo",
                        "     1.600 s  turn 1 answered: 640 ms (first-token 200)");
    }

    @Test
    void shouldFindACallByEachOfItsIds() throws IOException {
        for (String id : List.of("EC_111", "sip-111", "t111")) {
            assertThat(find(id))
                    .extracting(each -> each.path("callId").asText())
                    .containsExactly("EC_111");
        }
    }

    @Test
    void shouldFindTheLatestCallsOfANumber() throws IOException {
        assertThat(find("+4930222"))
                .extracting(each -> each.path("callId").asText())
                .containsExactly("EC_222");
        assertThat(find("agent@")).hasSize(2);
        assertThat(find("+49301234")).isEmpty();
    }
}
