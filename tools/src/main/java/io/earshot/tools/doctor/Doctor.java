package io.earshot.tools.doctor;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes all checks, one after the other. Confined to one thread. */
final class Doctor {
    private final List<Check> checks;
    private final Consumer<String> beginning;
    private final Consumer<CheckRun> done;
    private final Set<String> unusable = new HashSet<>();

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
                new LogCheck(files.logs(), standardInput),
                new LiveKitAddressCheck(),
                new LiveKitKeyCheck(),
                new LiveKitClockCheck(),
                new LiveKitSipCheck(),
                new RoomCheck(Way.UDP),
                new RoomCheck(Way.TCP),
                new RedisCheck(files, flags),
                new BusCheck(),
                new DispatchCheck(),
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
        Set<String> known = all.stream().map(Check::name).collect(Collectors.toSet());
        wanted.stream().filter(it -> !known.contains(it)).findFirst().ifPresent(it -> {
            throw new IllegalArgumentException("no such check: " + it + " (" + String.join(", ", known) + ")");
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

    /** Makes the checks; what depends on something that does not work is skipped. */
    List<CheckRun> examine(Patient patient) throws InterruptedException {
        List<CheckRun> runs = new ArrayList<>();
        for (Check check : checks) {
            beginning.accept(check.name());
            long beginNs = System.nanoTime();
            Verdict verdict = verdict(check, patient);
            CheckRun run = new CheckRun(check.name(), verdict, Duration.ofNanos(System.nanoTime() - beginNs));
            if (verdict.status() == Status.FAULT || verdict.status() == Status.SKIPPED) {
                unusable.add(check.name());
            } else {
                patient.noteWorking(check.name());
            }
            runs.add(run);
            done.accept(run);
        }
        return runs;
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

    private Verdict verdict(Check check, Patient patient) throws InterruptedException {
        for (String needed : check.after()) {
            if (unusable.contains(needed)) {
                return Verdict.skipped("says nothing without " + needed);
            }
        }
        try {
            return check.run(patient);
        } catch (RuntimeException fault) {
            return Verdict.of(
                    "the check itself failed: " + fault.getClass().getSimpleName(),
                    Finding.warning(FaultClass.MACHINE, "a fault of this program", "Report it with this output."));
        }
    }
}
