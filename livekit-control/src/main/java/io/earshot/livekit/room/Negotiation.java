package io.earshot.livekit.room;

import io.earshot.livekit.room.MediaPort.MediaRefused;
import livekit.LivekitRtc.SessionDescription;
import org.jspecify.annotations.Nullable;

/**
 * Offers of ours on one peer connection, one at a time: what is wanted meanwhile goes into the next. Confined to the room's loop.
 */
final class Negotiation {
    private static final long NEVER = Long.MAX_VALUE;

    /** Sends an offer; false when it cannot be sent now. */
    interface Out {
        boolean offer(SessionDescription offer);
    }

    private final MediaPort media;
    private final Out out;
    private final long answerLimitNs;
    private int id;
    private boolean outstanding;
    private boolean again;
    private long limitNs = NEVER;
    private @Nullable SessionDescription lastOffer;
    private @Nullable SessionDescription lastAnswer;

    Negotiation(MediaPort media, Out out, long answerLimitNs) {
        this.media = media;
        this.out = out;
        this.answerLimitNs = answerLimitNs;
    }

    /** The first offer, which travels with the join. */
    SessionDescription first(long nowNs) {
        return offer(nowNs);
    }

    /** Something changed: offers, now or after the answer that is awaited. */
    void negotiate(long nowNs) {
        if (outstanding) {
            again = true;
        } else if (!out.offer(offer(nowNs))) {
            outstanding = false;
            limitNs = NEVER;
            again = true;
        }
    }

    /** The socket is back: what was under way is offered afresh. */
    void afterResume(boolean wanted, long nowNs) {
        boolean unfinished = outstanding || again || wanted;
        outstanding = false;
        again = false;
        limitNs = NEVER;
        if (unfinished) {
            negotiate(nowNs);
        }
    }

    /**
     * The server's answer; one to an older offer is passed over.
     *
     * @return whether it was taken
     */
    boolean answered(SessionDescription answer, long nowNs) throws MediaRefused {
        if (!outstanding || (answer.getId() != 0 && answer.getId() != id)) {
            return false;
        }
        media.acceptAnswer(answer.getSdp());
        lastAnswer = answer;
        outstanding = false;
        limitNs = NEVER;
        if (again) {
            again = false;
            negotiate(nowNs);
        }
        return true;
    }

    /** When an answer is overdue. */
    long deadlineNs() {
        return limitNs;
    }

    @Nullable
    SessionDescription lastOffer() {
        return lastOffer;
    }

    @Nullable
    SessionDescription lastAnswer() {
        return lastAnswer;
    }

    private SessionDescription offer(long nowNs) {
        id++;
        SessionDescription made = SessionDescription.newBuilder()
                .setType("offer")
                .setSdp(media.createOffer())
                .setId(id)
                .build();
        lastOffer = made;
        outstanding = true;
        limitNs = nowNs + answerLimitNs;
        return made;
    }
}
