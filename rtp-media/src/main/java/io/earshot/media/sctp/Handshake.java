package io.earshot.media.sctp;

import static io.earshot.media.sctp.AssociationState.COOKIE_ECHOED;
import static io.earshot.media.sctp.AssociationState.COOKIE_WAIT;
import static io.earshot.media.sctp.AssociationState.NEW;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The four-way handshake, as initiator, as responder and as both at once (RFC 9260, sections 5.1 and 5.2). An association
 * over DTLS never restarts: what would restart it is dropped. Confined to its association.
 */
final class Handshake {
    /** Error cause: a cookie is too old. */
    static final int STALE_COOKIE = 3;

    private static final int MICROSECOND = 1_000;

    private final Association association;
    private final SctpConfig config;
    private final StateCookie cookies;
    private final Outbox outbox;
    private final Tally tally;
    private final int tag;
    private final int initialTsn;
    private final Alarm t1 = new Alarm();
    private byte[] pending = {};
    private @Nullable PeerTerms answered;
    private int attempts;

    Handshake(Association association, SctpConfig config, Numbers numbers, Outbox outbox, Tally tally) {
        this.association = association;
        this.config = config;
        this.outbox = outbox;
        this.tally = tally;
        this.tag = numbers.tag();
        this.initialTsn = numbers.initialTsn();
        this.cookies = new StateCookie(numbers.cookieKey());
    }

    /** T1-init and T1-cookie. */
    Alarm t1() {
        return t1;
    }

    /** Sends INIT. */
    void start(long nowNs) {
        pending = PeerTerms.chunk(Chunk.INIT, tag, config.receiveBufferBytes(), initialTsn)
                .build();
        association.become(COOKIE_WAIT, "started");
        send(nowNs);
    }

    /** No answer in time: asks again, up to a limit. */
    void onTimeout(long nowNs) {
        if (++attempts > config.maxRetransmissions()) {
            association.down(
                    "SCTP handshake: no answer to " + (association.state() == COOKIE_WAIT ? "INIT" : "COOKIE-ECHO"));
        } else {
            association.rto().backOff();
            send(nowNs);
        }
    }

    /** The peer's INIT: answered with a cookie, without keeping anything. */
    void onInit(Chunk chunk, long nowNs) {
        PeerTerms terms = PeerTerms.read(chunk);
        if (terms == null) {
            tally.drop(SctpDrop.BAD_LENGTH);
        } else if (beforeEstablished()) {
            byte[] cookie = cookies.bake(terms, nowNs);
            byte[] answer = PeerTerms.chunk(Chunk.INIT_ACK, tag, config.receiveBufferBytes(), initialTsn)
                    .parameter(PeerTerms.STATE_COOKIE, out -> out.writeBytes(cookie))
                    .build();
            outbox.alone(terms.tag(), answer);
        } else {
            tally.drop(SctpDrop.UNEXPECTED);
        }
    }

    /** The answer to our INIT: its cookie is echoed. */
    void onInitAck(Chunk chunk, long nowNs) {
        PeerTerms terms = PeerTerms.read(chunk);
        ByteBuf cookie = terms == null ? null : PeerTerms.cookie(chunk);
        if (association.state() != COOKIE_WAIT) {
            tally.drop(SctpDrop.UNEXPECTED);
        } else if (terms == null || cookie == null) {
            tally.drop(SctpDrop.BAD_LENGTH);
        } else {
            answered = terms;
            attempts = 0;
            pending = ChunkBuilder.of(Chunk.COOKIE_ECHO).bytes(cookie).build();
            association.become(COOKIE_ECHOED, "INIT-ACK");
            send(nowNs);
        }
    }

    /** Our cookie comes back: if it is ours and fresh, the association stands. */
    void onCookieEcho(Chunk chunk, long nowNs) {
        StateCookie.Baked baked = cookies.check(chunk.value());
        if (baked == null) {
            tally.drop(SctpDrop.FORGED_COOKIE);
        } else if (beforeEstablished()) {
            accept(baked, nowNs);
        } else if (association.isPeer(baked.terms().tag())) {
            outbox.add(ChunkBuilder.empty(Chunk.COOKIE_ACK)); // the first one was lost
        } else {
            tally.drop(SctpDrop.UNEXPECTED);
        }
    }

    /** The peer took our cookie. */
    void onCookieAck() {
        PeerTerms terms = answered;
        if (association.state() == COOKIE_ECHOED && terms != null) {
            establish(terms);
        }
    }

    /** The peer says that our cookie echo came too late: begins again. */
    void onStaleCookie(long nowNs) {
        if (association.state() == COOKIE_ECHOED) {
            attempts++;
            start(nowNs);
        }
    }

    private boolean beforeEstablished() {
        return association.state() == NEW || association.state() == COOKIE_WAIT || association.state() == COOKIE_ECHOED;
    }

    private void accept(StateCookie.Baked baked, long nowNs) {
        long ageNs = nowNs - baked.madeNs();
        long overdueNs = ageNs - config.cookieLifeMs() * 1_000_000L;
        if (ageNs < 0 || overdueNs > 0) {
            tally.drop(SctpDrop.STALE_COOKIE);
            int staleness = (int) Math.min(Integer.MAX_VALUE, Math.abs(overdueNs) / MICROSECOND);
            outbox.alone(
                    baked.terms().tag(),
                    ChunkBuilder.of(Chunk.ERROR)
                            .parameter(STALE_COOKIE, out -> out.writeInt(staleness))
                            .build());
        } else {
            outbox.add(ChunkBuilder.empty(Chunk.COOKIE_ACK));
            establish(baked.terms());
        }
    }

    private void establish(PeerTerms terms) {
        t1.clear();
        pending = new byte[0];
        association.establish(terms);
    }

    private void send(long nowNs) {
        outbox.alone(association.state() == COOKIE_ECHOED && answered != null ? answered.tag() : 0, pending);
        t1.set(nowNs + association.rto().ns());
    }
}
