package io.earshot.tools.livekit;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a trunk of either direction is called, and the digest that it asks for or answers with. */
final class TrunkOptions {
    @Option(names = "--name", paramLabel = "NAME", description = "Name for people.")
    private @Nullable String name;

    @Option(names = "--metadata", paramLabel = "TEXT", description = "Metadata.")
    private @Nullable String metadata;

    @Option(
            names = "--auth-user",
            paramLabel = "NAME",
            description = "User name: inbound what callers must know, outbound ours.")
    private @Nullable String user;

    @Option(
            names = "--auth-password",
            paramLabel = "PASSWORD",
            arity = "0..1",
            interactive = true,
            description = "Its password; asked for when nothing follows.")
    private @Nullable String password;

    /** Hands on what was given. */
    void set(
            Consumer<String> toName,
            Consumer<String> toMetadata,
            Consumer<String> toUser,
            Consumer<String> toPassword) {
        Flags.set(name, toName);
        Flags.set(metadata, toMetadata);
        Flags.set(user, toUser);
        Flags.set(password, toPassword);
    }
}
