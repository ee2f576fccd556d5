package io.earshot.bridge.gateway;

import io.earshot.bridge.call.CallFacts;
import io.earshot.bridge.call.CallLog;
import io.earshot.bridge.config.GatewayConfig;
import io.earshot.bridge.config.PinConfig;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.AgentLeg;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.leg.FarLeg;
import io.earshot.bridge.leg.LegEvents;
import io.earshot.bridge.leg.RoomLeg;
import io.earshot.bridge.leg.RoomLegEvents;
import io.earshot.bridge.leg.Voice;
import io.earshot.bridge.records.CallRecord;
import io.earshot.livekit.data.RpcError;
import io.earshot.livekit.data.RpcInvocation;
import io.earshot.livekit.dispatch.TrunkPolicy;
import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.Publication;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.Encoding;
import io.earshot.media.audio.Relay;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.SipHeader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The far side of a call that goes into a room: joins it as the caller's participant while the phone rings, or after the
 * caller has given the right PIN; carries audio and keys both ways; tells the room how the call stands. Confined to the call's
 * loop.
 */
final class GatewayLeg implements FarLeg, RoomLegEvents {
    private static final Logger log = LoggerFactory.getLogger(GatewayLeg.class);
    private static final Duration LONGEST_CALL = Duration.ofHours(24);

    /** What the leg is doing. */
    private enum State {
        /** The format is not agreed yet, or the phone does not ring yet. */
        NEW,
        /** The caller is to give a PIN. */
        ASKING,
        /** The room is being joined. */
        JOINING,
        /** The caller is in the room. */
        JOINED,
        OVER
    }

    private final GatewayDesk desk;
    private final CallFacts facts;
    private final MediaLoop loop;
    private final LegEvents events;
    private final CallLog history;
    private final Function<String, Optional<GatewayPlan>> planByPin;
    private final TrunkPolicy trunk;
    private final IncomingCall sip;
    private final Deadline deadline;
    private final RoomMethods methods = new RoomMethods(new Asked());
    private final Prompter prompter = new Prompter();
    private final PinDialog pins;
    private final @Nullable AgentLeg agent;
    private @Nullable GatewayPlan plan;
    private @Nullable RoomLeg room;
    private @Nullable AgentShare share;
    private @Nullable AudioFormat format;
    private State state = State.NEW;
    private String status = "ringing";
    private Map<String, String> endHeaders = Map.of();
    private boolean answered;
    private boolean agentReady;
    private boolean readyTold;
    private long joinStartNs;

    /**
     * A leg that has done nothing yet.
     *
     * @param plan where the call goes; null when a PIN decides
     * @param planByPin what a PIN opens; empty when it is wrong
     */
    GatewayLeg(
            GatewayDesk desk,
            IncomingCall sip,
            CallFacts facts,
            MediaLoop loop,
            LegEvents events,
            CallLog history,
            TrunkPolicy trunk,
            @Nullable GatewayPlan plan,
            Function<String, Optional<GatewayPlan>> planByPin) {
        this.desk = desk;
        this.sip = sip;
        this.facts = facts;
        this.loop = loop;
        this.events = events;
        this.history = history;
        this.trunk = trunk;
        this.plan = plan;
        this.planByPin = planByPin;
        this.deadline = new Deadline(loop, this::onBug);
        this.pins = new PinDialog(desk.config().pin().tries());
        AgentDesk agents = desk.agents();
        this.agent = agents == null
                ? null
                : new AgentLeg(agents, facts.callId(), facts.trunk(), loop, new AgentEvents(), history);
        this.agentReady = agent == null;
    }

    // ---- the call's side

    @Override
    public Voice voice(AudioFormat agreed) {
        RoomLeg leg = new RoomLeg(desk.door(), loop, agreed, this);
        format = agreed;
        room = leg;
        leg.addVoice(prompter);
        if (agent == null) {
            return new Voice(leg.ears(), leg.mouth());
        }
        AgentShare shared = new AgentShare(agent.voice(agreed), leg.ears(), agreed);
        share = shared;
        leg.addVoice(shared.mouth());
        return new Voice(shared::hear, leg.mouth());
    }

