package io.earshot.ai.agent;

import io.earshot.ai.agent.TranscriptLine.Speaker;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.provider.ProviderFailure;

/** What the parts of one conversation share: its state, time, outputs, timers and history. Confined to the call's loop. */
final class Talk {
    final AgentConfig config;
    final Outbox out = new Outbox();
    final Timers timers = new Timers();
    final Speeches speeches;
    final History history;
    private AgentState state = AgentState.PREPARING;
    private long nowNs;
    private int turns;

    Talk(AgentConfig config, Playout playout) {
        this.config = config;
        this.speeches = new Speeches(playout, out, config.timeouts(), config.outage());
        this.history = new History(config.instructions(), config.historyMessages());
    }

    AgentState state() {
        return state;
    }

    void become(AgentState next, String reason) {
        if (state != next) {
            out.add(new Output.StateChanged(state, next, reason));
            state = next;
        }
    }

    void advance(long toNs) {
        nowNs = toNs;
    }

    /** The time of the input being handled. */
    long nowNs() {
        return nowNs;
    }

    /** The time {@code ms} milliseconds from now. */
    long inMs(long ms) {
        return nowNs + ms * 1_000_000L;
    }

    /** The number that the next turn will have. */
    int nextTurn() {
        return turns;
    }

    /** Takes a number for a turn. */
    int takeTurn() {
        return turns++;
    }

    void record(TurnRecord turn) {
        out.add(new Output.Turn(turn));
    }

    void trouble(ProviderStage stage, ProviderFailure failure) {
        out.add(new Output.Trouble(stage, failure));
    }

    void degrade(Degradation step, String cause) {
        out.add(new Output.Degraded(step, cause));
    }

    void callerSaid(long startNs, String words) {
        if (!words.isBlank()) {
            out.add(new Output.Said(new TranscriptLine(Speaker.CALLER, startNs, words, words)));
        }
    }

    /** Notes what was said, and heard, of a speech that had begun to play. */
    void agentSaid(Speech speech) {
        if (speech.started && !speech.text.isEmpty()) {
            String heard = speeches.heard(speech);
            out.add(new Output.Said(new TranscriptLine(Speaker.AGENT, speech.startedNs, speech.text.all(), heard)));
        }
    }
}
