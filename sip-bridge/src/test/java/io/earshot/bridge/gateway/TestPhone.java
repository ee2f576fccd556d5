package io.earshot.bridge.gateway;

import io.earshot.bridge.leg.MediaDesk;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.OfferAnswer;
import io.earshot.media.sdp.Outcome;
import io.earshot.media.session.AudioSession;
import io.earshot.media.session.SessionListener;
import io.earshot.media.session.SessionQuality;
import io.earshot.sip.CallEnd;
import io.earshot.sip.CallListener;
import io.earshot.sip.OutgoingCall;
import io.earshot.sip.OutgoingRequest;
import io.earshot.sip.SipEndpoint;
import io.earshot.sip.SipHeader;
import io.earshot.sip.SipStatus;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A telephone with real SIP and RTP; everything that happens to it is queued for the test. */
public final class TestPhone implements CallListener, SessionListener {
    public final BlockingQueue<Integer> progress = new LinkedBlockingQueue<>();
    public final BlockingQueue<String> answered = new LinkedBlockingQueue<>();
    public final BlockingQueue<CallEnd> ended = new LinkedBlockingQueue<>();
    public final BlockingQueue<Character> keys = new LinkedBlockingQueue<>();
    public final BlockingQueue<Byte> heard = new LinkedBlockingQueue<>();
    private final MediaLoop loop;
    private final AudioSession session;
    private final OfferAnswer offerAnswer = new OfferAnswer(ThreadLocalRandom.current());
    private volatile int octet = 0xFF;
    private @Nullable OutgoingCall call;
    private @Nullable MediaDesk late;

    private TestPhone(MediaLoop loop, AudioSession session) {
        this.loop = loop;
        this.session = session;
    }

    /** Places a call. */
    public static TestPhone call(
            MediaLoop loop, MediaDesk media, SipEndpoint sip, String from, String uri, SipHeader... headers)
            throws Exception {
        return loop.call(() -> {
            TestPhone phone = new TestPhone(loop, media.open(loop));
            byte[] offer = phone.offerAnswer.offer(media.local(phone.session));
            phone.call = sip.call(
                    new OutgoingRequest(uri, "sip:" + from + "@127.0.0.1", offer, List.of(headers), "UDP"), phone);
            return phone;
        });
    }

    /** Says this octet from now on. */
    public void says(int value) {
        octet = value;
    }

    void presses(String digits) throws Exception {
        loop.call(() -> session.sendDtmf(digits));
    }

    /** How its audio fared. */
    public SessionQuality quality() throws Exception {
        return loop.call(session::quality);
    }

    public void hangsUp() throws Exception {
        loop.call(() -> {
            if (call != null) {
                call.bye();
            }
            return "";
        });
    }

    /** Places a call without an offer: the answer to theirs goes into the ACK. */
    static TestPhone callWithoutOffer(MediaLoop loop, MediaDesk media, SipEndpoint sip, String from, String uri)
            throws Exception {
        return loop.call(() -> {
            TestPhone phone = new TestPhone(loop, media.open(loop));
            phone.late = media;
            phone.call = sip.call(OutgoingRequest.udp(uri, "sip:" + from + "@127.0.0.1", new byte[0]), phone);
            return phone;
        });
    }

    /** Waits until something that is not silence has come. */
    boolean hearsSound() throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (System.nanoTime() - deadlineNs < 0) {
            Byte next = heard.poll(1, TimeUnit.SECONDS);
            if (next != null && next != (byte) 0xFF && next != (byte) 0x7F) {
                return true;
            }
        }
        return false;
    }

    /** Waits until audio of this octet has come. */
    public boolean hears(int value) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (System.nanoTime() - deadlineNs < 0) {
            Byte next = heard.poll(1, TimeUnit.SECONDS);
            if (next != null && next == (byte) value) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onProgress(SipStatus status, byte[] sdp) {
        progress.add(status.code());
    }

    @Override
    public void onAnswered(byte[] sdp) {
        if (late != null && call != null) {
            if (offerAnswer.answer(sdp, late.local(session)) instanceof Outcome.Accepted accepted) {
                call.ack(accepted.answerSdp());
                session.start(
                        accepted.agreed(),
                        (audio, _, _) -> heard.add(audio.getByte(audio.readerIndex())),
                        mouth(),
                        this);
            }
            answered.add("200");
            return;
        }
        if (offerAnswer.accept(sdp) instanceof Outcome.Accepted accepted) {
            session.start(
                    accepted.agreed(), (audio, _, _) -> heard.add(audio.getByte(audio.readerIndex())), mouth(), this);
        }
        answered.add("200");
    }

    private AudioSource mouth() {
        return new AudioSource() {
            @Override
            public int read(ByteBuf out, int maxBytes) {
                for (int i = 0; i < maxBytes; i++) {
                    out.writeByte(octet);
                }
                return maxBytes;
            }

            @Override
            public void onSent(long sentNs) {}
        };
    }

    @Override
    public void onDtmf(char digit, int durationMs) {
        keys.add(digit);
    }

    @Override
    public void onEnded(CallEnd end) {
        session.close();
        ended.add(end);
    }
}
