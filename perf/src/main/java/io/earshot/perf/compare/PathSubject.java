package io.earshot.perf.compare;

import io.earshot.perf.load.EarshotProcess;
import io.earshot.perf.load.Installation;
import io.earshot.tools.process.ReadyLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What carries calls into rooms. */
enum PathSubject {
    /** LiveKit's own gateway. */
    SIP("livekit-sip", false, ""),
    /** Earshot's, G.711 through to the room and back. */
    GATEWAY("gateway g711", true, "g711"),
    /** Earshot's, Opus in the room. */
    GATEWAY_OPUS("gateway opus", false, "opus");

    private final String label;
    private final boolean pcmu;
    private final String track;

    PathSubject(String label, boolean pcmu, String track) {
        this.label = label;
        this.pcmu = pcmu;
        this.track = track;
    }

    String label() {
        return label;
    }

    /** Whether PCMU is spoken in the room. */
    boolean pcmu() {
        return pcmu;
    }

    boolean livekitSip() {
        return this == SIP;
    }

    /** Starts it beside {@code deployment}, which has livekit-sip already where that is meant; {@code settings} are Earshot's. */
    Running start(Deployment deployment, Path root, Path directory, List<String> settings)
            throws IOException, InterruptedException {
        if (livekitSip()) {
            return new Running(Deployment.SIP_PORT, deployment.sipPid(), () -> {});
        }
        Installation earshot = new Installation(root, Path.of(System.getProperty("java.home")));
        EarshotProcess process = EarshotProcess.start(
                earshot.command(List.of(), serve(settings)),
                server(),
                directory.resolve("earshot.log"),
                "earshot ready");
        try {
            ReadyLine ready = process.awaitReady();
            String sip = ready.address("sip");
            return new Running(Integer.parseInt(sip.substring(sip.lastIndexOf(':') + 1)), process.pid(), process);
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    /** How an Earshot is told where the server is. */
    static Map<String, String> server() {
        return Map.of(
                "LIVEKIT_URL",
                Deployment.URL.toString(),
                "LIVEKIT_API_KEY",
                Deployment.API_KEY,
                "LIVEKIT_API_SECRET",
                Deployment.API_SECRET,
                "LIVEKIT_ALLOW_PLAIN",
                "true");
    }

    private List<String> serve(List<String> more) {
        List<String> settings = new ArrayList<>(List.of(
                "sip.udp_port=0",
                "sip.tcp_port=0",
                "http.port=0",
                "media.allow_loopback=true",
                "calls.maximum=2000",
                "routing.otherwise=gateway",
                "gateway.answer=when_heard",
                "gateway.track=" + track));
        settings.addAll(more);
        List<String> arguments = new ArrayList<>(List.of("serve"));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments;
    }
}