    @Override
    public void prepare() {
        if (state != State.NEW || format == null) {
            return;
        }
        if (plan == null) {
            become(State.ASKING, "the rule has a PIN");
            learnPrompts(format);
            tellWhenReady();
            return;
        }
        join(plan);
        if (!answered) {
            Duration longest = longestRinging();
            deadline.set(longest, () -> over(new CallEnd.NobodyAnswered()));
        }
        if (agent != null) {
            agent.prepare();
        }
    }

    @Override
    public boolean ready() {
        return switch (state) {
            case NEW, OVER -> false;
            case ASKING -> true;
            case JOINING, JOINED ->
                agentReady
                        && switch (desk.config().answer()) {
                            case AT_ONCE -> state == State.JOINED;
                            case WHEN_HEARD -> state == State.JOINED && room != null && room.heard();
                        };
        };
    }

    @Override
    public void answered(long nowNs) {
        answered = true;
        status = "active";
        deadline.set(longestCall(), () -> over(new CallEnd.MaximumTime()));
        if (state == State.ASKING) {
            say(pin().prompt(), Tones::ask, this::awaitKeys);
            return;
        }
        tellStatus();
        if (agent != null) {
            agent.answered(nowNs);
        }
    }

    @Override
    public void onDtmf(char digit, int durationMs) {
        if (state == State.ASKING && answered) {
            onPinKey(digit);
            return;
        }
        if (desk.config().dtmf() && room != null && !room.sendDtmf(digit)) {
            log.info("call {}: a key was not sent to the room, it has no data channel now", facts.callId());
        }
        if (agent != null) {
            agent.onDtmf(digit, durationMs);
        }
    }

    @Override
    public void onHold(boolean held) {
        if (agent != null) {
            agent.onHold(held);
        }
    }

    @Override
    public void transferFailed(String reason) {
        log.info("call {}: transfer failed: {}", facts.callId(), reason);
        methods.transferFailed(reason);
        if (agent != null) {
            agent.transferFailed(reason);
        }
    }

    @Override
    public List<SipHeader> answerHeaders() {
        return CallerHeaders.answerHeaders(attributes(), trunk);
    }

    @Override
    public List<SipHeader> requestHeaders() {
        List<SipHeader> headers = CallerHeaders.headers(attributes(), trunk);
        endHeaders.forEach((name, value) -> CallerHeaders.add(headers, name, value));
        return headers;
    }

    @Override
    public CallRecord.@Nullable RoomAudio roomAudio() {
        if (room == null || plan == null) {
            return null;
        }
        Map<String, CallRecord.Relayed> voices = new LinkedHashMap<>();
        room.talkerFigures().forEach((track, figures) -> voices.put(track, relayed(figures)));
        return new CallRecord.RoomAudio(relayed(room.voiceFigures()), voices, room.mixed());
    }

    private static CallRecord.Relayed relayed(Relay.Figures figures) {
        return new CallRecord.Relayed(
                figures.depthMs(),
                figures.lowestMs(),
                figures.marginMs(),
                figures.givenMs(),
                figures.ranDry(),
                figures.trimmedMs(),
                figures.overflowedMs());
    }

    @Override
    public void end(CallEnd why) {
        if (state == State.OVER) {
            return;
        }
        boolean joined = state == State.JOINED;
        status = "hangup";
        methods.over(why instanceof CallEnd.Transferred);
        tellStatus();
        become(State.OVER, why.meaning().label());
        deadline.cancel();
        prompter.stop();
        if (agent != null) {
            agent.end(why);
        }
        if (room != null) {
            boolean last = joined && room.alone();
            room.end(why);
            if (last && plan != null) {
                desk.closeEmptyRoom(plan);
            }
        }
    }

    // ---- the PIN

    private void onPinKey(char digit) {
        prompter.stop();
        awaitKeys();
        pins.onKey(digit).ifPresent(this::onPin);
    }

