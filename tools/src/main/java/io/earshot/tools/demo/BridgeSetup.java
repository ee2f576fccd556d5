package io.earshot.tools.demo;

import io.earshot.tools.process.ChildProcess;
import io.earshot.tools.process.ReadyLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The command lines of the demonstration's processes: loopback, ports of the system's choice. */
final class BridgeSetup {
    private BridgeSetup() {}

    static ChildProcess startSimulators(DemoFiles files) throws IOException {
        return ChildProcess.start(files.log("simulators"), "earshot simulators ready", List.of("simulate"));
    }

    /** A bridge that knows no vendor but the simulators and answers every number. */
    static ChildProcess startBridge(DemoFiles files, ReadyLine vendors) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("serve", "--sip", "127.0.0.1:0", "--http", "127.0.0.1:0", "--drain-seconds", "5"));
        for (String setting : settings(files, vendors)) {
            command.add("--set");
            command.add(setting);
        }
        return ChildProcess.start(files.log("bridge"), "earshot ready", command);
    }

    private static List<String> settings(DemoFiles files, ReadyLine vendors) throws IOException {
        return List.of(
                "media.allow_loopback=true",
                "calls.numbers=['*']",
                "overload.enabled=false", // one call, on whatever machine somebody tries this
                "stt.deepgram.url=" + vendors.address("deepgram") + "/v1/listen",
                "stt.flux.url=" + vendors.address("deepgram") + "/v2/listen",
                "llm.groq.url=" + vendors.address("groq"),
                "tts.cartesia.url=" + vendors.address("cartesia") + "/tts/websocket",
                "latency.log=" + files.hlog().toAbsolutePath());
    }
}
