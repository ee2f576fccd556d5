package io.earshot.bridge.room;

import io.earshot.ai.agent.TranscriptLine;
import io.earshot.bridge.call.CallFacts;
import io.earshot.bridge.call.CallLog;
import io.earshot.bridge.call.CallMode;
import io.earshot.bridge.call.MediaFigures;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.AgentLeg;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.leg.LegEvents;
import io.earshot.bridge.leg.RoomLink;
import io.earshot.bridge.leg.Voice;
import io.earshot.bridge.log.CallMark;
import io.earshot.bridge.recording.CallRecorder;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.webhook.LogText;
import io.earshot.livekit.room.DisconnectReason;
import io.earshot.livekit.room.LocalAudio;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.room.RoomListener;
import io.earshot.livekit.room.TrackInfo;
import io.earshot.livekit.transcription.AgentActivity;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.net.MediaLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent in one room: joins with its voice published, serves one caller, and leaves with them. The agent's ears and mouth are the room's
 * sink and source themselves, so a turn is measured from the packet that came to the packet that left. Confined to the call's loop, but for
 * {@link RunningCall}.
 */
final class RoomCall implements RoomListener, LegEvents, RoomReports.Audience, CallDirectory.RunningCall {
    private static final Logger log = LoggerFactory.getLogger(RoomCall.class);
    /** A caller whose session was lost may come back for so long. */
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(10);
    /** Where nobody tells of a telephone being picked up, somebody listening is as good; and if nobody tells of that either, this. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** So long that a server does not take leaving and coming for one wish that has not changed. */
    private static final Duration BETWEEN_SUBSCRIPTIONS = Duration.ofMillis(300);

    /** What the call is doing. */
    private enum State {
        JOINING,
        /** In the room, without a caller. */
        WAITING,
        /** The caller is there, and does not hear us yet. */
        RINGING,
        TALKING,
        TRANSFERRING,
        ENDED
    }

    private final RoomTask task;
    private final MediaLoop loop;
    private CallMark mark;
    private final RoomDesk desk;
    private final TaskListener asker;
    private final RoomReports reports;
    private final RoomTerms terms;
    private final AgentDesk agents;
    private final @Nullable CallRecorder recorder;
    private final AgentLeg agent;
    private final Captions captions = new Captions();
    private final CallerWatch watch;
    private final Instant startedAt = Instant.now();
    private final long startNs;
    private State state = State.JOINING;
    private @Nullable Voice voice;
    private @Nullable RoomLink room;
    private CallRecord.@Nullable Quality lastQuality;
    private @Nullable Participant caller;
    private @Nullable CallLog history;
    private @Nullable ScheduledFuture<?> timer;
    private boolean mediaReady;
    private boolean listenedTo;
    private boolean reconnecting;
    private String transferTarget = "";
    private volatile String sipCallId = "";
    private volatile String livekitCallId = "";

    RoomCall(RoomTask task, MediaLoop loop, RoomDesk desk, TaskListener asker) {
        this.asker = asker;
        this.task = task;
        this.mark = new CallMark(task.callId(), "");
        this.loop = loop;
        this.desk = desk;
        this.terms = desk.terms();
        this.startNs = loop.nowNs();
        this.watch =
                new CallerWatch(terms.settings().silentAfter(), terms.settings().silentEnd());
        this.reports = new RoomReports(task.callId(), this);
        this.agents = desk.agents();
        this.recorder = agents.recordings().recorder(task.callId(), "", "", Callers.TRUNK, loop::nowNs);
        this.agent = new AgentLeg(agents, task.callId(), Callers.TRUNK, loop, this, reports);
    }

    RoomTask task() {
        return task;
    }

    /** What was configured when it began. */
    RoomTerms terms() {
        return terms;
    }

    private AudioFormat format() {
        return terms.settings().codec().format();
    }

    MediaLoop loop() {
        return loop;
    }