    private void awaitKeys() {
        deadline.set(pin().timeout(), this::onWrongPin);
    }

    private void onPin(String entered) {
        Optional<GatewayPlan> opened = planByPin.apply(entered);
        if (opened.isEmpty()) {
            onWrongPin();
            return;
        }
        plan = opened.get();
        deadline.set(longestCall(), () -> over(new CallEnd.MaximumTime()));
        say(pin().accepted(), Tones::ask, () -> {});
        join(opened.get());
        if (agent != null) {
            agent.prepare();
            agent.answered(loop.nowNs());
        }
    }

    private void onWrongPin() {
        log.info("call {}: wrong PIN", facts.callId());
        if (pins.wrong()) {
            say(pin().wrong(), Tones::wrong, this::awaitKeys);
            awaitKeys();
        } else {
            deadline.set(pin().timeout(), () -> over(new CallEnd.WrongPin()));
            say(pin().refused(), Tones::refused, () -> over(new CallEnd.WrongPin()));
        }
    }

    private void say(String text, Function<AudioFormat, byte[]> tones, Runnable then) {
        if (format != null) {
            prompter.say(desk.prompts().audio(format, text, tones.apply(format)), then);
        }
    }

    private void learnPrompts(AudioFormat agreed) {
        for (String text : List.of(pin().prompt(), pin().wrong(), pin().refused(), pin().accepted())) {
            desk.prompts().learn(agreed, text, loop.eventLoop());
        }
    }

    private PinConfig pin() {
        return desk.config().pin();
    }

    // ---- the room

    private void join(GatewayPlan to) {
        if (room == null || format == null) {
            return;
        }
        history.event("room_joining", to.room());
        become(State.JOINING, to.room());
        joinStartNs = loop.nowNs();
        JoinOptions options = desk.join(to, () -> status);
        if (share != null) {
            PublishOptions track = PublishOptions.opus(desk.config().agentName(), format);
            options = options.publishing(new Publication(track, share.roomMouth()));
        }
        room.join(options, callerTrack(to.identity(), format));
        for (String method : List.of(RoomMethods.END_CALL, RoomMethods.REMOTE_HEADERS, RoomMethods.TRANSFER)) {
            room.onRpc(method, this::onRpc);
        }
    }

    private PublishOptions callerTrack(String name, AudioFormat agreed) {
        boolean passes = agreed.encoding() != Encoding.LINEAR16 && desk.config().track() == GatewayConfig.Track.G711;
        if (!passes) {
            return PublishOptions.opus(name, agreed);
        }
        return PublishOptions.g711(name, agreed.encoding() == Encoding.PCMU ? AudioCodec.PCMU : AudioCodec.PCMA);
    }

    private void onRpc(RpcInvocation asked) {
        methods.onCall(asked.method(), asked.caller(), asked.payload(), new RoomMethods.Reply() {
            @Override
            public void result(String json) {
                asked.reply(json);
            }

            @Override
            public void error(int code, String message) {
                asked.fail(new RpcError(code, message, ""));
            }
        });
    }

    @Override
    public void onJoined(String name, String participantSid) {
        history.joined(name, participantSid);
        if (answered) {
            tellStatus();
        }
    }

    @Override
    public void onMediaReady() {
        if (state != State.JOINING) {
            return;
        }
        history.event("room_media", "");
        if (room != null) {
            history.connected(room.quality().media().times());
        }
        become(State.JOINED, "media ready");
        long tookNs = loop.nowNs() - joinStartNs;
        desk.counters().joined(tookNs);
        if (room != null && plan != null) {
            log.info(
                    "call {} is in room {}: welcome after {} ms, media after {} ms",
                    facts.callId(),
                    plan.room(),
                    room.quality().joinNs() / 1_000_000,
                    tookNs / 1_000_000);
        }
        tellWhenReady();
    }

    @Override
    public void onHeard() {
        tellWhenReady();
    }

