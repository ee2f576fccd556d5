package io.earshot.bridge.rehearsal;

import io.earshot.ai.agent.AgentServices;
import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.ai.vad.EnergyVad;
import io.earshot.ai.vad.VadSettings;
import java.util.List;

/** Providers that connect to nobody, for tests of other packages. */
public final class StandInServices {
    private StandInServices() {}

    public static AgentServices create() {
        return new AgentServices(
                new RehearsalEars(),
                new RehearsalMind(),
                new RehearsalVoice(),
                format -> new EnergyVad(format, VadSettings.energy()),
                List.of(),
                new LatencyRecorder());
    }
}
