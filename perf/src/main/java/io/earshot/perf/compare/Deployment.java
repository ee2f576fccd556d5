package io.earshot.perf.compare;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * redis, livekit-server and perhaps livekit-sip, run by the scripts of {@code tools/src/peers} in the namespace that we are in, with a trunk
 * and a rule. The namespace is ours alone, so the ports are those of the scripts. Used by one thread.
 */
final class Deployment implements AutoCloseable {
    /** The number that the trunk takes. */
    static final String NUMBER = "+15550100";
    /** Where livekit-sip takes calls; Earshot takes another. */
    static final int SIP_PORT = 5060;

    static final URI URL = URI.create("ws://127.0.0.1:7880");
    static final String API_KEY = "devkey";
    static final String API_SECRET = "devsecret-devsecret-devsecret-devsecret";

    private final Path scripts;
    private final Map<String, String> environment;
    private final Path run;

    private Deployment(Path scripts, Path run, String peers, List<URI> webhooks) {
        this.scripts = scripts;
        this.run = run;
        String urls =
                String.join(",", webhooks.stream().map(url -> "\"" + url + "\"").toList());
        this.environment = Map.of("PEERS_RUN", run.toString(), "PEERS", peers, "WEBHOOKS", urls, "LOG_LEVEL", "warn");
    }

    /**
     * Starts it and waits until all are ready.
     *
     * @param root the repository
     * @param sip whether livekit-sip takes part
     * @param agent name of the agent that the rule dispatches, or empty
     */
    static Deployment start(Path root, Path directory, boolean sip, String agent, List<URI> webhooks)
            throws IOException, InterruptedException {
        Path run = directory.resolve("peers").toAbsolutePath();
        Deployment deployment = new Deployment(
                root.resolve("tools/src/peers"), run, sip ? "redis server sip" : "redis server", webhooks);
        deployment.script("start");
        deployment.script("provision", NUMBER, "voice-ai-call-", agent);
        return deployment;
    }

    long serverPid() throws IOException {
        return pid("livekit-server");
    }

    long sipPid() throws IOException {
        return pid("livekit-sip");
    }

    @Override
    public void close() throws IOException {
        try {
            script("stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long pid(String name) throws IOException {
        return Long.parseLong(Files.readString(run.resolve(name + ".pid")).trim());
    }

    private void script(String name, String... arguments) throws IOException, InterruptedException {
        Files.createDirectories(run);
        ProcessBuilder builder = new ProcessBuilder(scripts.resolve(name).toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.redirectOutput(run.resolve(name + ".txt").toFile());
        builder.environment().putAll(environment);
        if (builder.start().waitFor() != 0) {
            throw new IOException(name + " failed: " + Files.readString(run.resolve(name + ".txt")));
        }
    }
}
