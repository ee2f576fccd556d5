package io.earshot.tools.livekit;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.ApiSettings;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.tools.console.CommandFailure;
import io.earshot.tools.console.CommandForm;
import io.earshot.tools.console.Exit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a LiveKit server: connects, answers failures with words and an exit code. */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 done, 1 refused or not found, 64 wrong usage, 69 no LiveKit server answered as one, 77 the key was not"
                    + " accepted, 78 not configured."
        })
abstract class LiveKitCommand implements Callable<Integer> {
    @Mixin
    private LiveKitOptions livekit = new LiveKitOptions();

    @Spec
    private CommandSpec spec;

    /** Does it; returns the exit code. */
    abstract int run(LiveKitApi api, Output out) throws ApiException;

    @Override
    public Integer call() {
        ApiSettings settings;
        try {
            settings = livekit.settings();
        } catch (IllegalArgumentException wrong) {
            return fail(Exit.CONFIGURATION, String.valueOf(wrong.getMessage()), "");
        }
        try (LiveKitApi api = LiveKitApi.connect(settings)) {
            return run(api, output());
        } catch (ApiException e) {
            return fail(exitCode(e), e.operation().method() + ": " + e.why(), e.advice());
        }
    }

    /** Where and how to write. */
    final Output output() {
        return new Output(spec.commandLine().getOut(), livekit.json());
    }

    /** Wrong usage, which ends with exit code 64. */
    final ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** A file or value that cannot be used, which is wrong usage too. */
    final ParameterException wrong(IllegalArgumentException bad) {
        return new ParameterException(spec.commandLine(), String.valueOf(bad.getMessage()), bad);
    }

    /** Says what failed and what to do, in the form that is wanted. */
    final int fail(int code, String what, String advice) {
        return CommandForm.tell(spec.commandLine(), new CommandFailure(code, what, advice));
    }

    private static int exitCode(ApiException e) {
        return switch (e) {
            case ApiException.Unreachable _,
                    ApiException.TimedOut _,
                    ApiException.Untrusted _,
                    ApiException.NoResponder _,
                    ApiException.Overloaded _,
                    ApiException.ServerFault _,
                    ApiException.Unsupported _,
                    ApiException.Unintelligible _ -> Exit.UNAVAILABLE;
            case ApiException.Unauthorized _ -> Exit.NOT_PERMITTED;
            case ApiException.NotFound _,
                    ApiException.Rejected _,
                    ApiException.CallRefused _,
                    ApiException.Interrupted _ -> Exit.FAILED;
        };
    }
}