    /** Joins, with the agent's voice published; what it needs of its providers is opened when it is sure to stay. */
    void begin() {
        guarded(() -> {
            Voice both = recorded(agent.voice(format()), format());
            voice = new Voice(watch.over(both.ears()), both.mouth());
            room = desk.door().join(loop, terms.joining().options(task, both.mouth()), this);
            timer = after(terms.settings().callerWait(), this::giveUpWaiting);
        });
    }

    /** The bridge is stopping: the agent says goodbye first where it talks already. */
    void leave() {
        if (!agent.leave()) {
            end(new CallEnd.ShuttingDown());
        }
    }

    /** Ends the call for a reason of the bridge's own. */
    void end(CallEnd why) {
        RoomOutcome unserved = state == State.JOINING ? RoomOutcome.NOT_JOINED : RoomOutcome.NO_CALLER;
        over(history == null ? unserved : RoomOutcome.SERVED, why);
    }

    private void over(RoomOutcome outcome, CallEnd why) {
        if (state == State.ENDED) {
            return;
        }
        quality();
        become(State.ENDED, why.meaning().label());
        stopTimer();
        agent.end(why);
        if (recorder != null) {
            recorder.ended();
        }
        boolean alone = alone();
        if (room != null) {
            room.leave();
        }
        if (history != null) {
            history.ended(why, loop.nowNs());
        }
        desk.dialling().over(task.callId());
        desk.over(this, outcome, why, alone, asker);
    }

    /** The caller that it serves, or null. */
    @Nullable
    Participant caller() {
        return caller;
    }

    // ---- what the room tells

    @Override
    public void onOthersKnown() {
        guarded(() -> {
            if (leaveWhereOneIs()) {
                return;
            }
            if (state == State.JOINING) {
                become(State.WAITING, "joined");
                agent.prepare();
                serveWhoIsThere();
            } else {
                rejoined();
            }
        });
    }

    @Override
    public void onMediaReady() {
        mediaReady = true;
        if (history != null && room != null) {
            history.connected(room.quality().media().times());
        }
        guarded(this::talkWhenHeard);
    }

    @Override
    public void onLocalSubscribed(LocalAudio track) {
        listenedTo = true;
        guarded(this::talkWhenHeard);
    }

    @Override
    public void onParticipantJoined(Participant participant) {
        guarded(() -> {
            if (state == State.WAITING && terms.callers().isCaller(participant, task)) {
                serve(participant);
            } else if (isCaller(participant.identity())) {
                cameBack(participant);
            }
        });
    }

    @Override
    public void onParticipantChanged(Participant before, Participant now) {
        guarded(() -> {
            if (isCaller(now.identity())) {
                caller = now;
                talkWhenHeard();
            }
        });
    }

    @Override
    public void onParticipantLeft(Participant participant, DisconnectReason reason) {
        guarded(() -> {
            if (isCaller(participant.identity())) {
                callerLeft(reason);
            }
        });
    }

    @Override
    public void onTrackPublished(Participant participant, TrackInfo track) {
        guarded(() -> {
            if (isCaller(participant.identity())) {
                caller = participant;
                hear(track);
            }
        });
    }

    @Override
    public void onSubscriptionFailed(String trackSid, String cause) {
        log.warn("call {}: track {} cannot be heard: {}", task.callId(), trackSid, cause);
    }

    @Override
    public void onDtmf(String identity, char digit) {
        guarded(() -> {
            if (isCaller(identity)) {
                if (history != null) {
                    history.keyReceived();
                }
                agent.onDtmf(digit, 0);
            }
        });
    }

    @Override
    public void onReconnecting(String cause) {
        reconnecting = true;
        log.warn("call {}: connection to the room lost, coming back: {}", task.callId(), LogText.of(cause));
    }

    @Override
    public void onReconnected(boolean resumed) {
        reconnecting = false;
        log.info("call {}: back in the room, {}", task.callId(), resumed ? "resumed" : "joined anew");
    }

