package io.earshot.tools.doctor;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes all checks, one after the other. Confined to one thread. */
final class Doctor {
    private final List<Check> checks;
    private final Consumer<String> beginning;
    private final Consumer<CheckRun> done;
    private final List<CheckRun> runs = new ArrayList<>();
    private final Map<String, CheckRun> unusable = new HashMap<>();

    /**
     * Checks in order.
     *
     * @param beginning told the name of each check that begins
     * @param done told each check that was made
     */
    Doctor(List<Check> checks, Consumer<String> beginning, Consumer<CheckRun> done) {
        this.checks = List.copyOf(checks);
        this.beginning = beginning;
        this.done = done;
    }

    /** All checks there are, in the order in which one builds upon the other. */
    static List<Check> all(PeerFiles files, DoctorFlags flags, InputStream standardInput) {
        return List.of(
                new ConfigurationCheck(),
                new JavaCheck(),
                new PeerFilesCheck(files.server(), files.sip()),
                new LiveKitAddressCheck(),
                new LiveKitClockCheck(),
                new LiveKitKeyCheck(),
                new LiveKitSipCheck(),
                new RoomCheck(Way.UDP),
                new RoomCheck(Way.TCP),
                new RedisCheck(files, flags),
                new BusCheck(),
                new DispatchCheck(),
                // What was comes after what is.
                new LogCheck(files.logs(), standardInput),
                new WebhookCheck(flags.webhookUrl()),
                new TrunksCheck(flags.trunks()),
                new RegisterCheck(flags.register(), flags.passwordFile()),
                new CallCheck(),
                new ProvidersCheck(),
                new AddressesCheck(flags.stun()),
                new ClockCheck(),
                new LimitsCheck());
    }

    /**
     * Those of these names, and what they build upon.
     *
     * @throws IllegalArgumentException when there is none of a name
     */
    static List<Check> only(List<Check> all, List<String> names) {
        Set<String> wanted = new HashSet<>(names);
        List<String> known = all.stream().map(Check::name).toList();
        names.stream().filter(it -> !known.contains(it)).findFirst().ifPresent(it -> {
            throw new IllegalArgumentException("no such check: " + it + "; there are " + String.join(", ", known));
        });
        for (Check each : all.reversed()) {
            if (wanted.contains(each.name())) {
                wanted.addAll(each.after());
            }
        }
        return names.isEmpty()
                ? all
                : all.stream().filter(it -> wanted.contains(it.name())).toList();
    }

    /** Makes the checks; what depends on something that does not work is not made. */
    List<CheckRun> examine(Patient patient) throws InterruptedException {
        for (Check check : checks) {
            beginning.accept(check.name());
            long beginNs = System.nanoTime();
            CheckRun root = root(check);
            Verdict verdict = root == null ? verdict(check, patient) : notMade(root);
            Duration took = Duration.ofNanos(System.nanoTime() - beginNs);
            CheckRun run = new CheckRun(check.name(), verdict, took, root == null ? "" : root.name());
            if (verdict.status() == Status.FAULT) {
                patient.noteFailed(check.name());
            }
            if (verdict.status() == Status.FAULT || verdict.status() == Status.SKIPPED) {
                unusable.put(check.name(), root == null ? run : root);
            } else {
                patient.noteWorking(check.name());
            }
            runs.add(run);
            done.accept(run);
        }
        return List.copyOf(runs);
    }

    /** The check at which it began that this one cannot be made, or null. */
    private @Nullable CheckRun root(Check check) {
        return check.after().stream()
                .filter(unusable::containsKey)
                .map(unusable::get)
                .findFirst()
                .orElse(null);
    }

    private static Verdict notMade(CheckRun root) {
        return Verdict.skipped(
                root.verdict().status() == Status.FAULT
                        ? "not run because " + root.name() + " failed"
                        : root.verdict().measured());
    }

    /** 0 when nothing is at fault, else the code of the first fault's class: what comes later may follow from it. */
    static int exitCode(List<CheckRun> runs) {
        return runs.stream()
                .flatMap(run -> run.verdict().findings().stream())
                .filter(finding -> finding.severity() == Status.FAULT)
                .mapToInt(finding -> finding.kind().exitCode())
                .findFirst()
                .orElse(0);
    }

    private static Verdict verdict(Check check, Patient patient) throws InterruptedException {
        try {
            return check.run(patient);
        } catch (RuntimeException fault) {
            return Verdict.of(
                    "the check itself failed: " + fault.getClass().getSimpleName(),
                    Finding.warning(FaultClass.MACHINE, "a fault of this program", "Report it with this output."));
        }
    }
}
