package io.earshot.tools.doctor;

import io.earshot.bridge.config.LiveKitConfig;
import io.earshot.bridge.config.RoomModeConfig;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configurations of livekit-server and livekit-sip, and whether what they name accepts connections from here. */
final class PeerFilesCheck implements Check {
    private static final Set<String> SECURE = Set.of("wss", "https");

    private final @Nullable Path serverFile;
    private final @Nullable Path sipFile;

    PeerFilesCheck(@Nullable Path serverFile, @Nullable Path sipFile) {
        this.serverFile = serverFile;
        this.sipFile = sipFile;
    }

    @Override
    public String name() {
        return "livekit-files";
    }

    @Override
    public Verdict run(Patient patient) {
        PeerYaml server = serverFile == null ? null : PeerYaml.read(serverFile);
        PeerYaml sip = sipFile == null ? null : PeerYaml.read(sipFile);
        if (server == null && sip == null) {
            return Verdict.skipped("none given (--livekit-server-config, --livekit-sip-config)");
        }
        List<Finding> findings = new ArrayList<>();
        readable(findings, serverFile, server);
        readable(findings, sipFile, sip);
        if (findings.isEmpty()) {
            LiveKitConfig ours = patient.configured() ? patient.livekit() : null;
            String key = ours == null ? "" : ours.apiKey();
            String secret = ours == null ? "" : ours.apiSecret().reveal();
            findings.addAll(PeerFilesReview.of(server, sip, key, secret));
            if (server != null && ours != null && ours.room().start() == RoomModeConfig.Start.WEBHOOK) {
                findings.addAll(PeerFilesReview.events(
                        server, ours.webhook().path(), ours.webhook().publicUrl(), key));
            }
            reach(findings, sip);
        }
        return Verdict.of((server == null ? 0 : 1) + (sip == null ? 0 : 1) + " files read", findings);
    }

    private static void readable(List<Finding> findings, @Nullable Path file, @Nullable PeerYaml yaml) {
        if (yaml != null && !yaml.problem().isEmpty()) {
            findings.add(Finding.fault(
                    FaultClass.CONFIGURATION,
                    file + " " + yaml.problem(),
                    "Name a file that this user may read, and correct it."));
        }
    }

    private static void reach(List<Finding> findings, @Nullable PeerYaml sip) {
        String url = sip == null ? "" : sip.text("ws_url");
        if (url.matches("(?i)wss?://[^/]+.*")) {
            URI address = URI.create(url);
            boolean secure = SECURE.contains(address.getScheme());
            int port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
            refused(
                    findings,
                    address.getHost(),
                    port,
                    "livekit-sip's ws_url",
                    FaultClass.LIVEKIT,
                    "calls ring once and are answered 486, and livekit-sip logs \"could not dial signal connection\"");
        }
    }

    /** Whoever refuses is not there; a name or way that only the other machine knows is no fault. */
    private static void refused(
            List<Finding> findings, @Nullable String host, int port, String what, FaultClass kind, String effect) {
        if (host != null && Reach.attempt(host, port, false).failure() instanceof ConnectException) {
            findings.add(
                    Finding.fault(
                            kind,
                            what + " names " + host + ":" + port
                                    + ", where nothing accepts connections (from this machine): " + effect,
                            "Start what should be there, or correct the address; run the doctor on livekit-sip's machine to be sure."));
        }
    }
}