    @Override
    public void onClosed(RoomEnd over) {
        if (state != State.ENDED) {
            log.info("call {}: room over: {}", task.callId(), LogText.of(over.cause()));
            end(over instanceof RoomEnd.Failed ? new CallEnd.Failed() : new CallEnd.RoomEnded(over));
        }
    }

    /**
     * Whoever finds an agent of ours on joining came second, and goes. The server lets participants in one after another, so of any two exactly
     * one finds the other; and the one that was first never has to go.
     */
    private boolean leaveWhereOneIs() {
        if (room == null || room.participants().stream().noneMatch(other -> desk.isOurs(other.identity()))) {
            return false;
        }
        if (history == null) {
            over(RoomOutcome.REDUNDANT, new CallEnd.EndRequested("another agent was there first"));
        } else {
            over(RoomOutcome.SERVED, new CallEnd.EndRequested("another agent took over"));
        }
        return true;
    }

    /** Those who were not found again have been told of as gone. */
    private void rejoined() {
        if (room != null && history != null) {
            history.joined(room.name(), room.local().sid());
        }
    }

    private void serveWhoIsThere() {
        if (room != null) {
            room.participants().stream()
                    .filter(one -> terms.callers().isCaller(one, task))
                    .findFirst()
                    .ifPresent(this::serve);
        }
    }

    private void serve(Participant participant) {
        RoomLink joined = room;
        if (joined == null) {
            return;
        }
        stopTimer();
        caller = participant;
        CallFacts facts = Callers.facts(task, participant);
        sipCallId = facts.sipCallId();
        mark = facts.mark();
        CallLog begun = new CallLog(facts, startedAt, startNs);
        begun.joined(joined.name(), joined.local().sid());
        livekitCallId = participant.attribute("sip.callID");
        begun.livekitCall(livekitCallId);
        begun.tellTurns(desk::turnOver);
        begun.connected(joined.quality().media().times());
        history = begun;
        reports.record(begun);
        become(State.RINGING, "caller " + LogText.of(participant.identity()));
        log.info(
                "call {} in room: room={} participant={} caller={} sip.callID={} sip={} from={} to={} joined_ms={}",
                task.callId(),
                LogText.of(joined.name()),
                joined.local().sid(),
                LogText.of(participant.identity()),
                LogText.of(participant.attribute("sip.callID")),
                LogText.of(facts.sipCallId()),
                LogText.of(facts.from()),
                LogText.of(facts.to()),
                (loop.nowNs() - startNs) / 1_000_000);
        desk.serving(this);
        participant.tracks().forEach(this::hear);
        timer = after(LONGEST_SILENCE, this::heardAtLast);
        talkWhenHeard();
    }

    private void hear(TrackInfo track) {
        if (room != null && voice != null && track.audio()) {
            room.subscribe(track.sid());
            room.listen(track.sid(), format(), voice.ears());
        }
    }

    private void heardAtLast() {
        listenedTo = true;
        talkWhenHeard();
    }

    /** The greeting begins when the caller hears it: not while the telephone rings, and not before somebody listens to our track. */
    private void talkWhenHeard() {
        if (state != State.RINGING || !mediaReady || caller == null || !Callers.pickedUp(caller)) {
            return;
        }
        if (listenedTo || Callers.tellsOfTelephone(caller)) {
            stopTimer();
            become(State.TALKING, "heard");
            if (history != null) {
                history.answered(loop.nowNs());
                if (recorder != null) {
                    recorder.answered();
                }
                desk.answered(this);
            }
            agent.answered(loop.nowNs());
            watchCaller();
        }
    }

    /** Looks each second whether the caller's audio, which nobody would tell of, still comes. */
    private void watchCaller() {
        TrackInfo track = callersTrack();
        boolean due = state == State.TALKING && !reconnecting && track != null && !track.muted();
        long nowNs = loop.nowNs();
        switch (watch.look(due, nowNs)) {
            case FINE -> {}
            case SUBSCRIBE_AGAIN -> subscribeAgain(track, watch.silentMs(nowNs));
            case GIVE_UP -> {
                log.warn("call {}: room silent for {} ms, giving up", task.callId(), watch.silentMs(nowNs));
                agents.mishaps().countSilentRoom("end");
                end(new CallEnd.MediaTimeout());
            }
        }
        if (state != State.ENDED) {
            after(LOOK_EVERY, this::watchCaller);
        }
    }

