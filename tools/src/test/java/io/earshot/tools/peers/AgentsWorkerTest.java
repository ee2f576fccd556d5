package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.Simulators;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stock LiveKit Agents worker with the simulated vendors, dispatched to the caller's room. */
@Tag("peers")
@Timeout(120)
class AgentsWorkerTest {
    @Test
    void shouldServeACallerOfLiveKitSip() throws Exception {
        try (Peers peers = Peers.start().withSip();
                Simulators vendors = Simulators.start(SimulatorConfig.defaults());
                PythonPeer worker = worker(peers, vendors);
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            peers.takeCalls("+15550100", "stock-", Map.of("agents", List.of(Map.of("agentName", "stock"))));
            worker.await("registered");

            CallOutcome call = phone.call(plan("sip:+15550100@127.0.0.1:" + peers.sipPort()), CallWatcher.NONE);

            System.out.println(call.answeredMs() + " " + call.turns() + " " + call.quality());
            assertThat(call.turns()).hasSize(2);
            assertThat(call.turns()).allMatch(turn -> turn.answerMs() != null);
            worker.await("said", said -> said.path("text").asText().contains("opening hours"), 1);
        }
    }

    private static CallPlan plan(String target) throws Exception {
        return CallPlan.to(
                        target,
                        List.of(
                                Phrases.recorded("opening-hours", new Cue.Turn()),
                                Phrases.recorded("repair-price", new Cue.Turn())))
                .lasting(Duration.ofSeconds(45));
    }

    private static PythonPeer worker(Peers peers, Simulators vendors) throws Exception {
        return PythonPeer.start(
                peers.file("."),
                "agent_worker.py",
                List.of(
                        peers.url().toString(),
                        PeerConfig.API_KEY,
                        PeerConfig.API_SECRET,
                        vendors.control().toString(),
                        "stock"));
    }
}
