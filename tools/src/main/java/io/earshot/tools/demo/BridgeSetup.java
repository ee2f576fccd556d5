package io.earshot.tools.demo;

import io.earshot.tools.process.ChildProcess;
import io.earshot.tools.process.ReadyLine;
import java.io.IOException;
import java.util.List;

/** The command lines of the demonstration's processes: loopback, ports of the system's choice. */
final class BridgeSetup {
    private BridgeSetup() {}

    static ChildProcess startSimulators(DemoFiles files) throws IOException {
        return ChildProcess.start(files.log("simulators"), "earshot simulators ready", List.of("simulate"));
    }

    /** A bridge that knows no vendor but the simulators. */
    static ChildProcess startBridge(DemoFiles files, ReadyLine vendors) throws IOException {
        return ChildProcess.start(files.log("bridge"), "earshot ready", List.of("serve"));
    }
}
