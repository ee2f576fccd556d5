package io.earshot.bridge.rehearsal;

import io.earshot.bridge.leg.MediaDesk;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.OfferAnswer;
import io.earshot.media.sdp.Outcome;
import io.earshot.media.session.AudioSession;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.media.session.SessionListener;
import io.earshot.sip.CallEnd;
import io.earshot.sip.CallListener;
import io.earshot.sip.OutgoingCall;
import io.earshot.sip.OutgoingRequest;
import io.earshot.sip.SipEndpoint;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One caller of a rehearsal: calls, makes noise for a while, hears the agent, hangs up. Confined to the call's loop. */
final class RehearsalCaller implements CallListener {
    private static final int NOISE_PACKETS = 12;

    private final MediaLoop loop;
    private final AudioSession session;
    private final MediaDesk media;
    private final OfferAnswer offerAnswer = new OfferAnswer(ThreadLocalRandom.current());
    private final CountDownLatch done;
    private final long talkMs;
    private @Nullable OutgoingCall call;

    RehearsalCaller(MediaLoop loop, MediaDesk media, long talkMs, CountDownLatch done)
            throws MediaUnavailableException {
        this.loop = loop;
        this.media = media;
        this.session = media.open(loop);
        this.talkMs = talkMs;
        this.done = done;
    }

    /** Places the call; to be called on the loop. */
    void place(SipEndpoint endpoint, String uri) {
        byte[] offer = offerAnswer.offer(media.local(session));
        call = endpoint.call(OutgoingRequest.udp(uri, "sip:rehearsal@127.0.0.1", offer), this);
    }

    @Override
    public void onAnswered(byte[] sdp) {
        if (offerAnswer.accept(sdp) instanceof Outcome.Accepted accepted) {
            session.start(accepted.agreed(), (_, _, _) -> {}, new Noise(), new SessionListener() {});
        }
        loop.eventLoop().schedule(this::hangUp, talkMs, TimeUnit.MILLISECONDS);
    }

    private void hangUp() {
        if (call != null) {
            call.bye();
        }
    }

    @Override
    public void onEnded(CallEnd end) {
        session.close();
        done.countDown();
    }

    /** Noise for a while, then silence. */
    private static final class Noise implements AudioSource {
        private int packets;

        @Override
        public int read(ByteBuf out, int maxBytes) {
            if (packets++ % (3 * NOISE_PACKETS) >= NOISE_PACKETS) {
                return 0;
            }
            for (int i = 0; i < maxBytes; i++) {
                out.writeByte((i * 91 + packets * 13) & 0x7F);
            }
            return maxBytes;
        }

        @Override
        public void onSent(long sentNs) {}
    }
}
