package io.earshot.tools;

import io.earshot.tools.audit.AuditCommand;
import io.earshot.tools.config.ConfigCommand;
import io.earshot.tools.console.CommandForm;
import io.earshot.tools.demo.DemoCommand;
import io.earshot.tools.dial.DialCommand;
import io.earshot.tools.doctor.DoctorCommand;
import io.earshot.tools.livekit.DispatchCommand;
import io.earshot.tools.livekit.ParticipantsCommand;
import io.earshot.tools.livekit.RoomsCommand;
import io.earshot.tools.livekit.TrunksCommand;
import io.earshot.tools.observe.BansCommand;
import io.earshot.tools.observe.CaptureCommand;
import io.earshot.tools.observe.LogCommand;
import io.earshot.tools.process.ParentWatch;
import io.earshot.tools.serve.ServeCommand;
import io.earshot.tools.simulate.SimulateCommand;
import io.earshot.tools.status.StatusCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** Entry point of the command line, started by the launcher at the root of the repository. */
@Command(
        name = "earshot",
        description = "Answers telephone calls with a voice agent and measures every millisecond on the wire.",
        version = "earshot 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            SimulateCommand.class,
            CallCommand.class,
            DialCommand.class,
            StatusCommand.class,
            ReportCommand.class,
            RecordsCommand.class,
            ConfigCommand.class,
            DoctorCommand.class,
            BansCommand.class,
            AuditCommand.class,
            LogCommand.class,
            CaptureCommand.class,
            RoomsCommand.class,
            ParticipantsCommand.class,
            TrunksCommand.class,
            DispatchCommand.class,
            TrainCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "The launcher adds:",
            "  build    Build what changed.",
            "  package  Write an archive to install elsewhere.",
            "  test     Build, check and run every test."
        })
public final class Earshot {
    private Earshot() {}

    /** Runs one command and exits with its exit code (one of {@link io.earshot.tools.console.Exit}). */
    public static void main(String[] args) {
        ParentWatch.begin();
        System.exit(commandLine().execute(args));
    }

    /** The command line with all its commands, for {@link #main} and for tests. */
    static CommandLine commandLine() {
        return CommandForm.of(new CommandLine(new Earshot()), "earshot");
    }
}
