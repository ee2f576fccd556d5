package io.earshot.tools.doctor;

import io.earshot.bridge.config.LiveKitConfig;
import java.util.ArrayList;
import java.util.List;

/** Whether {@code serve} could use the configuration. */
final class ConfigurationCheck implements Check {
    static final String NAME = "configuration";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Verdict run(Patient patient) {
        if (!patient.configured()) {
            return unusable(patient.source(), patient.faults());
        }
        LiveKitConfig livekit = patient.livekit();
        return usable(patient.source(), livekit);
    }

    static Verdict unusable(String source, List<String> faults) {
        return Verdict.of(
                source,
                faults.stream()
                        .map(fault -> Finding.fault(
                                FaultClass.CONFIGURATION,
                                fault,
                                "Correct it; sip-bridge/earshot.yaml documents every key."))
                        .toList());
    }

    static Verdict usable(String source, LiveKitConfig livekit) {
        List<Finding> findings = new ArrayList<>();
        if (!livekit.configured()
                && (!livekit.apiKey().isEmpty() || livekit.apiSecret().isPresent())) {
            findings.add(Finding.warning(
                    FaultClass.CONFIGURATION,
                    "there is a key for LiveKit but no address, so there is no LiveKit",
                    "Set LIVEKIT_URL (livekit.url)."));
        }
        if (livekit.configured() && weak(livekit)) {
            findings.add(Finding.warning(
                    FaultClass.CONFIGURATION,
                    "the API secret has fewer than 32 characters, which can be guessed from a token",
                    "Make a new key (livekit-server generate-keys) for livekit-server, livekit-sip and here."));
        }
        return Verdict.of(source + (livekit.configured() ? ", LiveKit at " + livekit.url() : ", no LiveKit"), findings);
    }

    private static boolean weak(LiveKitConfig livekit) {
        return io.earshot.livekit.token.ApiKey.of(
                        livekit.apiKey(), livekit.apiSecret().reveal())
                .isWeak();
    }
}
