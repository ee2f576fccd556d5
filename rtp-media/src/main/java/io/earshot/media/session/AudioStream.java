package io.earshot.media.session;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.Encoding;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.Codecs;
import io.earshot.media.rtcp.RtcpParser;
import io.earshot.media.rtp.Pacer;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.stream.BufferedEars;
import io.earshot.media.stream.Ears;
import io.earshot.media.stream.EncodingMouth;
import io.earshot.media.stream.Mouth;
import io.earshot.media.stream.PassThroughEars;
import io.earshot.media.stream.PassThroughMouth;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A session without its sockets: datagrams, time and requests in; datagrams, audio and events out. Sans-IO. */
final class AudioStream {
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final SessionConfig config;
    private final Wire wire;
    private final Party party;
    private final Pacer listening;
    private final Inbound inbound;
    private final Outbound outbound;
    private final ControlAddress controlAddress;
    private final ControlLink control;
    private final long startedNs;
    private final AudioFormat format;
    private NegotiatedAudio agreed;
    private Ears ears;
    private Mouth mouth;
    private boolean stopped;

    AudioStream(
            SessionConfig config,
            StreamIdentity identity,
            Wire wire,
            NegotiatedAudio agreed,
            Party party,
            long nowNs,
            long firstDueNs) {
        this.config = config;
        this.wire = wire;
        this.party = party;
        this.agreed = agreed;
        this.format = agreed.codec().format();
        this.startedNs = nowNs;
        this.ears = newEars();
        this.mouth = newMouth();
        this.listening = new Pacer(firstDueNs, TICK_NS);
        this.inbound = new Inbound(config, agreed, ears, party.listener(), nowNs);
        this.outbound = new Outbound(wire, identity, config.dtx(), agreed, mouth, firstDueNs);
        this.controlAddress = new ControlAddress(inbound.latch(), agreed);
        this.control = new ControlLink(config, wire, identity, controlAddress, inbound, outbound, nowNs);
    }

    private Ears newEars() {
        return passesThrough() ? new PassThroughEars(format, party.ears()) : bufferedEars(agreed.codec());
    }

    private Ears bufferedEars(AudioCodec codec) {
        return new BufferedEars(
                codec, Codecs.decoder(codec), config.jitterMinMs(), config.jitterMaxMs(), format, party.ears(), wire);
    }

    private Mouth newMouth() {
        int packetMs = Outbound.packetMs(agreed);
        return passesThrough()
                ? new PassThroughMouth(format, party.mouth(), packetMs)
                : encodingMouth(agreed.codec(), packetMs);
    }

    private Mouth encodingMouth(AudioCodec codec, int packetMs) {
        return new EncodingMouth(codec, Codecs.encoder(codec), format, party.mouth(), packetMs, wire);
    }

    /** G.711 stays as it is, unless a re-INVITE changed the codec after the format had been agreed. */
    private boolean passesThrough() {
        return format.encoding() != Encoding.LINEAR16 && agreed.codec().format().equals(format);
    }

    void update(NegotiatedAudio now, long nowNs) {
        boolean newCodec = now.codec() != agreed.codec();
        boolean newPacketTime = now.ptimeMs() != agreed.ptimeMs();
        agreed = now;
        Ears before = ears;
        if (newCodec) {
            ears = newEars();
        }
        if (newCodec || newPacketTime) {
            mouth.close();
            mouth = newMouth();
        }
        inbound.update(now, ears, nowNs);
        if (newCodec) {
            before.close();
        }
        outbound.update(now, mouth);
        controlAddress.update(now);
    }

    void onRtp(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
        if (agreed.rtcpMux() && RtcpParser.isRtcp(datagram)) {
            control.onDatagram(datagram, from, arrivalNs);
        } else {
            inbound.onDatagram(datagram, from, arrivalNs);
        }
    }

    void onRtcp(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
        control.onDatagram(datagram, from, arrivalNs);
    }

    /** Serves what is due and says when to come again. */
    long serve(long nowNs) {
        listening.skipMissed(nowNs);
        while (!stopped && listening.isDue(nowNs)) {
            inbound.onTick(nowNs);
            control.onTick(nowNs);
            listening.advance();
        }
        outbound.serve(nowNs, inbound.latch().remote());
        return Math.min(listening.dueNs(), outbound.dueNs());
    }

    boolean sendDtmf(String digits) {
        return outbound.sendDtmf(digits);
    }

    AudioFormat format() {
        return format;
    }

    SessionQuality quality() {
        return new SessionQuality(
                inbound.received(control.reportsHeard(), control.heardScore()),
                control.sent(),
                inbound.drops(control.malformed(), control.strangers()),
                control.goodbyeHeard(),
                control.roundTripMs(),
                SessionProtection.PLAIN,
                startedNs);
    }

    /** Calls nobody any more. */
    void stop() {
        stopped = true;
        outbound.stop();
    }

    void close(long nowNs) {
        control.sayGoodbye(nowNs);
        ears.close();
        mouth.close();
    }
}
