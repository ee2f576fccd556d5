package io.earshot.bridge.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private OpenCalls open() throws IOException {
        return OpenCalls.open(folder.resolve("calls.jsonl"));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> left(OpenCalls of) {
        return of.left().stream()
                .map(each -> new String(each, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void shouldGiveTheNextProcessTheLatestOfEachCallThatDidNotEnd() throws IOException {
        try (OpenCalls killed = open()) {
            killed.note("A", octets("a started"));
            killed.note("B", octets("b started"));
            killed.note("A", octets("a answered"));
            killed.over("B");
        }

        try (OpenCalls next = open()) {
            assertThat(left(next)).containsExactly("a answered");
            assertThat(next.lastAlive()).isAfter(Instant.EPOCH);
        }
    }

    @Test
    void shouldForgetWhatWasTold() throws IOException {
        try (OpenCalls killed = open()) {
            killed.note("A", octets("a"));
        }
        try (OpenCalls next = open()) {
            next.clear();
        }

        try (OpenCalls after = open()) {
            assertThat(after.left()).isEmpty();
        }
    }

    @Test
    void shouldCountWhatItCannotNoteAndTakeItsPlacesAgain() throws IOException {
        try (OpenCalls calls = open()) {
            for (int call = 0; call < OpenCalls.SLOTS; call++) {
                calls.note("C" + call, octets("x"));
            }
            calls.note("one more", octets("x"));
            calls.note("too long", new byte[5_000]);
            assertThat(calls.missed()).isEqualTo(2);

            calls.over("C7");
            calls.note("in its place", octets("x"));
            assertThat(calls.missed()).isEqualTo(2);
        }
    }

    @Test
    void shouldMakeARecordOfACallThatEndedWithItsProcess() throws IOException {
        byte[] known = RecordJson.bytes(Records.full("A"));

        List<byte[]> records = InterruptedCalls.records(List.of(known), Set.of(), Instant.EPOCH.plusMillis(9_040));

        JsonNode record = JSON.readTree(records.getFirst());
        assertThat(record.path("callId").asText()).isEqualTo("A");
        assertThat(record.path("end").path("reason").asText()).isEqualTo("interrupted");
        assertThat(record.path("end").path("by").asText()).isEqualTo("bridge");
        assertThat(record.path("end").path("sipStatus").asInt()).isEqualTo(200);
        assertThat(record.path("endedMs").asDouble()).isEqualTo(9_040);
        assertThat(record.path("signalling").path("sessionMs").asDouble()).isEqualTo(9_000);
        assertThat(record.path("recording").path("seconds").asDouble()).isEqualTo(9);
    }

    @Test
    void shouldNotTellAgainOfACallThatHasItsRecordNorOfATornOne() {
        byte[] known = RecordJson.bytes(Records.full("A"));

        assertThat(InterruptedCalls.records(List.of(known), Set.of("A"), Instant.EPOCH))
                .isEmpty();
        assertThat(InterruptedCalls.records(List.of(octets("{\"callId\":\"B\",")), Set.of(), Instant.EPOCH))
                .isEmpty();
    }
}
