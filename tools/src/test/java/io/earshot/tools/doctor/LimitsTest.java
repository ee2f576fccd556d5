package io.earshot.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM that is really limited, as the doctor sees it from inside. */
@Timeout(60)
class LimitsTest {
    @Test
    void shouldSeeFewDescriptorsAndACollectorThatStopsEverything() throws Exception {
        String doctor =
                "ulimit -n 300; exec \"$0\" -XX:+UseSerialGC -Xmx1500m --enable-native-access=ALL-UNNAMED -cp \"$1\""
                        + " io.earshot.tools.Earshot doctor --only limits --json";

        JsonNode limits = run(doctor).path("checks").get(0);

        assertThat(limits.path("measured").asText()).contains("300 descriptors", "MarkSweepCompact");
        assertThat(limits.path("findings").findValuesAsText("cause"))
                .anyMatch(it -> it.contains("at most 300 files and sockets may be open"))
                .anyMatch(it -> it.contains("the garbage collector (Copy, MarkSweepCompact) stops all calls"));
    }

    private static JsonNode run(String script) throws IOException, InterruptedException {
        String java = System.getProperty("java.home") + "/bin/java";
        Process child = new ProcessBuilder(List.of("sh", "-c", script, java, System.getProperty("java.class.path")))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        JsonNode report = new ObjectMapper().readTree(child.getInputStream().readAllBytes());
        assertThat(child.waitFor()).isZero();
        return report;
    }
}
