package io.earshot.livekit.room;

import static io.earshot.livekit.room.RoomCounters.Count.*;

import io.earshot.livekit.room.MediaPort.MediaRefused;
import io.earshot.livekit.room.MediaPort.RemoteTrack;
import io.earshot.livekit.signal.Refusal;
import io.earshot.livekit.signal.RefusedJoin;
import io.earshot.livekit.signal.SignalSession;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import livekit.LivekitModels;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.RoomMovedResponse;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy of one room: joining, resuming a lost socket, finding a new media path, joining anew after a lost session, and giving up. Sockets
 * and peer connections are ports, time comes through {@code clock}. Confined to the room's loop.
 */
final class RoomMachine implements SignalPort.Listener, SignalSession.Events, Peers.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(RoomMachine.class);
    private static final long NEVER = Long.MAX_VALUE;
    /** The socket's own limit is the later one, so that the cause is ours to tell. */
    private static final long SOCKET_GRACE_NS = 1_000_000_000L;

    /** A room that is only closing takes us the next time. */
    private static final int TURNED_AWAY_ENOUGH = 3;

    /** How the socket of this moment stands. */
    private enum Signal {
        DOWN,
        OPENING,
        /** Open; the server has not said yet whether it takes us. */
        GREETING,
        UP
    }

    /** The outside world. */
    record Ports(
            SignalPort signal,
            MediaPort.Opener media,
            LongSupplier clock,
            Supplier<Instant> wall,
            RandomGenerator random) {}

    private final JoinOptions options;
    private final Ports ports;
    private final RoomCounters counters;
    private final RoomListener listener;
    private final Sessions sessions;
    private final Ladder ladder;
    private final RoomContent content;
    private final long startNs;
    private RoomState state = RoomState.CONNECTING;
    private Signal signal = Signal.DOWN;
    private SignalSession session = new SignalSession(this);
    private @Nullable Peers peers;
    private boolean resuming;
    private int turnedAway;
    /** What went wrong last that was more than lateness; empty once connected. */
    private String lastFailure = "";

    private long attemptLimitNs = NEVER;
    private long retryAtNs = NEVER;
    private long comeBackLimitNs = NEVER;
    private long joinNs = -1;
    private long mediaNs = -1;

    RoomMachine(JoinOptions options, String version, Ports ports, RoomCounters counters, RoomListener listener) {
        this.options = options;
        this.ports = ports;
        this.counters = counters;
        this.listener = new LastingListener(listener);
        this.sessions = new Sessions(options, version);
        this.startNs = ports.clock().getAsLong();
        RoomTimeouts times = options.timeouts();
        this.ladder = new Ladder(times.firstBackOff(), times.longestBackOff(), ports.random());
        this.content = new RoomContent(this, counters, this.listener);
    }

    RoomState state() {
        return state;
    }

    RoomContent content() {
        return content;
    }

    JoinOptions options() {
        return options;
    }

    /** Whether the server hears what is sent now. */
    boolean talking() {
        return signal == Signal.UP && state != RoomState.CLOSED;
    }

    /** The connections of the session that was joined, or null. */
    @Nullable
    Peers joinedPeers() {
        return signal == Signal.UP || state == RoomState.RESUMING ? peers : null;
    }

    RoomQuality quality(ConnectionQuality rated, float score) {
        Peers open = peers;
        RoomMedia media = open == null ? RoomMedia.UNKNOWN : open.figures();
        return new RoomQuality(rated, score, session.rttNs(), joinNs, mediaNs, media);
    }

    long nowNs() {
        return ports.clock().getAsLong();
    }

    /** Wall time, Unix milliseconds. */
    long wallMs() {
        return ports.wall().get().toEpochMilli();
    }

    RandomGenerator random() {
        return ports.random();
    }

    /** Begins the first join. */
    void start() {
        counters.count(JOINS_STARTED);
        ladder.begin(nowNs() + options.timeouts().join().toNanos());
        attemptJoin();
    }

    /** We go. */
    void leave() {
        if (state == RoomState.CLOSED) {
            return;
        }
        send(SignalRequest.newBuilder()
                .setLeave(LeaveRequest.newBuilder()
                        .setReason(LivekitModels.DisconnectReason.CLIENT_INITIATED)
                        .setAction(LeaveRequest.Action.DISCONNECT))
                .build());
        counters.count(ROOMS_LEFT);
        end(new RoomEnd.Left("we left"));
    }

    /** A fault of ours ends this room alone. */
    void fail(String cause) {
        if (state != RoomState.CLOSED) {
            counters.count(FAULTS);
            end(new RoomEnd.Failed(cause));
        }
    }

    // ---- time

    long deadlineNs() {
        if (state == RoomState.CLOSED) {
            return NEVER;
        }
        long earliest = Math.min(Math.min(attemptLimitNs, retryAtNs), session.deadlineNs());
        earliest = Math.min(earliest, content.requests().deadlineNs());
        earliest = Math.min(earliest, content.packets().deadlineNs());
        return peers == null || signal != Signal.UP ? earliest : Math.min(earliest, peers.deadlineNs());
    }

    void onDeadline(long nowNs) {
        content.requests().onDeadline(nowNs);
        content.packets().onDeadline(nowNs);
        if (due(session.deadlineNs(), nowNs)) {
            session.onDeadline(nowNs);
        }
        if (due(retryAtNs, nowNs)) {
            retryAtNs = NEVER;
            retry();
        }
        if (due(attemptLimitNs, nowNs)) {
            attemptLimitNs = NEVER;
            late();
        }
        Peers now = peers;
        if (now != null && signal == Signal.UP) {
            now.onDeadline(nowNs);
        }
    }

    private static boolean due(long deadlineNs, long nowNs) {
        return deadlineNs != NEVER && deadlineNs - nowNs <= 0;
    }

    /** The attempt took too long. What went wrong before says more than that. */
    private void late() {
        String before = lastFailure;
        attemptFailed(before.isEmpty() ? lateCause() : before + "; then " + lateCause());
        lastFailure = before;
    }

    private String lateCause() {
        return switch (signal) {
            case DOWN, OPENING -> "no connection to " + sessions.serverName() + " in time";
            case GREETING -> "the server accepted the connection and then said nothing";
            case UP -> "no media path to the server in time";
        };
    }

    // ---- attempts

    private void attemptJoin() {
        dropSession();
        resuming = false;
        long nowNs = nowNs();
        attemptLimitNs =
                Math.min(ladder.limitNs(), nowNs + options.timeouts().join().toNanos());
        try {
            Peers fresh = Peers.open(
                    ports.media(),
                    sessions.older(),
                    options.data(),
                    content.publications(),
                    options.timeouts().request().toNanos(),
                    ports.clock(),
                    this);
            peers = fresh;
            String token = sessions.tokenForJoin(session, ports.wall().get());
            open(sessions.join(content.publications(), content.details(), fresh), token);
        } catch (MediaRefused e) {
            attemptFailed("no media: " + e.getMessage());
        }
    }

    private void attemptResume() {
        resuming = true;
        attemptLimitNs = Math.min(
                ladder.limitNs(), nowNs() + options.timeouts().request().toNanos());
        boolean mediaLost = peers != null && !peers.up();
        open(sessions.resume(content.roster().local().sid(), mediaLost), sessions.tokenForResume(session));
    }

    private void open(java.net.URI uri, String token) {
        signal = Signal.OPENING;
        SignalSession next = new SignalSession(this);
        next.inherit(session);
        session.stop();
        session = next;
        ports.signal().open(uri, token, attemptLimitNs - nowNs() + SOCKET_GRACE_NS);
    }

    private void retry() {
        if (state == RoomState.RESUMING) {
            attemptResume();
        } else {
            attemptJoin();
        }
    }

    private void attemptFailed(String cause) {
        if (state == RoomState.CLOSED) {
            return;
        }
        lastFailure = cause;
        LOG.debug("room attempt failed while {}: {}", state, cause);
        closeSocket();
        attemptLimitNs = NEVER;
        if (state != RoomState.RESUMING) {
            dropSession();
            sessions.home();
        }
        retryAtNs = ladder.next(nowNs());
        if (retryAtNs == NEVER) {
            giveUp(cause);
        }
    }

    private void giveUp(String cause) {
        switch (state) {
            case CONNECTING -> {
                counters.count(JOINS_FAILED);
                end(new RoomEnd.Lost(DisconnectReason.JOIN_FAILURE, cause));
            }
            case RESUMING -> beginReconnect(cause);
            case RECONNECTING -> {
                counters.count(RECONNECTS_FAILED);
                end(new RoomEnd.Lost(DisconnectReason.SIGNAL_CLOSE, cause));
            }
            case CONNECTED, CLOSED -> {}
        }
    }

    /** The same session again: the socket is lost, the peer connection may be alive. */
    private void beginResume(String cause) {
        counters.count(RESUMES_STARTED);
        closeSocket();
        lost(cause);
        if (state == RoomState.RESUMING) {
            attemptResume();
        }
    }

    /** The media path is lost, the socket is there. */
    private void beginIceRestart(String cause) {
        counters.count(RESUMES_STARTED);
        counters.count(ICE_RESTARTS);
        lost(cause);
        Peers now = peers;
        if (state == RoomState.RESUMING && now != null) {
            attemptLimitNs = ladder.limitNs();
            now.restart();
        }
    }

    private void lost(String cause) {
        become(RoomState.RESUMING, cause);
        long nowNs = nowNs();
        comeBackLimitNs = nowNs + options.timeouts().reconnect().toNanos();
        ladder.begin(
                Math.min(comeBackLimitNs, nowNs + options.timeouts().resume().toNanos()));
        listener.onReconnecting(cause);
    }

    /** A new session: the old one is lost. */
    private void beginReconnect(String cause) {
        switch (state) {
            case CONNECTED -> {
                comeBackLimitNs = nowNs() + options.timeouts().reconnect().toNanos();
                become(RoomState.RECONNECTING, cause);
                listener.onReconnecting(cause);
            }
            case RESUMING -> {
                counters.count(RESUMES_FAILED);
                become(RoomState.RECONNECTING, cause);
            }
            case CONNECTING, RECONNECTING -> {
                attemptFailed(cause);
                return;
            }
            case CLOSED -> {
                return;
            }
        }
        counters.count(RECONNECTS_STARTED);
        ladder.begin(comeBackLimitNs);
        closeSocket();
        retryAtNs = NEVER;
        if (state == RoomState.RECONNECTING) {
            attemptJoin();
        }
    }

    // ---- socket

    @Override
    public void onSocketOpen() {
        signal = Signal.GREETING;
    }

    @Override
    public void onSocketMessage(ByteBuf message) {
        if (signal == Signal.GREETING || signal == Signal.UP) {
            session.onMessage(message, nowNs());
        }
    }

    @Override
    public void onSocketRefused(int status, String body) {
        signal = Signal.DOWN;
        RefusedJoin refused = RefusedJoin.read(status, body);
        if (refused.refusal() == Refusal.UNKNOWN_PROTOCOL && status == 404 && !resuming && sessions.fallBack()) {
            counters.count(FALLBACKS_TO_OLD_FORM);
            attemptJoin();
        } else if (refused.passing() || (refused.refusal() == Refusal.ROOM_FULL && ++turnedAway < TURNED_AWAY_ENOUGH)) {
            attemptFailed(refused.cause());
        } else if (state == RoomState.RESUMING) {
            beginReconnect(refused.cause());
        } else {
            counters.count(state == RoomState.CONNECTING ? JOINS_REFUSED : RECONNECTS_FAILED);
            end(Ends.refused(refused));
        }
    }

    @Override
    public void onSocketFailed(String cause) {
        signal = Signal.DOWN;
        attemptFailed(cause);
    }

    @Override
    public void onSocketClosed(String cause) {
        signal = Signal.DOWN;
        session.stop();
        if (state == RoomState.CONNECTED) {
            beginResume("signalling was lost: " + cause);
        } else {
            attemptFailed("signalling was lost: " + cause);
        }
    }

    // ---- session

    @Override
    public boolean send(SignalRequest request) {
        return (signal == Signal.UP) && ports.signal().send(request);
    }

    @Override
    public void unreadable(boolean unknownKind) {
        counters.count(unknownKind ? MESSAGES_UNKNOWN : MESSAGES_MALFORMED);
    }

    @Override
    public void silent() {
        counters.count(PING_TIMEOUTS);
        ports.signal().close();
        onSocketClosed("the server does not answer pings");
    }

    @Override
    public void message(SignalResponse message, long nowNs) {
        switch (message.getMessageCase()) {
            case JOIN -> welcomed(message.getJoin());
            case LEAVE -> told(message.getLeave());
            case REFRESH_TOKEN -> counters.count(TOKENS_REFRESHED);
            case ROOM_MOVED -> moved(message.getRoomMoved());
            default -> {
                if (signal == Signal.GREETING && resuming) {
                    resumed();
                }
                content.message(message, peers);
            }
        }
    }

    private void welcomed(JoinResponse join) {
        if (signal != Signal.GREETING || resuming) {
            attemptFailed("the server welcomed us twice");
            return;
        }
        if (!join.getAlternativeUrl().isEmpty() && sessions.moveTo(join.getAlternativeUrl())) {
            closeSocket();
            attemptJoin();
            return;
        }
        signal = Signal.UP;
        session.begin(join, nowNs());
        if (joinNs < 0) {
            joinNs = nowNs() - startNs;
            counters.took(RoomCounters.JoinStage.WELCOME, joinNs);
        }
        content.welcomed(join, state == RoomState.CONNECTING);
        Peers now = peers;
        if (now != null && now.older()) {
            content.publications().repeat();
            now.startOlder(join.getSubscriberPrimary());
        }
        checkConnected();
    }

    private void resumed() {
        signal = Signal.UP;
        session.begin(nowNs());
        Peers now = peers;
        if (now != null) {
            content.resumed(now);
            now.afterResume();
        }
        if (now != null && !now.up()) {
            attemptLimitNs = ladder.limitNs();
        }
        checkConnected();
    }

    private void told(LeaveRequest leave) {
        DisconnectReason reason = Protos.reason(leave.getReason());
        String cause = "the server asked for it: " + reason;
        sessions.preferred(leave.getRegions());
        boolean reconnect = leave.getAction() == LeaveRequest.Action.RECONNECT || leave.getCanReconnect();
        if (leave.getAction() == LeaveRequest.Action.RESUME && state == RoomState.CONNECTED) {
            beginResume(cause);
        } else if (reconnect || leave.getAction() == LeaveRequest.Action.RESUME) {
            beginReconnect(cause);
        } else {
            counters.count(ROOMS_ENDED_BY_SERVER);
            end(Ends.told(reason));
        }
    }

    private void moved(RoomMovedResponse moved) {
        session.keepToken(moved.getToken());
        content.moved(moved);
    }

    // ---- media

    @Override
    public void mediaUp() {
        if (mediaNs < 0) {
            mediaNs = nowNs() - startNs;
            counters.took(RoomCounters.JoinStage.MEDIA, mediaNs);
        }
        checkConnected();
    }

    @Override
    public void mediaDown(String reason, boolean forGood) {
        String cause = "the media path was lost: " + reason;
        switch (state) {
            case CONNECTED -> {
                if (forGood) {
                    beginReconnect(cause);
                } else {
                    beginIceRestart(cause);
                }
            }
            case RESUMING -> {
                if (forGood) {
                    beginReconnect(cause);
                }
            }
            case CONNECTING, RECONNECTING -> {
                if (forGood) {
                    attemptFailed("no media path to the server: " + reason);
                }
            }
            case CLOSED -> {}
        }
    }

    @Override
    public void negotiationFailed(String cause) {
        counters.count(NEGOTIATIONS_REFUSED);
        beginReconnect(cause);
    }

    @Override
    public void trackArrived(RemoteTrack track) {
        content.subscriptions().arrived(track);
    }

    @Override
    public void trackEnded(RemoteTrack track) {
        content.subscriptions().ended(track);
    }

    @Override
    public void dataOpen() {
        content.dataOpen();
    }

    @Override
    public void dataPacket(byte[] packet, boolean reliable) {
        content.dataPacket(packet, reliable);
    }

    @Override
    public void fault(RuntimeException fault) {
        LOG.error("a room's media failed by a fault of ours", fault);
        fail("a fault in media: " + fault.getClass().getSimpleName());
    }

    private void checkConnected() {
        if (signal != Signal.UP || peers == null || !peers.up() || state == RoomState.CONNECTED) {
            return;
        }
        RoomState before = state;
        lastFailure = "";
        turnedAway = 0;
        attemptLimitNs = NEVER;
        become(RoomState.CONNECTED, "signalling and media are up");
        switch (before) {
            case CONNECTING -> {
                counters.count(JOINS_DONE);
                listener.onMediaReady();
            }
            case RESUMING -> {
                counters.count(RESUMES_DONE);
                listener.onReconnected(true);
            }
            case RECONNECTING -> {
                counters.count(RECONNECTS_DONE);
                listener.onReconnected(false);
            }
            case CONNECTED, CLOSED -> {}
        }
    }

    // ---- ends

    private void closeSocket() {
        signal = Signal.DOWN;
        session.stop();
        ports.signal().close();
    }

    private void dropSession() {
        Peers old = peers;
        peers = null;
        content.sessionLost();
        if (old != null) {
            old.close();
        }
    }

    private void end(RoomEnd end) {
        if (state == RoomState.CLOSED) {
            return;
        }
        if (end instanceof RoomEnd.Lost) {
            counters.count(ROOMS_LOST);
        }
        become(RoomState.CLOSED, end.cause());
        retryAtNs = NEVER;
        attemptLimitNs = NEVER;
        closeSocket();
        dropSession();
        content.requests().failAll("the room is over: " + end.cause());
        content.packets().close();
        listener.onClosed(end);
    }

    private void become(RoomState next, String reason) {
        LOG.debug("room {} {} -> {}: {}", content.name(), state, next, reason);
        state = next;
    }
}
