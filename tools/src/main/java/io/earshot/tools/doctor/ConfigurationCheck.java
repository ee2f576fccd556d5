package io.earshot.tools.doctor;

import io.earshot.bridge.config.LiveKitConfig;
import io.earshot.livekit.token.ApiKey;
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
            return with(
                    unusable(
                            patient.source(),
                            patient.faults(),
                            patient.environment().getOrDefault("LIVEKIT_URL", "")),
                    patient);
        }
        return with(usable(patient.source(), patient.livekit()), patient);
    }

    private static Verdict with(Verdict verdict, Patient patient) {
        List<Finding> findings = new ArrayList<>(verdict.findings());
        findings.addAll(Slips.names(patient.environment()));
        return Verdict.of(verdict.measured(), findings);
    }

    static Verdict unusable(String source, List<String> faults, String url) {
        return Verdict.of(
                source,
                faults.stream()
                        .map(fault -> Finding.fault(FaultClass.CONFIGURATION, fault, fix(fault, url)))
                        .toList());
    }

    private static String fix(String fault, String url) {
        if (fault.contains("livekit.url")) {
            return fault.contains("not encrypted")
                    ? "Use wss://, or set LIVEKIT_ALLOW_PLAIN=true where no stranger can listen."
                    : Slips.addressFix(url);
        }
        return fault.contains("livekit.api_key: must be given")
                ? "Set LIVEKIT_API_KEY and LIVEKIT_API_SECRET, or unset LIVEKIT_URL to do without LiveKit."
                : "Correct it; sip-bridge/earshot.yaml documents every key.";
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
        String secret = livekit.apiSecret().reveal();
        return ApiKey.of(livekit.apiKey(), secret).isWeak()
                && Slips.inKey(livekit.apiKey(), secret).isEmpty();
    }
}
