package io.earshot.sip;

import io.earshot.sip.transport.SipChannel;
import java.io.IOException;

/** A 2xx to an INVITE on its way to being acknowledged. Confined to the call's executor. */
final class PendingAnswer {

    private final SipCall call;
    private final long sequence;
    private final byte[] message;
    private final SipChannel channel;
    private final AnswerRepeater repeater;

    PendingAnswer(SipCall call, long sequence, byte[] message, SipChannel channel) {
        this.call = call;
        this.sequence = sequence;
        this.message = message;
        this.channel = channel;
        this.repeater = new AnswerRepeater(call.endpoint().t1Ns(), System.nanoTime());
        schedule();
    }

    /** Whether this ACK is the one waited for; repeated ACKs are not. */
    boolean acknowledgedBy(long ackSequence) {
        if (ackSequence != sequence || repeater.acknowledged()) {
            return false;
        }
        repeater.acknowledge();
        return true;
    }

    /** Stops repeating without an ACK. */
    void abandon() {
        repeater.acknowledge();
    }

    private void schedule() {
        long delayNs = repeater.deadlineNs() - System.nanoTime();
        call.endpoint().timers().afterNs(Math.max(0, delayNs), () -> call.post(this::onDeadline));
    }

    private void onDeadline() {
        switch (repeater.onDeadline(System.nanoTime())) {
            case REPEAT -> repeat();
            case GIVE_UP -> call.onAckMissing();
            case NOTHING -> {
                if (!repeater.acknowledged()) {
                    schedule();
                }
            }
        }
    }

    private void repeat() {
        try {
            channel.write(message);
        } catch (IOException e) {
            // Counted by the transport; the next repetition or the deadline follows.
        }
        schedule();
    }
}