    private void subscribeAgain(@Nullable TrackInfo track, long silentMs) {
        RoomLink in = room;
        if (in == null || track == null) {
            return;
        }
        log.warn("call {}: room silent for {} ms, subscribing again to {}", task.callId(), silentMs, track.sid());
        agents.mishaps().countSilentRoom("subscribe_again");
        if (history != null) {
            history.event("room_silent", "subscribing again");
        }
        in.unsubscribe(track.sid());
        after(BETWEEN_SUBSCRIPTIONS, () -> hear(track));
    }

    private @Nullable TrackInfo callersTrack() {
        RoomLink in = room;
        Participant served = caller;
        if (in == null || served == null) {
            return null;
        }
        return in.participants().stream()
                .filter(one -> one.identity().equals(served.identity()))
                .flatMap(one -> one.tracks().stream())
                .filter(TrackInfo::audio)
                .findFirst()
                .orElse(null);
    }

    private void callerLeft(DisconnectReason reason) {
        log.info("call {}: caller left: {}", task.callId(), reason);
        if (reason == DisconnectReason.UNKNOWN_REASON || reason == DisconnectReason.DUPLICATE_IDENTITY) {
            // Nobody saw them go: after a new session of theirs or of the server's they come again.
            stopTimer();
            timer = after(LONGEST_ABSENCE, () -> callerGone(reason));
        } else {
            callerGone(reason);
        }
    }

    private void cameBack(Participant participant) {
        log.info("call {}: caller came back as {}", task.callId(), participant.sid());
        caller = participant;
        stopTimer();
        participant.tracks().forEach(this::hear);
        talkWhenHeard();
    }

    private void callerGone(DisconnectReason reason) {
        switch (state) {
            case TRANSFERRING -> end(new CallEnd.Transferred(transferTarget));
            case RINGING -> end(new CallEnd.CallerCancelled());
            case JOINING, WAITING, TALKING -> end(hungUp(reason));
            case ENDED -> {}
        }
    }

    /** A caller whom somebody else took out of the room has not hung up. */
    private static CallEnd hungUp(DisconnectReason reason) {
        return switch (reason) {
            case ROOM_DELETED, ROOM_CLOSED ->
                new CallEnd.RoomEnded(new RoomEnd.RoomDeleted(reason, "the room was deleted"));
            case PARTICIPANT_REMOVED ->
                new CallEnd.RoomEnded(new RoomEnd.Disconnected(reason, "an administrator removed the caller"));
            case SERVER_SHUTDOWN -> new CallEnd.RoomEnded(new RoomEnd.ServerShutdown("the server shuts down"));
            default -> new CallEnd.CallerHungUp();
        };
    }

    private void giveUpWaiting() {
        if (state == State.WAITING || state == State.JOINING) {
            end(new CallEnd.EndRequested("no caller came"));
        }
    }

    // ---- what the agent tells

    @Override
    public void onReady() {
        // The greeting is there; it begins when the caller hears it.
    }

    @Override
    public void onOver(CallEnd why) {
        end(why);
    }

    @Override
    public void onTransfer(String uri) {
        Participant served = caller;
        if (served == null || !Callers.onTelephone(served)) {
            agent.transferFailed("the caller is not on a telephone");
            return;
        }
        String denial = desk.dialling().ask(task.callId(), uri);
        if (!denial.isEmpty()) {
            agent.transferFailed(denial);
            return;
        }
        transferTarget = uri;
        become(State.TRANSFERRING, "to " + uri);
        if (history != null) {
            history.event("transfer", uri);
        }
        desk.transfer(this, served.identity(), uri);
    }

