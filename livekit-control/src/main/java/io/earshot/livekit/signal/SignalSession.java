package io.earshot.livekit.signal;

import com.google.protobuf.CodedInputStream;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.Ping;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.jspecify.annotations.Nullable;

/**
 * One signalling socket's messages: decodes them, keeps the connection alive by the server's own interval and limit, and keeps the newest
 * token. A resumed session gets a new one of these with the old one's {@linkplain #inherit settings}. Sans-IO; confined to its loop.
 */
public final class SignalSession {
    /** What a session asks of its owner. */
    public interface Events {
        /** To be sent; whether it was. */
        boolean send(SignalRequest request);

        /** A message that is not the session's own business. */
        void message(SignalResponse message, long nowNs);

        /** Octets that are no message, or one of a kind that is not known here. */
        void unreadable(boolean unknownKind);

        /** The server has not answered a ping in its own time. */
        void silent();
    }

    private static final long NEVER = Long.MAX_VALUE;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final int DEFAULT_INTERVAL_S = 5;
    private static final int DEFAULT_TIMEOUT_S = 15;
    private static final int LONGEST_S = 120;

    private final Events events;
    private long intervalNs = DEFAULT_INTERVAL_S * NS_PER_S;
    private long timeoutNs = DEFAULT_TIMEOUT_S * NS_PER_S;
    private long nextPingNs = NEVER;
    private long pongLimitNs = NEVER;
    private long rttNs = -1;
    private @Nullable String freshToken;

    public SignalSession(Events events) {
        this.events = events;
    }

    /** Takes over what an earlier session of the same join was told. */
    public void inherit(SignalSession earlier) {
        intervalNs = earlier.intervalNs;
        timeoutNs = earlier.timeoutNs;
        freshToken = earlier.freshToken;
        rttNs = earlier.rttNs;
    }

    /** The newest token that the server gave, a secret; null before the first. */
    public @Nullable String freshToken() {
        return freshToken;
    }

    /** Keeps a token that came within another message. */
    public void keepToken(String token) {
        if (!token.isEmpty()) {
            freshToken = token;
        }
    }

    /** Round trip of the last ping, nanoseconds; -1 before the first. */
    public long rttNs() {
        return rttNs;
    }

    /** The session is welcomed: pings begin. */
    public void begin(long nowNs) {
        nextPingNs = nowNs + intervalNs;
        pongLimitNs = NEVER;
    }

    /** The same by the server's settings; what is not within reason is replaced by the usual. */
    public void begin(JoinResponse join, long nowNs) {
        intervalNs = seconds(join.getPingInterval(), DEFAULT_INTERVAL_S);
        timeoutNs = seconds(join.getPingTimeout(), DEFAULT_TIMEOUT_S);
        begin(nowNs);
    }

    /** Reads one message; {@code octets} are borrowed. */
    public void onMessage(ByteBuf octets, long nowNs) {
        SignalResponse message;
        try {
            message = SignalResponse.parseFrom(CodedInputStream.newInstance(octets.nioBuffer()));
        } catch (IOException malformed) {
            events.unreadable(false);
            return;
        }
        switch (message.getMessageCase()) {
            case PONG_RESP -> onPong(message.getPongResp().getLastPingTimestamp(), nowNs);
            case PONG -> pongLimitNs = NEVER;
            case REFRESH_TOKEN -> {
                keepToken(message.getRefreshToken());
                events.message(message, nowNs);
            }
            case MESSAGE_NOT_SET -> events.unreadable(true);
            default -> events.message(message, nowNs);
        }
    }

    /** When {@link #onDeadline} is due, monotonic nanoseconds; {@link Long#MAX_VALUE} for never. */
    public long deadlineNs() {
        return pongLimitNs == NEVER ? nextPingNs : Math.min(nextPingNs, pongLimitNs);
    }

    /** Sends the next ping or gives the server up. */
    public void onDeadline(long nowNs) {
        if (pongLimitNs != NEVER && pongLimitNs - nowNs <= 0) {
            stop();
            events.silent();
        } else if (nextPingNs != NEVER && nextPingNs - nowNs <= 0) {
            nextPingNs = nowNs + intervalNs;
            if (pongLimitNs == NEVER) {
                pongLimitNs = nowNs + timeoutNs;
            }
            events.send(ping(nowNs));
        }
    }

    /** No more pings. */
    public void stop() {
        nextPingNs = NEVER;
        pongLimitNs = NEVER;
    }

    /** The timestamp is monotonic milliseconds: the server only sends it back. */
    private SignalRequest ping(long nowNs) {
        Ping.Builder ping = Ping.newBuilder().setTimestamp(nowNs / NS_PER_MS);
        if (rttNs >= 0) {
            ping.setRtt(rttNs / NS_PER_MS);
        }
        return SignalRequest.newBuilder().setPingReq(ping).build();
    }

    private void onPong(long pingTimestamp, long nowNs) {
        pongLimitNs = NEVER;
        long rttMs = nowNs / NS_PER_MS - pingTimestamp;
        if (rttMs >= 0 && rttMs <= timeoutNs / NS_PER_MS) {
            rttNs = rttMs * NS_PER_MS;
        }
    }

    private static long seconds(int given, int usual) {
        return (given >= 1 && given <= LONGEST_S ? given : usual) * NS_PER_S;
    }
}
