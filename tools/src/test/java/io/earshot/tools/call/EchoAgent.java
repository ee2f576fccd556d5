package io.earshot.tools.call;

import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.media.net.PortPool;
import io.earshot.media.sdp.LocalAudio;
import io.earshot.media.sdp.OfferAnswer;
import io.earshot.media.sdp.Outcome;
import io.earshot.media.session.AudioSession;
import io.earshot.media.session.SessionConfig;
import io.earshot.media.session.SessionListener;
import io.earshot.sip.CallEnd;
import io.earshot.sip.CallListener;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.SipConfig;
import io.earshot.sip.SipEndpoint;
import io.earshot.sip.SipStatus;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Someone to call: answers, and says again what it hears after a fixed delay. Real SIP, real RTP, loopback. */
public final class EchoAgent implements AutoCloseable {
    /** After a pause of this process the echo skips, like the session, instead of lagging from then on. */
    private static final long STALE_NS = TimeUnit.MILLISECONDS.toNanos(40);

    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, false));
    private final MediaLoop loop = loops.next();
    private final PortPool ports = new PortPool(30_000, 31_999, 0);
    private final SipEndpoint endpoint;
    private final long delayNs;
    private final boolean answers;

    public EchoAgent(int delayMs, boolean answers) throws IOException {
        this.delayNs = TimeUnit.MILLISECONDS.toNanos(delayMs);
        this.answers = answers;
        this.endpoint = new SipEndpoint(SipConfig.loopback(), _ -> loop.eventLoop(), this::answer);
    }

    public String uri() {
        return "sip:echo@127.0.0.1:" + endpoint.udpPort();
    }

    @Override
    public void close() {
        endpoint.close();
        loops.close();
    }

    private CallListener answer(IncomingCall call) {
        call.ring();
        if (!answers) {
            call.reject(SipStatus.BUSY_HERE);
            return new CallListener() {};
        }
        try {
            SessionConfig config = SessionConfig.on(InetAddress.getLoopbackAddress());
            return talk(call, AudioSession.open(loop, ports, config));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private CallListener talk(IncomingCall call, AudioSession session) {
        LocalAudio local = LocalAudio.at(session.localRtp()).withLoopbackAllowed(true);
        if (new OfferAnswer(new Random(1)).answer(call.offer(), local) instanceof Outcome.Accepted accepted) {
            call.answer(accepted.answerSdp());
            Echo echo = new Echo();
            session.start(accepted.agreed(), echo, echo, new SessionListener() {
                @Override
                public void onDtmf(char digit, int durationMs) {
                    if (digit == '#') {
                        call.bye();
                    }
                }
            });
        }
        return new CallListener() {
            @Override
            public void onEnded(CallEnd end) {
                session.close();
            }
        };
    }

    private final class Echo implements AudioSink, AudioSource {
        private record Packet(byte[] audio, long dueNs) {}

        private final Deque<Packet> packets = new ArrayDeque<>();

        @Override
        public void onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
            byte[] copy = new byte[audio.readableBytes()];
            audio.getBytes(audio.readerIndex(), copy);
            packets.add(new Packet(copy, arrivalNs + delayNs));
        }

        @Override
        public int read(ByteBuf out, int maxBytes) {
            while (!packets.isEmpty() && loop.nowNs() - packets.peek().dueNs() > STALE_NS) {
                packets.remove();
            }
            if (packets.isEmpty() || packets.peek().dueNs() - loop.nowNs() > 0) {
                return 0;
            }
            byte[] next = packets.remove().audio();
            out.writeBytes(next, 0, Math.min(next.length, maxBytes));
            return Math.min(next.length, maxBytes);
        }

        @Override
        public void onSent(long sentNs) {}
    }
}
