package io.earshot.media.rtp;

import io.netty.buffer.ByteBuf;

/**
 * Turns telephone-event packets into digits, each reported once (RFC 4733, section 2.5.2): packets of one event share
 * a timestamp; the end is retransmitted; start or end may be lost; a long event continues in segments with new
 * timestamps. Confined to the call's loop.
 */
public final class TelephoneEventReceiver {
    /** Receives each digit when it ended. */
    public interface Digits {
        /** A digit was pressed for {@code durationMs} milliseconds. */
        void onDigit(char digit, int durationMs);
    }

    /** What one packet did. */
    public enum Status {
        /** Part of an event. */
        OK,
        /** Belongs to an event that is over. */
        STALE,
        /** Fewer than 4 octets. */
        TOO_SHORT,
        /** An event that is no DTMF digit. */
        NOT_A_DIGIT
    }

    /** Without an update for this long an event counts as ended. */
    static final long LOST_END_NS = 150_000_000L;

    private enum State {
        IDLE,
        SOUNDING,
        ENDED
    }

    private final int unitsPerMs;
    private final Digits digits;
    private State state = State.IDLE;
    private int event;
    private int timestamp;
    private int duration;
    private long earlierSegments;
    private long lastUpdateNs;

    /** @param clockRate timestamp units a second of the stream the events come in */
    public TelephoneEventReceiver(int clockRate, Digits digits) {
        this.unitsPerMs = clockRate / 1_000;
        this.digits = digits;
    }

    /** One packet: its RTP timestamp and its payload at an absolute index of {@code buffer}. */
    public Status onPacket(int rtpTimestamp, ByteBuf buffer, int offset, int length, long nowNs) {
        if (length < TelephoneEvent.BYTES) {
            return Status.TOO_SHORT;
        }
        int payload = buffer.getInt(offset);
        if (TelephoneEvent.digit(TelephoneEvent.eventOf(payload)) == '\0') {
            return Status.NOT_A_DIGIT;
        }
        boolean known = state != State.IDLE && rtpTimestamp == timestamp;
        boolean older = state != State.IDLE && rtpTimestamp - timestamp < 0;
        if (older || (known && state == State.ENDED)) {
            return Status.STALE;
        }
        if (!known) {
            begin(rtpTimestamp, TelephoneEvent.eventOf(payload));
        }
        update(payload, nowNs);
        return Status.OK;
    }

    private void begin(int rtpTimestamp, int code) {
        boolean continues = state == State.SOUNDING && code == event && rtpTimestamp == timestamp + duration;
        if (state == State.SOUNDING && !continues) {
            report();
        }
        earlierSegments = continues ? earlierSegments + duration : 0;
        timestamp = rtpTimestamp;
        event = code;
        duration = 0;
        state = State.SOUNDING;
    }

    private void update(int payload, long nowNs) {
        lastUpdateNs = nowNs;
        duration = Math.max(duration, TelephoneEvent.durationOf(payload));
        if (TelephoneEvent.endOf(payload)) {
            report();
        }
    }

    /** Ends an event whose end packets were all lost. Call at every tick. */
    public void onTick(long nowNs) {
        if (state == State.SOUNDING && nowNs - lastUpdateNs >= LOST_END_NS) {
            report();
        }
    }

    /** The source changed: what sounded is reported, timestamps start anew. */
    public void newSource() {
        if (state == State.SOUNDING) {
            report();
        }
        state = State.IDLE;
    }

    private void report() {
        state = State.ENDED;
        digits.onDigit(TelephoneEvent.digit(event), (int) ((earlierSegments + duration) / unitsPerMs));
    }
}
