package io.earshot.bridge.room;

import io.earshot.ai.agent.AgentState;
import io.earshot.ai.agent.Degradation;
import io.earshot.ai.agent.ProviderStage;
import io.earshot.ai.agent.TranscriptLine;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.bridge.call.CallLog;
import io.earshot.bridge.leg.AgentReports;
import io.earshot.livekit.transcription.AgentActivity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the agent of a room reports: to the call's log once there is a call, and to the room. Confined to the call's loop. */
final class RoomReports implements AgentReports {
    private static final Logger log = LoggerFactory.getLogger(RoomReports.class);

    /** Where the room is told of it. */
    interface Audience {
        /** What the agent does, when that changes. */
        void onActivity(AgentActivity activity);

        /** What the caller seems to be saying, all of it so far. */
        void onHearing(String soFar);

        /** Something was said. */
        void onLine(TranscriptLine line);
    }

    private final String callId;
    private final Audience audience;
    private @Nullable CallLog history;
    private AgentActivity told = AgentActivity.INITIALIZING;

    RoomReports(String callId, Audience audience) {
        this.callId = callId;
        this.audience = audience;
    }

    /** A caller is there: from now on there is a record. */
    void record(CallLog log) {
        history = log;
    }

    @Override
    public void onState(AgentState from, AgentState to, String reason) {
        if (history != null) {
            history.onState(from, to, reason);
        }
        AgentActivity activity = AgentStates.of(to);
        if (activity != told) {
            told = activity;
            audience.onActivity(activity);
        }
    }

    @Override
    public void onHearing(String soFar) {
        audience.onHearing(soFar);
    }

    @Override
    public void onTranscript(TranscriptLine line) {
        if (history != null) {
            history.onTranscript(line);
        }
        audience.onLine(line);
    }

    @Override
    public void onTurn(TurnRecord turn) {
        if (history != null) {
            history.onTurn(turn);
        }
    }

    @Override
    public void onBargeIn(long silenceNs, boolean confirmed) {
        if (history != null) {
            history.onBargeIn(silenceNs, confirmed);
        }
    }

    @Override
    public void onDegraded(Degradation step, String cause) {
        if (history != null) {
            history.onDegraded(step, cause);
        }
    }

    @Override
    public void onUsage(ProviderStage stage, String provider, Unit unit, double amount) {
        if (history != null) {
            history.onUsage(stage, provider, unit, amount);
        }
    }

    @Override
    public void onProviderFailure(ProviderStage stage, ProviderFailure failure) {
        if (history != null) {
            history.onProviderFailure(stage, failure);
        } else {
            log.warn("call {} provider failed before a caller came: stage={} kind={}", callId, stage, failure.kind());
        }
    }
}