    /** The transfer was carried out (empty text) or refused. On the loop. */
    void transferred(String refusal) {
        if (state != State.TRANSFERRING) {
            return;
        }
        desk.dialling().over(task.callId());
        if (refusal.isEmpty()) {
            end(new CallEnd.Transferred(transferTarget));
        } else {
            become(State.TALKING, "transfer refused");
            agent.transferFailed(refusal);
        }
    }

    @Override
    public void onSendDtmf(String digits) {
        for (int i = 0; room != null && i < digits.length(); i++) {
            if (!room.sendDtmf(digits.charAt(i))) {
                log.warn("call {}: keys not sent, the room has no data channel", task.callId());
                return;
            }
        }
    }

    @Override
    public void onActivity(AgentActivity activity) {
        if (room != null && state != State.ENDED) {
            room.setAttributes(activity.attributes());
        }
    }

    @Override
    public void onHearing(String soFar) {
        RoomLink in = room;
        Participant served = caller;
        if (in != null && served != null && state != State.ENDED) {
            captions.hearing(in.transcripts(), served, soFar, loop.nowNs());
        }
    }

    @Override
    public void onLine(TranscriptLine line) {
        RoomLink in = room;
        Participant served = caller;
        if (in == null || served == null || state == State.ENDED) {
            return;
        }
        switch (line.speaker()) {
            case CALLER -> captions.callerSaid(in.transcripts(), served, line.text());
            case AGENT -> captions.agentSaid(in.transcripts(), in.local(), line.heard());
        }
    }

    // ---- for other threads

    @Override
    public String callId() {
        return task.callId();
    }

    @Override
    public String mode() {
        return CallMode.ROOM.label();
    }

    @Override
    public String sipCallId() {
        return sipCallId;
    }

    @Override
    public String livekitCallId() {
        return livekitCallId;
    }

    @Override
    public boolean recording(String action) {
        try {
            return loop.call(() -> agents.recordings().control(callId(), action));
        } catch (Exception e) {
            throw new IllegalStateException("the call's loop did not answer", e);
        }
    }

    @Override
    public CallRecord record() {
        try {
            return loop.call(this::snapshot);
        } catch (Exception e) {
            throw new IllegalStateException("the call's loop did not answer", e);
        }
    }

    /** The record of now; only once there is a caller. On the loop. */
    CallRecord snapshot() {
        if (history == null) {
            throw new IllegalStateException("call " + task.callId() + " has no caller yet");
        }
        if (recorder != null) {
            history.recorded(recorder.told());
        }
        String codec = terms.settings().codec().encodingName();
        return history.record(
                state.name().toLowerCase(Locale.ROOT), new CallRecord.Media(codec, codec, 0, "dtls"), quality());
    }

    private Voice recorded(Voice voice, AudioFormat format) {
        return recorder == null
                ? voice
                : new Voice(recorder.ears(format, voice.ears()), recorder.mouth(format, voice.mouth()));
    }

    private CallRecord.@Nullable Quality quality() {
        if (state != State.ENDED && room != null) {
            lastQuality = MediaFigures.of(room.quality().media());
        }
        return lastQuality;
    }

    private boolean isCaller(String identity) {
        return caller != null && caller.identity().equals(identity);
    }

    /** Whether nobody but us and the caller is in the room. */
    private boolean alone() {
        return room != null && room.participants().stream().allMatch(other -> isCaller(other.identity()));
    }

    /** Runs something of ours on the loop: a bug in it ends this call and no other. */
    private void guarded(Runnable task) {
        try (CallMark.Scope _ = mark.open()) {
            if (state != State.ENDED) {
                task.run();
            }
        } catch (RuntimeException bug) {
            log.error("call {} failed", callId(), bug);
            end(new CallEnd.Failed());
        }
    }

    private ScheduledFuture<?> after(Duration delay, Runnable then) {
        return loop.eventLoop().schedule(() -> guarded(then), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void become(State next, String reason) {
        log.debug("call {} {} -> {}: {}", task.callId(), state, next, reason);
        state = next;
    }
}
