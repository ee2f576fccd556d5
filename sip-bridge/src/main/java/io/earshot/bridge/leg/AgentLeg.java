package io.earshot.bridge.leg;

import io.earshot.ai.agent.Agent;
import io.earshot.ai.agent.AgentListener;
import io.earshot.ai.agent.AgentState;
import io.earshot.ai.agent.Degradation;
import io.earshot.ai.agent.EndReason;
import io.earshot.ai.agent.ProviderStage;
import io.earshot.ai.agent.TranscriptLine;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.net.MediaLoop;
import org.jspecify.annotations.Nullable;

/**
 * The agent's side of a call. It exists from the call's first moment; the agent itself is made with the format that the
 * other side agreed to. Confined to the call's loop.
 */
public final class AgentLeg implements FarLeg {
    private final AgentDesk desk;
    private final String callId;
    private final String trunk;
    private final MediaLoop loop;
    private final LegEvents events;
    private final AgentReports reports;
    private final AgentListener listener = new Listener();
    private @Nullable Agent agent;
    private String transferTarget = "";
    private boolean over;

    /**
     * A leg without an agent yet.
     *
     * @param callId the call's id, for records and tools
     * @param trunk where the call came in, a metric label
     */
    public AgentLeg(
            AgentDesk desk, String callId, String trunk, MediaLoop loop, LegEvents events, AgentReports reports) {
        this.desk = desk;
        this.callId = callId;
        this.trunk = trunk;
        this.loop = loop;
        this.events = events;
        this.reports = reports;
    }

    @Override
    public Voice voice(AudioFormat format) {
        if (agent != null) {
            throw new IllegalStateException("the agent of call " + callId + " has its format");
        }
        Agent created = desk.create(callId, trunk, format, loop, listener, reports);
        agent = created;
        return new Voice(created.ears(), created.mouth());
    }

    @Override
    public void prepare() {
        if (agent != null) {
            agent.prepare();
        }
    }

    @Override
    public boolean ready() {
        return agent != null && agent.ready();
    }

    @Override
    public void answered(long nowNs) {
        if (agent != null) {
            agent.answered(nowNs);
        }
    }

    @Override
    public void onDtmf(char digit, int durationMs) {
        if (agent != null) {
            agent.onDtmf(digit, durationMs);
        }
    }

    @Override
    public void onHold(boolean held) {
        if (agent == null) {
            return;
        }
        if (held) {
            agent.hold();
        } else {
            agent.resume();
        }
    }

    @Override
    public void transferFailed(String reason) {
        if (agent != null) {
            agent.transferFailed(reason);
        }
    }

    @Override
    public boolean leave() {
        if (agent == null || over) {
            return false;
        }
        agent.leave();
        return true;
    }

    @Override
    public void end(CallEnd why) {
        over = true;
        if (agent != null) {
            agent.end(why instanceof CallEnd.Transferred ? EndReason.TRANSFERRED : EndReason.CALL_ENDED);
        }
    }

    private CallEnd over(EndReason reason) {
        return switch (reason) {
            case SHUTTING_DOWN -> new CallEnd.ShuttingDown();
            case UNHEARD -> new CallEnd.Failed();
            case MAX_CALL_TIME -> new CallEnd.MaximumTime();
            case PROVIDERS_FAILED -> new CallEnd.ProvidersFailed();
            case TRANSFERRED -> new CallEnd.Transferred(transferTarget);
            case AGENT_HUNG_UP, CALL_ENDED -> new CallEnd.AgentHungUp("finished");
            case CALLER_SILENT -> new CallEnd.AgentHungUp("caller silent");
        };
    }

    private void tellOver(CallEnd why) {
        if (!over) {
            over = true;
            events.onOver(why);
        }
    }

    private final class Listener implements AgentListener {
        @Override
        public void onReady() {
            events.onReady();
        }

        @Override
        public void onHangUp(EndReason reason) {
            tellOver(over(reason));
        }

        @Override
        public void onFault(RuntimeException bug) {
            tellOver(new CallEnd.Failed());
        }

        @Override
        public void onTransfer(String uri) {
            transferTarget = uri;
            events.onTransfer(uri);
        }

        @Override
        public void onSendDtmf(String digits) {
            events.onSendDtmf(digits);
        }

        @Override
        public void onState(AgentState from, AgentState to, String reason) {
            reports.onState(from, to, reason);
        }

        @Override
        public void onHearing(String soFar) {
            reports.onHearing(soFar);
        }

        @Override
        public void onTranscript(TranscriptLine line) {
            reports.onTranscript(line);
        }

        @Override
        public void onTurn(TurnRecord turn) {
            reports.onTurn(turn);
        }

        @Override
        public void onBargeIn(long silenceNs, boolean confirmed) {
            reports.onBargeIn(silenceNs, confirmed);
        }

        @Override
        public void onDegraded(Degradation step, String cause) {
            desk.mishaps().count(step, cause);
            reports.onDegraded(step, cause);
        }

        @Override
        public void onProviderFailure(ProviderStage stage, ProviderFailure failure) {
            reports.onProviderFailure(stage, failure);
        }
    }
}
