package io.earshot.tools.demo;

import io.earshot.media.codec.AudioCodec;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.call.Utterance;
import io.earshot.tools.process.ChildProcess;
import io.earshot.tools.process.ReadyLine;
import io.earshot.tools.report.BridgeCall;
import io.earshot.tools.report.CallReport;
import io.earshot.tools.report.LatencyFigures;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Runs the demonstration: starts simulators and bridge, calls, asks the bridge, stops everything. One thread. */
final class Demo {
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    private final DemoFiles files;
    private final List<AudioCodec> codecs;
    private final CallWatcher watcher;
    private final Consumer<String> progress;

    /**
     * @param codecs codecs that the caller offers; empty for all
     * @param progress told in a few words what happens
     */
    Demo(DemoFiles files, List<AudioCodec> codecs, CallWatcher watcher, Consumer<String> progress) {
        this.files = files;
        this.codecs = codecs;
        this.watcher = watcher;
        this.progress = progress;
    }

    /**
     * The call seen from both ends.
     *
     * @throws IOException when a process does not start, or the bridge does not know the call
     */
    CallReport run() throws IOException, InterruptedException {
        BothEnds ends = callThroughBridge();
        return new CallReport("Earshot demo", ends.outside(), ends.inside(), ends.latency(), files.forReport());
    }

    private record BothEnds(CallOutcome outside, BridgeCall inside, LatencyFigures.Table latency) {}

    private BothEnds callThroughBridge() throws IOException, InterruptedException {
        List<Utterance> lines = DemoScript.lines();
        try (ChildProcess simulators = BridgeSetup.startSimulators(files)) {
            ReadyLine vendors = new ReadyLine(simulators.awaitReady(START_PATIENCE));
            progress.accept("provider simulators are ready (process " + simulators.pid() + ")");
            try (ChildProcess bridge = BridgeSetup.startBridge(files, vendors)) {
                ReadyLine ready = new ReadyLine(bridge.awaitReady(START_PATIENCE));
                progress.accept("bridge is ready (process " + bridge.pid() + "), SIP at " + ready.address("sip"));
                return call(ready, lines);
            }
        }
    }

    private BothEnds call(ReadyLine bridge, List<Utterance> lines) throws IOException, InterruptedException {
        CallPlan plan = CallPlan.to("sip:agent@" + bridge.address("sip"), lines).recorded(files.wav(), files.pcap());
        try (Softphone phone = Softphone.at(InetAddress.getLoopbackAddress());
                BridgeApi api = new BridgeApi(bridge.address("http"))) {
            CallOutcome outside = phone.call(codecs.isEmpty() ? plan : plan.offering(codecs), watcher);
            if (outside.status() != 200) {
                throw new IOException("the bridge did not take the call: SIP status " + outside.status());
            }
            return new BothEnds(outside, api.endedCall(outside.callId()), api.latency());
        }
    }
}
