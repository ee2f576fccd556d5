package io.earshot.tools.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the doctor is to look at besides the configuration. Holds no password. Confined to the command. */
final class DoctorFlags {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CHECK",
            description = "Makes these checks only, and those that they build upon.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--webhook-url",
            paramLabel = "URL",
            description = "Where LiveKit posts events to, as seen from outside (livekit.webhook.public_url).")
    private @Nullable String webhookUrl;

    @Option(
            names = "--trunk",
            paramLabel = "HOST[:PORT]",
            description =
                    "A SIP trunk to be asked by OPTIONS, besides LiveKit's outbound ones; ;transport=tcp or tls may follow. May be"
                            + " repeated.")
    private List<String> trunks = new ArrayList<>();

    @Option(
            names = "--register",
            paramLabel = "sip:USER@HOST",
            description =
                    "An account to be tried by REGISTER, which binds nothing; its password is in EARSHOT_SIP_PASSWORD or"
                            + " --register-password-file.")
    private @Nullable String register;

    @Option(names = "--register-password-file", paramLabel = "FILE", description = "Where that password is.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--redis",
            paramLabel = "redis[s]://HOST:PORT",
            description =
                    "LiveKit's Redis, where no YAML of LiveKit's names it; user and password by REDIS_USERNAME and"
                            + " REDIS_PASSWORD.")
    private @Nullable String redis;

    @Option(
            names = "--stun",
            paramLabel = "HOST:PORT",
            description = "A STUN server to be asked for this machine's public address.")
    private @Nullable String stun;

    /** Checks to be made, with those that they build upon; empty: all. */
    List<String> only() {
        return List.copyOf(only);
    }

    @Nullable
    String webhookUrl() {
        return webhookUrl;
    }

    List<String> trunks() {
        return List.copyOf(trunks);
    }

    @Nullable
    String register() {
        return register;
    }

    @Nullable
    Path passwordFile() {
        return passwordFile;
    }

    @Nullable
    String redis() {
        return redis;
    }

    @Nullable
    String stun() {
        return stun;
    }
}
