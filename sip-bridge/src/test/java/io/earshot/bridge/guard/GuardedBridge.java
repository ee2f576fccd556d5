package io.earshot.bridge.guard;

import io.earshot.ai.agent.AgentConfig;
import io.earshot.bridge.call.CallDesk;
import io.earshot.bridge.call.DirectReception;
import io.earshot.bridge.call.RefusalCounters;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.MediaDesk;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.rehearsal.StandInServices;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.sip.SipEndpoint;
import io.earshot.sip.wire.MessageTap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Agents that answer behind a guard, over real SIP and RTP on loopback. */
final class GuardedBridge implements AutoCloseable {
    final RefusalCounters refusals = new RefusalCounters();
    final CallDirectory directory = new CallDirectory(100);
    final DialPolicy dialling;
    final Guard guard;
    final GuardedReception reception;
    final SipEndpoint sip;
    final MediaDesk media;
    private final MediaLoops loops;

    GuardedBridge(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("sip.udp_port=0", "sip.tcp_port=0"));
        all.addAll(List.of(settings));
        BridgeConfig config = new ConfigLoader(Map.of()).load(BridgeConfig.defaults(Map.of()), null, all);
        loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true));
        media = new MediaDesk(config.media().onLoopback());
        AgentDesk agents = new AgentDesk(AgentConfig.defaults(), StandInServices.create());
        guard = new Guard(config.guard());
        dialling = new DialPolicy(config.guard().dial());
        reception = new GuardedReception(guard, new DirectReception(config::calls, () -> agents), refusals);
        CallDesk desk = new CallDesk(
                config::calls, loops, () -> media, reception, directory, List.of(guard), refusals, dialling);
        sip = new SipEndpoint(config.sip(), desk, desk, desk, MessageTap.NONE, guard);
    }

    MediaLoop loop() {
        return loops.all().getFirst();
    }

    @Override
    public void close() {
        sip.close();
        loops.close();
        directory.close();
    }
}