    @Override
    public void onRoomDtmf(char digit) {
        if (desk.config().dtmf() && answered) {
            events.onSendDtmf(String.valueOf(digit));
        }
    }

    @Override
    public void onConnection(boolean lost, String cause) {
        log.info("call {}: room connection {}: {}", facts.callId(), lost ? "lost" : "back", cause);
    }

    @Override
    public void onRoomEnded(RoomEnd end) {
        boolean joining = state == State.JOINING;
        if (joining) {
            CallEnd.RoomUnavailable why = unavailable(end);
            desk.counters().notJoined(label(end));
            log.warn("call {} cannot join its room, answered {}: {}", facts.callId(), why.sipStatus(), end.cause());
            over(why);
        } else {
            log.info("call {}: the room is over for us: {} ({})", facts.callId(), end.reason(), end.cause());
            over(new CallEnd.RoomEnded(end));
        }
    }

    private static CallEnd.RoomUnavailable unavailable(RoomEnd end) {
        int code = switch (end) {
            case RoomEnd.Refused refused ->
                switch (refused.refusal()) {
                    case OVERLOADED, SERVER_ERROR -> 503;
                    case ROOM_FULL -> 486;
                    default -> 500;
                };
            case RoomEnd.Lost _, RoomEnd.ServerShutdown _ -> 503;
            default -> 500;
        };
        return new CallEnd.RoomUnavailable(code, end.cause());
    }

    private static String label(RoomEnd end) {
        return end instanceof RoomEnd.Refused refused
                ? refused.refusal().name().toLowerCase(Locale.ROOT)
                : end.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private Map<String, String> attributes() {
        if (room != null && !room.attributes().isEmpty()) {
            return room.attributes();
        }
        return plan == null ? Map.of() : plan.attributes();
    }

    private void tellStatus() {
        if (room != null) {
            room.setAttributes(Map.of("sip.callStatus", status));
        }
    }

    private void tellWhenReady() {
        if (!readyTold && ready()) {
            readyTold = true;
            deadline.cancel();
            events.onReady();
        }
    }

    private Duration longestRinging() {
        Duration own = trunk.ringingTimeout();
        if (!own.isPositive()) {
            return desk.config().ringingTimeout();
        }
        return own.compareTo(GatewayConfig.LONGEST_RINGING) < 0 ? own : GatewayConfig.LONGEST_RINGING;
    }

    private Duration longestCall() {
        Duration own = trunk.maxCallDuration();
        return own.isPositive() && own.compareTo(LONGEST_CALL) < 0 ? own : LONGEST_CALL;
    }

    private void over(CallEnd why) {
        if (state != State.OVER) {
            events.onOver(why);
        }
    }

    private void onBug(RuntimeException bug) {
        log.error("call {} failed", facts.callId(), bug);
        over(new CallEnd.Failed());
    }

    private void become(State next, String reason) {
        log.debug("call {} gateway {} -> {}: {}", facts.callId(), state, next, reason);
        state = next;
    }

    /** What others in the room ask for. */
    private final class Asked implements RoomMethods.Asked {
        @Override
        public void endCall(Map<String, String> headers, String by) {
            endHeaders = headers;
            over(new CallEnd.EndRequested("by " + by));
        }

        @Override
        public boolean transfer(String uri) {
            if (!answered) {
                return false;
            }
            events.onTransfer(uri);
            return true;
        }

        @Override
        public Iterable<Map.Entry<String, String>> remoteHeaders() {
            return sip.headers();
        }

        @Override
        public boolean isAgent(String identity) {
            return room != null && room.isAgent(identity);
        }
    }

    /** What our own agent in the call asks for. */
    private final class AgentEvents implements LegEvents {
        @Override
        public void onReady() {
            agentReady = true;
            tellWhenReady();
        }

        @Override
        public void onOver(CallEnd why) {
            over(why);
        }

        @Override
        public void onTransfer(String uri) {
            events.onTransfer(uri);
        }

        @Override
        public void onSendDtmf(String digits) {
            events.onSendDtmf(digits);
        }
    }
}
