package io.earshot.media.rtp;

import io.netty.buffer.ByteBuf;

/**
 * Plays queued digits as telephone-event packets, one each packet time (RFC 4733, section 2.5.1): all packets of an
 * event carry the timestamp of its start and a growing duration; the last one is sent three times; a pause follows.
 * Confined to the call's loop.
 */
public final class TelephoneEventSender {
    /** Digits that may wait. */
    public static final int MAX_QUEUED = 64;

    private static final int TONE_MS = 100;
    private static final int PAUSE_MS = 60;
    private static final int END_PACKETS = 3;
    private static final int VOLUME = 10;

    private final char[] queue = new char[MAX_QUEUED];
    private int head;
    private int queued;
    private int event = -1;
    private int startTimestamp;
    private int duration;
    private int endsLeft;
    private int pauseUnits;

    /**
     * Queues digits.
     *
     * @return false, with nothing queued, when one of them is no DTMF digit or the queue would overflow
     */
    public boolean enqueue(String digits) {
        if (queued + digits.length() > MAX_QUEUED
                || !digits.chars().allMatch(c -> TelephoneEvent.code((char) c) >= 0)) {
            return false;
        }
        for (int i = 0; i < digits.length(); i++) {
            queue[(head + queued++) % MAX_QUEUED] = digits.charAt(i);
        }
        return true;
    }

    /** Whether digits are sounding, pausing or waiting, so that audio has to wait. */
    public boolean active() {
        return event >= 0 || queued > 0 || pauseUnits > 0;
    }

    /**
     * Moves one packet time on; call once a packet time while {@link #active()}.
     *
     * @param timestamp the stream's timestamp now
     * @param unitsPerPacket timestamp units of one packet time
     * @param unitsPerMs timestamp units of a millisecond
     * @return whether a telephone-event packet is to be sent now (else silence)
     */
    public boolean step(int timestamp, int unitsPerPacket, int unitsPerMs) {
        if (event < 0 && pauseUnits > 0) {
            pauseUnits -= unitsPerPacket;
            return false;
        }
        if (event < 0) {
            begin(timestamp);
        }
        if (endsLeft > 0) {
            endsLeft--;
            return true;
        }
        duration += unitsPerPacket;
        if (duration >= TONE_MS * unitsPerMs) {
            endsLeft = END_PACKETS - 1;
            pauseUnits = PAUSE_MS * unitsPerMs;
        }
        return true;
    }

    private void begin(int timestamp) {
        event = TelephoneEvent.code(queue[head]);
        head = (head + 1) % MAX_QUEUED;
        queued--;
        startTimestamp = timestamp;
        duration = 0;
        endsLeft = 0;
    }

    /** Whether the packet of this step is the first of its event (marker bit). */
    public boolean first(int unitsPerPacket) {
        return duration == unitsPerPacket && !ending();
    }

    /** RTP timestamp of the packet of this step. */
    public int timestamp() {
        return startTimestamp;
    }

    /** Appends the payload of this step and finishes the event with its last end packet. */
    public void write(ByteBuf out) {
        TelephoneEvent.write(out, event, ending(), VOLUME, Math.min(duration, TelephoneEvent.MAX_DURATION));
        if (ending() && endsLeft == 0) {
            event = -1;
        }
    }

    private boolean ending() {
        return pauseUnits > 0;
    }
}
