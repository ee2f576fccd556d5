package io.earshot.bridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.agent.AgentConfig;
import io.earshot.ai.vad.EnergyVad;
import io.earshot.ai.vad.VadSettings;
import io.earshot.bridge.config.MediaConfig;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void shouldPlayWholeCallsAndLeaveNothingBehind() throws Exception {
        try (MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(2, 5, true))) {
            Rehearsal rehearsal = new Rehearsal(
                    loops,
                    MediaConfig.defaults(),
                    AgentConfig.defaults(),
                    format -> new EnergyVad(format, VadSettings.energy()));
            assertThat(rehearsal.run(4, 700)).isEqualTo(4);
            for (var loop : loops.all()) {
                assertThat((int) loop.call(loop::streams)).isZero();
            }
        }
    }
}
