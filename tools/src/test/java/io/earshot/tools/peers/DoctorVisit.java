package io.earshot.tools.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.doctor.DoctorCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** What {@code earshot doctor --json} said. Immutable. */
record DoctorVisit(int exitCode, String text, JsonNode report) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Asks about a deployment, with more in the environment and on the command line. */
    static DoctorVisit to(Peers peers, Map<String, String> other, String... arguments) throws Exception {
        return to(peers, other, InstantSource.system(), arguments);
    }

    /** The same by another clock. */
    static DoctorVisit to(Peers peers, Map<String, String> other, InstantSource clock, String... arguments)
            throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LIVEKIT_URL",
                peers.url().toString(),
                "LIVEKIT_API_KEY",
                PeerConfig.API_KEY,
                "LIVEKIT_API_SECRET",
                PeerConfig.API_SECRET,
                "LIVEKIT_ALLOW_PLAIN",
                "true"));
        environment.putAll(other);
        return alone(environment, clock, arguments);
    }

    /** Asks about a machine with nothing in its environment but this and the providers' keys. */
    static DoctorVisit alone(Map<String, String> other, InstantSource clock, String... arguments) throws Exception {
        Map<String, String> environment =
                new HashMap<>(Map.of("DEEPGRAM_API_KEY", "k", "GROQ_API_KEY", "k", "CARTESIA_API_KEY", "k"));
        environment.putAll(other);
        List<String> all = new ArrayList<>(List.of("--json"));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        int exitCode = new CommandLine(new DoctorCommand(environment, clock))
                .setOut(new PrintWriter(out, true))
                .execute(all.toArray(String[]::new));
        return new DoctorVisit(exitCode, out.toString(), JSON.readTree(out.toString()));
    }

    /** Warnings and faults of all checks, each as JSON. */
    List<String> findings() {
        List<String> all = new ArrayList<>();
        report.path("checks").forEach(check -> check.path("findings").forEach(it -> all.add(it.toString())));
        return all;
    }

    String status(String name) {
        return check(name).path("status").asText();
    }

    String measured(String name) {
        return check(name).path("measured").asText();
    }

    private JsonNode check(String name) {
        for (JsonNode each : report.path("checks")) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no check " + name + " in " + text);
    }
}
