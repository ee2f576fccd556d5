package io.earshot.media.session;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.rtcp.EModel;
import io.earshot.media.rtp.Pacer;
import io.earshot.media.sdp.NegotiatedAudio;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A session without its sockets: datagrams, time and requests in; datagrams, audio and events out. Sans-IO. */
final class AudioStream {
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final AudioSink sink;
    private final AudioSource source;
    private final SessionListener listener;
    private final Pacer listening;
    private final Inbound inbound;
    private final Outbound outbound;
    private final long startedNs;
    private NegotiatedAudio agreed;
    private Ears ears;
    private Mouth mouth;

    AudioStream(
            SessionConfig config,
            StreamIdentity identity,
            Wire wire,
            NegotiatedAudio agreed,
            AudioSink sink,
            AudioSource source,
            SessionListener listener,
            long nowNs,
            long firstDueNs) {
        this.sink = sink;
        this.source = source;
        this.listener = listener;
        this.agreed = agreed;
        this.startedNs = nowNs;
        this.ears = newEars();
        this.mouth = newMouth();
        this.listening = new Pacer(firstDueNs, TICK_NS);
        this.inbound = new Inbound(config, agreed, ears, listener, nowNs);
        this.outbound = new Outbound(wire, identity, config.dtx(), agreed, mouth, firstDueNs);
    }

    private Ears newEars() {
        return new PassThroughEars(agreed.codec().format(), sink);
    }

    private Mouth newMouth() {
        return new PassThroughMouth(agreed.codec().format(), source, agreed.ptimeMs());
    }

    void update(NegotiatedAudio now, long nowNs) {
        AudioCodec before = agreed.codec();
        int ptimeBefore = agreed.ptimeMs();
        agreed = now;
        if (now.codec() != before) {
            ears.close();
            ears = newEars();
        }
        if (now.codec() != before || now.ptimeMs() != ptimeBefore) {
            mouth.close();
            mouth = newMouth();
        }
        inbound.update(now, ears, nowNs);
        outbound.update(now, mouth);
        if (!now.codec().format().equals(before.format())) {
            listener.onFormatChanged(now.codec().format());
        }
    }

    void onRtp(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
        inbound.onDatagram(datagram, from, arrivalNs);
    }

    /** Serves what is due and says when to come again. */
    long serve(long nowNs) {
        listening.skipMissed(nowNs);
        while (listening.isDue(nowNs)) {
            inbound.onTick(nowNs);
            listening.advance();
        }
        outbound.serve(nowNs, inbound.latch().remote());
        return Math.min(listening.dueNs(), outbound.dueNs());
    }

    boolean sendDtmf(String digits) {
        return outbound.sendDtmf(digits);
    }

    AudioFormat format() {
        return agreed.codec().format();
    }

    SessionQuality quality() {
        return new SessionQuality(
                inbound.received(heardScore()),
                new SessionQuality.Sent(
                        outbound.packets(),
                        outbound.octets(),
                        outbound.silent(),
                        outbound.stalls(),
                        Double.NaN,
                        0,
                        Double.NaN,
                        SessionQuality.Score.UNKNOWN),
                inbound.drops(),
                Double.NaN,
                startedNs);
    }

    private SessionQuality.Score heardScore() {
        long expected = inbound.sequence().received() + inbound.sequence().lost();
        if (expected == 0) {
            return SessionQuality.Score.UNKNOWN;
        }
        double lossPercent = 100.0 * (inbound.sequence().lost() + inbound.discarded()) / expected;
        double r = EModel.r(agreed.codec(), ears.depthMs(), lossPercent, 1);
        return new SessionQuality.Score(r, EModel.mos(r));
    }

    void close() {
        ears.close();
        mouth.close();
    }
}
