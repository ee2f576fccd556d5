package io.earshot.tools.doctor;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.RoomModeConfig;
import io.earshot.livekit.api.ApiException;
import java.util.List;

/** LiveKit's SIP service: whether it lists trunks and rules. */
final class LiveKitSipCheck implements Check {
    static final String NAME = "livekit-sip-service";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> after() {
        return List.of(LiveKitKeyCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) {
        try {
            int inbound = patient.api().sip().inbound().size();
            int outbound = patient.api().sip().outbound().size();
            int rules = patient.api().sip().rules().size();
            return Verdict.ok(
                    inbound + " inbound trunks, " + outbound + " outbound trunks, " + rules + " dispatch rules");
        } catch (ApiException failure) {
            return telephonyWanted(patient.config())
                    ? ApiFindings.verdict(failure)
                    : Verdict.skipped(failure.why() + "; nothing that is configured needs it");
        }
    }

    /** Whether LiveKit's trunks or livekit-sip have a part in what is configured. */
    static boolean telephonyWanted(BridgeConfig config) {
        return config.routing().asksLiveKit() || roomMode(config);
    }

    /** Whether calls come through livekit-sip. */
    static boolean roomMode(BridgeConfig config) {
        return config.livekit().room().start() != RoomModeConfig.Start.OFF;
    }
}
