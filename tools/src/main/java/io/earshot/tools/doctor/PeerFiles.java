package io.earshot.tools.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Files of LiveKit's programs that the doctor is to read. Confined to the command. */
final class PeerFiles {
    @Option(
            names = "--livekit-server-config",
            paramLabel = "FILE",
            description = "livekit-server's YAML, to be read as well.")
    private @Nullable Path server;

    @Option(
            names = "--livekit-sip-config",
            paramLabel = "FILE",
            description = "livekit-sip's YAML, to be read as well.")
    private @Nullable Path sip;

    @Option(
            names = "--log",
            paramLabel = "FILE|-",
            description = "A log of livekit-sip or livekit-server, to be explained; may be repeated.")
    private List<Path> logs = new ArrayList<>();

    @Nullable
    Path server() {
        return server;
    }

    @Nullable
    Path sip() {
        return sip;
    }

    List<Path> logs() {
        return List.copyOf(logs);
    }
}
