package io.earshot.perf.compare;

import io.earshot.perf.load.EarshotProcess;
import io.earshot.perf.load.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whose agent talks with callers that livekit-sip brings into rooms. Both are registered workers, dispatched by the same rule. */
enum AgentSubject {
    /** LiveKit Agents for Python. */
    AGENTS("LiveKit Agents"),
    /** Earshot in room mode. */
    EARSHOT("Earshot room");

    private final String label;

    AgentSubject(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Name that the rule dispatches. */
    String agentName() {
        return "compared";
    }

    /**
     * Starts the worker and waits until it is registered.
     *
     * @param vendors HOST:PORT of the simulated vendors
     */
    EarshotProcess start(Path root, Path directory, String vendors, List<String> settings)
            throws IOException, InterruptedException {
        EarshotProcess process =
                this == AGENTS ? agents(root, directory, vendors) : earshot(root, directory, vendors, settings);
        try {
            process.awaitReady();
            return process;
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    private EarshotProcess agents(Path root, Path directory, String vendors) throws IOException {
        List<String> command = List.of(
                python(),
                "-u",
                root.resolve("tools/src/test/python/agent_worker.py").toString(),
                Deployment.URL.toString(),
                Deployment.API_KEY,
                Deployment.API_SECRET,
                "http://" + vendors,
                agentName());
        Map<String, String> environment = Map.of("AGENT_STT", "flux", "PYTHONDONTWRITEBYTECODE", "1");
        return EarshotProcess.start(
                command, environment, directory.resolve("agents.log"), "{\"event\": \"registered\"");
    }

    private EarshotProcess earshot(Path root, Path directory, String vendors, List<String> more) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "sip.udp_port=0",
                "sip.tcp_port=0",
                "http.port=0",
                "media.allow_loopback=true",
                "calls.maximum=500",
                "livekit.room.start=worker",
                "livekit.worker.agent_name=" + agentName(),
                "stt.flux.eager_eot_threshold=0",
                "stt.flux.url=ws://" + vendors + "/v2/listen",
                "stt.deepgram.url=ws://" + vendors + "/v1/listen",
                "llm.groq.url=http://" + vendors + "/openai/v1",
                "tts.cartesia.url=ws://" + vendors + "/tts/websocket"));
        settings.addAll(more);
        List<String> arguments = new ArrayList<>(List.of("serve"));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        Installation installation = new Installation(root, Path.of(System.getProperty("java.home")));
        Map<String, String> environment = new java.util.HashMap<>(PathSubject.server());
        environment.putAll(Map.of("DEEPGRAM_API_KEY", "load", "GROQ_API_KEY", "load", "CARTESIA_API_KEY", "load"));
        return EarshotProcess.start(
                installation.command(List.of(), arguments),
                environment,
                directory.resolve("earshot.log"),
                "earshot ready");
    }

    private static String python() {
        String own = System.getenv("EARSHOT_PEERS");
        String cache = System.getenv("XDG_CACHE_HOME");
        Path caches = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        Path home = own == null ? caches.resolve("earshot/peers") : Path.of(own);
        return home.resolve("python/bin/python").toString();
    }
}
