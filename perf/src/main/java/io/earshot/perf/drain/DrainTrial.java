package io.earshot.perf.drain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.perf.load.WebPage;
import io.earshot.perf.witness.Fate;
import io.earshot.perf.witness.RecordsSeen;
import io.earshot.perf.witness.Subject;
import io.earshot.perf.witness.Witness;
import io.earshot.perf.witness.WitnessedCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Drains by signal and over HTTP, with calls shorter and longer than the deadline. Used by one thread. */
final class DrainTrial {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A farewell and the hang-up after it, each of which the bridge gives eight seconds. */
    private static final int AFTER_DEADLINE_S = 20;

    private static final int LOOK_MS = 50;

    private final DrainPlan plan;
    private final Consumer<String> progress;

    DrainTrial(DrainPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    DrainResult run() throws IOException, InterruptedException {
        List<DrainResult.Phase> phases = new ArrayList<>();
        phases.add(phase("TERM, shorter calls", "term", plan.seconds(), plan.deadline(), false));
        phases.add(phase("POST, shorter calls", "post", plan.seconds(), plan.deadline(), true));
        phases.add(phase("TERM, longer calls", "term-long", plan.longSeconds(), plan.longDeadline(), false));
        return new DrainResult(phases);
    }

    private DrainResult.Phase phase(String name, String folder, double seconds, int deadline, boolean byHttp)
            throws IOException, InterruptedException {
        Path directory = fresh(plan.directory().resolve(folder));
        Path journal = directory.resolve("calls.jsonl").toAbsolutePath();
        double rate = Math.max(plan.calls() / plan.seconds(), 5);
        try (Subject bridge = new Subject(plan.installation(), directory, configuration(journal, deadline));
                Witness witness = new Witness(bridge.sip(), 10 * plan.calls(), rate, seconds)) {
            witness.calling(true);
            Thread.sleep((long) (1_000 * Math.min(seconds, plan.calls() / rate + 1)));
            witness.calling(false);
            // Each call that still rings is let in, so that it is known which ones ran.
            awaitNone(witness, Fate.INVITED);
            witness.probing(true);
            long beganNs = System.nanoTime();
            List<WitnessedCall> running = running(witness);
            List<WitnessedCall> before = witness.calls();
            progress.accept(name + ": drains with " + running.size() + " calls up");
            begin(bridge, byHttp);
            Thread.sleep(4 * LOOK_MS);
            witness.calling(true);
            boolean ended = byHttp ? awaitDrained(bridge, deadline) : awaitEnd(bridge, witness, running, deadline);
            double took = (System.nanoTime() - beganNs) / 1e9;
            witness.calling(false);
            String options = witness.optionsAnswer();
            String told = byHttp ? openAgain(bridge, witness) : "";
            Thread.sleep(4 * LOOK_MS);
            List<WitnessedCall> newCalls = answered(witness.calls(), before);
            return judge(
                    new Seen(name, seconds < deadline, deadline, running, newCalls, options, took, ended),
                    RecordsSeen.of(journal),
                    told.isEmpty() ? said(bridge) : told + "; " + said(bridge));
        }
    }

    /** What was seen of a drain. */
    private record Seen(
            String name,
            boolean shorter,
            int deadline,
            List<WitnessedCall> running,
            List<WitnessedCall> newCalls,
            String options,
            double seconds,
            boolean ended) {}

    private static DrainResult.Phase judge(Seen seen, RecordsSeen records, String told) {
        List<WitnessedCall> forced = with(seen.running(), Fate.ENDED_BY_BRIDGE);
        long finished = with(seen.running(), Fate.FINISHED).size();
        return new DrainResult.Phase(
                seen.name(),
                seen.shorter(),
                seen.deadline(),
                seen.running().size(),
                finished,
                forced.size(),
                told,
                seen.running().size() - finished - forced.size(),
                seen.running().stream().filter(call -> !records.has(call)).count(),
                forced.stream()
                        .filter(call -> !records.reason(call).equals("shutting_down"))
                        .count(),
                seen.newCalls().size(),
                seen.newCalls().stream()
                        .filter(call -> call.status() == 503 && call.retryAfter())
                        .count(),
                seen.options(),
                seen.seconds(),
                seen.ended());
    }

    private static void begin(Subject bridge, boolean byHttp) throws IOException, InterruptedException {
        if (byHttp) {
            ask(bridge, "POST");
        } else {
            bridge.signal("TERM");
        }
    }

    /** New calls are placed until just before the last one ends, or the deadline: a process that is gone answers nobody. */
    private static boolean awaitEnd(Subject bridge, Witness witness, List<WitnessedCall> running, int deadline)
            throws InterruptedException {
        long deadlineNs = System.nanoTime() + deadline * 1_000_000_000L;
        long untilNs = deadlineNs + AFTER_DEADLINE_S * 1_000_000_000L;
        while (System.nanoTime() - untilNs < 0) {
            long left = running.stream().filter(call -> !call.fate().over()).count();
            if (left <= 1 || System.nanoTime() - deadlineNs > -1_000_000_000L) {
                witness.calling(false);
                witness.probing(false);
            }
            if (bridge.awaitEndMillis(LOOK_MS)) {
                return true;
            }
        }
        return false;
    }

    private static boolean awaitDrained(Subject bridge, int deadline) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + (deadline + AFTER_DEADLINE_S) * 1_000_000_000L;
        while (System.nanoTime() - untilNs < 0) {
            if (state(bridge).path("state").asText().equals("drained")) {
                return true;
            }
            Thread.sleep(LOOK_MS);
        }
        return false;
    }

