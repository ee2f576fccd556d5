package io.earshot.tools.doctor;

import io.earshot.tools.console.Ink;
import io.earshot.tools.console.JsonFlag;
import io.earshot.tools.serve.ConfigOptions;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Finds out why calls fail. */
@Command(
        name = "doctor",
        description = "Finds out why calls fail: looks at configuration, machine, LiveKit, its Redis, rooms and rules.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "It makes rooms of its own and deletes them; it calls nobody but the bridge itself, and changes nothing else.",
            "Exit codes: 0 no fault, 64 wrong usage, else by the first fault: 78 configuration, 71 machine, 75 provider, 69 LiveKit server, 77 key or"
                    + " clock, 76 Redis and bus, 65 telephony: trunks and rules, 68 webhook, 74 audio."
        })
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private PeerFiles files = new PeerFiles();

    @Mixin
    private DoctorFlags flags = new DoctorFlags();

    @Option(
            names = "--live",
            description =
                    "Ask the providers as well, by handshakes that cost nothing; wait for an event of LiveKit's own; call the"
                            + " bridge that runs.")
    private boolean live;

    @Mixin
    private JsonFlag json = new JsonFlag();

    @Spec
    private CommandSpec spec;

    private final Map<String, String> environment;
    private final InstantSource clock;

    /** Made by the command line. */
    public DoctorCommand() {
        this(System.getenv(), InstantSource.system());
    }

    /** The same in another environment, by another clock. */
    public DoctorCommand(Map<String, String> environment, InstantSource clock) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Check> checks = checks();
        boolean terminal = !json.wanted() && Ink.interactive();
        try (QuietLog _ = QuietLog.unless(environment.containsKey("EARSHOT_LOG"));
                Patient patient = Patient.load(options, environment, clock, live);
                Progress progress = terminal ? Progress.on(out, checks.size()) : Progress.NONE) {
            List<CheckRun> runs = new Doctor(checks, progress::begin, _ -> {}).examine(patient);
            progress.end();
            out.print(
                    json.wanted()
                            ? DoctorReport.json(runs) + "\n"
                            : page(terminal).of(runs));
            out.flush();
            return Doctor.exitCode(runs);
        }
    }

    /** As wide as a terminal; lines that are read by programs are not broken. */
    private DoctorPage page(boolean terminal) {
        return new DoctorPage(Ink.forTerminal(), terminal ? spec.usageMessage().width() : Integer.MAX_VALUE);
    }

    private List<Check> checks() {
        try {
            return Doctor.only(Doctor.all(files, flags, System.in), flags.only());
        } catch (IllegalArgumentException none) {
            throw new ParameterException(spec.commandLine(), none.getMessage(), none);
        }
    }
}
