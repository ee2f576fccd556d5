package io.earshot.perf.compare;

import io.earshot.perf.load.EarshotProcess;
import io.earshot.perf.load.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The simulated vendors as a process of their own, with fixed delays, the same for both agents. Used by one thread. */
final class Vendors implements AutoCloseable {
    /** What recogniser, model and voice take by themselves each turn, beside the silence that the recogniser waits for. */
    static final int DELAY_MS = 60 + 150 + 90;

    private final EarshotProcess process;
    private final String address;

    private Vendors(EarshotProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    static Vendors start(Path root, Path directory) throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "simulate",
                "--real-time-factor",
                "0.02",
                "--latency",
                "stt.final=fixed:60ms",
                "--latency",
                "llm.first-token=fixed:150ms",
                "--latency",
                "llm.token-interval=fixed:0ms",
                "--latency",
                "tts.first-audio=fixed:90ms");
        EarshotProcess process = EarshotProcess.start(
                new Installation(root, Path.of(System.getProperty("java.home"))).command(List.of(), arguments),
                Map.of(),
                directory.resolve("vendors.log"),
                "earshot simulators ready");
        try {
            String deepgram = process.awaitReady().address("deepgram");
            return new Vendors(process, deepgram.replaceFirst("^wss?://", ""));
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    /** HOST:PORT of all three. */
    String address() {
        return address;
    }

    @Override
    public void close() {
        process.close();
    }
}
