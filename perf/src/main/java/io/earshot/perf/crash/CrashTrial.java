package io.earshot.perf.crash;

import io.earshot.perf.witness.Fate;
import io.earshot.perf.witness.Receiver;
import io.earshot.perf.witness.RecordsSeen;
import io.earshot.perf.witness.Subject;
import io.earshot.perf.witness.Witness;
import io.earshot.perf.witness.WitnessedCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lives of one bridge on the same files, each ended by SIGKILL but the last. Used by one thread. */
final class CrashTrial {
    private static final Pattern COMPLETED = Pattern.compile("wrote (\\d+) records that an earlier process had left");
    private static final String HALF_A_LINE = "{\"v\":1,\"callId\":\"EC_TORN\",\"sipCal";
    private static final int DELIVERY_S = 60;

    private final CrashPlan plan;
    private final Consumer<String> progress;
    private final Random random;
    private final Path journal;
    private int torn;

    CrashTrial(CrashPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.random = new Random(plan.seed());
        this.journal = plan.directory().resolve("calls.jsonl").toAbsolutePath();
    }

    CrashResult run() throws IOException, InterruptedException, SQLException {
        try (Receiver receiver = new Receiver();
                Subject bridge = new Subject(plan.installation(), plan.directory(), configuration(receiver));
                Witness witness = new Witness(bridge.sip(), plan.calls(), plan.rate(), plan.seconds())) {
            for (int kill = 1; kill <= plan.kills(); kill++) {
                liveAndDie(bridge, witness, kill);
            }
            witness.calling(true);
            Thread.sleep((long) (plan.seconds() * 500));
            witness.calling(false);
            witness.awaitOver((long) plan.seconds() + 40);
            awaitDelivery(receiver);
            bridge.signal("TERM");
            bridge.awaitEnd(30);
            return judge(bridge, witness.calls(), receiver);
        }
    }

    /** Full load first, then a random moment. */
    private void liveAndDie(Subject bridge, Witness witness, int kill) throws IOException, InterruptedException {
        witness.calling(true);
        Thread.sleep((long) (1_000 * plan.seconds() * (1 + random.nextDouble())));
        bridge.signal("KILL");
        bridge.awaitEnd(10);
        long up = witness.count(Fate.UP);
        witness.cut();
        progress.accept("kill %d of %d with %d calls up; %d finished so far"
                .formatted(kill, plan.kills(), up, witness.count(Fate.FINISHED)));
        tear();
        bridge.restart();
    }

    /** What a write that the kill cut in two leaves; where the kill itself did so, it is counted too. */
    private void tear() throws IOException {
        Files.writeString(
                journal, HALF_A_LINE, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        torn++;
    }

    private void awaitDelivery(Receiver receiver) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + DELIVERY_S * 1_000_000_000L;
        while (receiver.kept() < RecordsSeen.of(journal).records() && System.nanoTime() - untilNs < 0) {
            Thread.sleep(200);
        }
        long rowsUntilNs = System.nanoTime() + DELIVERY_S * 1_000_000_000L;
        try {
            while (rows() >= 0 && rows() < receiver.kept() && System.nanoTime() - rowsUntilNs < 0) {
                Thread.sleep(200);
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private CrashResult judge(Subject bridge, List<WitnessedCall> calls, Receiver receiver)
            throws IOException, SQLException {
        RecordsSeen seen = RecordsSeen.of(journal);
        List<WitnessedCall> finished = with(calls, Fate.FINISHED);
        List<WitnessedCall> cut = with(calls, Fate.CUT);
        List<WitnessedCall> unanswered = with(calls, Fate.CUT_UNANSWERED);
        List<WitnessedCall> undecided = with(calls, Fate.UNDECIDED);
        return new CrashResult(
                plan.kills(),
                calls.size(),
                finished.size(),
                finished.stream().filter(call -> !seen.has(call)).count(),
                seen.doubled(),
                cut.size(),
                cut.stream()
                        .filter(call -> seen.reason(call).equals("interrupted"))
                        .count(),
                unanswered.size(),
                unanswered.stream().filter(seen::has).count(),
                undecided.size(),
                undecided.stream().filter(seen::has).count(),
                with(calls, Fate.REFUSED).size()
                        + with(calls, Fate.ENDED_BY_BRIDGE).size()
                        + with(calls, Fate.SILENCE).size(),
                seen.records(),
                completed(bridge),
                torn,
                receiver.messages(),
                receiver.repeated(),
                finished.stream().filter(call -> !receiver.has(call.callId())).count(),
                receiver.doubled(),
                rows());
    }

    private static List<WitnessedCall> with(List<WitnessedCall> calls, Fate fate) {
        return calls.stream().filter(call -> call.fate() == fate).toList();
    }

    private static int completed(Subject bridge) throws IOException {
        int sum = 0;
        for (String line : bridge.logged("records that an earlier process had left")) {
            Matcher number = COMPLETED.matcher(line);
            sum += number.find() ? Integer.parseInt(number.group(1)) : 0;
        }
        return sum;
    }

    private long rows() throws SQLException {
        if (plan.postgres().isEmpty()) {
            return -1;
        }
        try (Connection database = DriverManager.getConnection(plan.postgres(), plan.user(), "");
                Statement sql = database.createStatement();
                ResultSet count = sql.executeQuery("select count(*) from earshot_calls")) {
            count.next();
            return count.getLong(1);
        }
    }

    private String configuration(Receiver receiver) throws IOException {
        Files.createDirectories(plan.directory());
        try (var old = Files.newDirectoryStream(plan.directory(), "calls*")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        String database = plan.postgres().isEmpty()
                ? ""
                : "  postgres: {url: \"" + plan.postgres() + "\", user: \"" + plan.user() + "\", first_wait: 50ms}\n";
        return """
                calls: {maximum: 10000, answer: at_once, kept: 50}
                overload: {enabled: false}
                records:
                  file: "FILE"
                  rotate_bytes: 2000000
                  webhook: {url: "URL", first_wait: 50ms}
                """.replace("FILE", journal.toString()).replace("URL", receiver.url()) + database;
    }
}
