package io.earshot.ai.agent;

import io.earshot.ai.turn.BargeInSettings;
import io.earshot.ai.turn.TurnSettings;
import java.util.List;

/** Agents that differ from the default in one thing. */
final class TestConfig {
    private TestConfig() {}

    static AgentConfig with(BargeInSettings bargeIn) {
        AgentConfig d = AgentConfig.defaults();
        return copy(d, d.turn(), bargeIn, d.timeouts(), d.outage(), d.transferTargets());
    }

    static AgentConfig with(TurnSettings turn) {
        AgentConfig d = AgentConfig.defaults();
        return copy(d, turn, d.bargeIn(), d.timeouts(), d.outage(), d.transferTargets());
    }

    static AgentConfig with(Outage outage) {
        AgentConfig d = AgentConfig.defaults();
        return copy(d, d.turn(), d.bargeIn(), d.timeouts(), outage, d.transferTargets());
    }

    static AgentConfig with(TransferTarget target) {
        AgentConfig d = AgentConfig.defaults();
        return copy(d, d.turn(), d.bargeIn(), d.timeouts(), d.outage(), List.of(target));
    }

    static AgentConfig maxCall(int seconds, int warnSeconds) {
        AgentConfig d = AgentConfig.defaults();
        return new AgentConfig(
                d.instructions(),
                d.language(),
                d.script(),
                d.turn(),
                d.bargeIn(),
                d.timeouts(),
                0,
                0,
                seconds,
                warnSeconds,
                d.closingMs(),
                d.historyMessages(),
                d.maxToolRounds(),
                d.outage(),
                List.of(),
                true,
                true);
    }

    private static AgentConfig copy(
            AgentConfig d,
            TurnSettings turn,
            BargeInSettings bargeIn,
            Timeouts timeouts,
            Outage outage,
            List<TransferTarget> targets) {
        return new AgentConfig(
                d.instructions(),
                d.language(),
                d.script(),
                turn,
                bargeIn,
                timeouts,
                d.silenceMs(),
                d.silencePrompts(),
                d.maxCallSeconds(),
                d.warnSeconds(),
                d.closingMs(),
                d.historyMessages(),
                d.maxToolRounds(),
                outage,
                targets,
                d.hangUpTool(),
                d.dtmfTool());
    }
}
