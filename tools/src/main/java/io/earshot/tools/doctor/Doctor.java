package io.earshot.tools.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

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
    static List<Check> all(PeerFiles files) {
        return List.of(
                new ConfigurationCheck(),
                new JavaCheck(),
                new LimitsCheck(),
                new AddressesCheck(),
                new ProvidersCheck(),
                new PeerFilesCheck(files.server(), files.sip()),
                new LogCheck(files.logs()),
                new LiveKitAddressCheck(),
                new LiveKitKeyCheck(),
                new LiveKitClockCheck(),
                new LiveKitSipCheck(),
                new BusCheck(),
                new DispatchCheck(),
                new RoomCheck());
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