    /** Takes the drain back: the next call must be answered. */
    private static String openAgain(Subject bridge, Witness witness) throws IOException, InterruptedException {
        ask(bridge, "DELETE");
        int before = witness.calls().size();
        witness.calling(true);
        long untilNs = System.nanoTime() + 5_000_000_000L;
        while (witness.calls().stream().skip(before).noneMatch(call -> call.status() == 200)
                && System.nanoTime() - untilNs < 0) {
            Thread.sleep(LOOK_MS);
        }
        witness.calling(false);
        boolean taken = witness.calls().stream().skip(before).anyMatch(call -> call.status() == 200);
        return taken ? "DELETE: calls are taken again" : "DELETE: calls are NOT taken again";
    }

    private static JsonNode state(Subject bridge) throws IOException, InterruptedException {
        return JSON.readTree(new WebPage("http://" + bridge.http() + "/v1/admin/drain").send("GET"));
    }

    private static void ask(Subject bridge, String method) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + bridge.http() + "/v1/admin/drain"))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IOException(method + " /v1/admin/drain: " + answer.statusCode() + " " + answer.body());
            }
        }
    }

    private static String said(Subject bridge) throws IOException {
        List<String> lines = bridge.logged("drained: ");
        return lines.isEmpty() ? "nothing" : lines.getLast().replaceFirst(".*drained: ", "");
    }

    private static void awaitNone(Witness witness, Fate fate) throws InterruptedException {
        long untilNs = System.nanoTime() + 10_000_000_000L;
        while (witness.count(fate) > 0 && System.nanoTime() - untilNs < 0) {
            Thread.sleep(LOOK_MS);
        }
    }

    private static List<WitnessedCall> running(Witness witness) {
        return witness.calls().stream().filter(call -> !call.fate().over()).toList();
    }

    private static List<WitnessedCall> answered(List<WitnessedCall> calls, List<WitnessedCall> before) {
        return calls.stream()
                .skip(before.size())
                .filter(call -> call.status() != 200)
                .toList();
    }

    private static List<WitnessedCall> with(List<WitnessedCall> calls, Fate fate) {
        return calls.stream().filter(call -> call.fate() == fate).toList();
    }

    private static Path fresh(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> old = Files.list(directory)) {
            for (Path file : old.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        return directory;
    }

    private static String configuration(Path journal, int deadline) {
        return """
                calls: {maximum: 10000, answer: at_once, kept: 50, drain_seconds: DEADLINE}
                overload: {enabled: false}
                records: {file: "FILE"}
                """.replace("FILE", journal.toString()).replace("DEADLINE", Integer.toString(deadline));
    }
}
