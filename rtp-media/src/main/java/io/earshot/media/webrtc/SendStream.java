package io.earshot.media.webrtc;

import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.Codecs;
import io.earshot.media.rtcp.EModel;
import io.earshot.media.rtcp.ReportBlock;
import io.earshot.media.rtcp.VoipMetrics;
import io.earshot.media.rtp.RtpPacket;
import io.earshot.media.session.SessionQuality;
import io.earshot.media.stream.EncodingMouth;
import io.earshot.media.stream.Mouth;
import io.earshot.media.stream.PassThroughMouth;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A track that is sent: one packet each 20 ms while it is agreed and not muted. The timestamp goes on through pauses, the
 * sequence does not. Sans-IO, confined to the call's loop.
 */
final class SendStream {
    static final int PACKET_MS = 20;

    /** Silent packets sent after speech, for the other side's decoder to settle. */
    private static final int HANGOVER_PACKETS = 10;

    /** In a pause one packet of this many is sent, as Opus does it by itself (RFC 7587, section 3.1.3). */
    private static final int PAUSE_PACKETS = 20;

    /** Opus payloads up to this length hold nothing to be heard. */
    private static final int SILENT_OPUS_BYTES = 2;

    private final AudioSendOptions options;
    private final MediaWire wire;
    private final int ssrc;
    private final LevelMeter meter;
    private final Mouth mouth;
    private final RedundancyWriter redundancy = new RedundancyWriter();
    private final int unitsPerPacket;
    private final int packetBytes;
    private @Nullable SendTerms terms;
    private @Nullable SentPackets history;
    private int sequenceNumber;
    private int timestamp;
    private int quietPackets;
    private boolean talking;
    private boolean muted;
    private boolean stopped;
    private boolean stepping;
    private boolean closed;
    private boolean known;
    private long packets;
    private long octets;
    private long silent;
    private long stalls;
    private long askedOfUs;
    private long resent;
    private @Nullable ReportBlock reported;
    private @Nullable VoipMetrics metrics;

    SendStream(AudioSendOptions options, SourceNumbers numbers, AudioSource source, MediaWire wire) {
        this.options = options;
        this.wire = wire;
        this.ssrc = numbers.ssrc();
        this.sequenceNumber = numbers.firstSequenceNumber();
        this.timestamp = numbers.firstTimestamp();
        this.meter = new LevelMeter(source, options.sourceFormat());
        this.mouth = mouth(options, meter, wire);
        this.unitsPerPacket = options.codec().timestampUnits(PACKET_MS);
        this.packetBytes = RtpPacket.HEADER_BYTES
                + HeaderExtension.MAX_BYTES
                + (options.red() ? RedundancyWriter.MAX_BYTES : 0)
                + mouth.maxPayloadBytes()
                + PeerTransport.TAILROOM;
    }

    private static Mouth mouth(AudioSendOptions options, AudioSource source, MediaWire wire) {
        AudioCodec codec = options.codec();
        return switch (codec) {
            case OPUS ->
                new EncodingMouth(
                        codec,
                        Codecs.opusEncoder(
                                options.opus(), options.sourceFormat().sampleRate()),
                        options.sourceFormat(),
                        source,
                        PACKET_MS,
                        wire);
            case PCMU, PCMA, G722 ->
                codec.format().equals(options.sourceFormat())
                        ? new PassThroughMouth(options.sourceFormat(), source, PACKET_MS)
                        : new EncodingMouth(
                                codec, Codecs.encoder(codec), options.sourceFormat(), source, PACKET_MS, wire);
        };
    }

    /** What the other side takes now; null when it takes nothing (any more). */
    void agree(@Nullable SendTerms newTerms) {
        terms = newTerms;
        if (newTerms != null && newTerms.nack() && history == null) {
            history = new SentPackets(slotBytes());
        }
    }

    /** Twice what speech needs; G.711 has a fixed size. */
    private int slotBytes() {
        return options.codec() == AudioCodec.OPUS ? (options.red() ? 512 : 320) : packetBytes;
    }

    void mute(boolean on) {
        muted = on;
    }

    boolean muted() {
        return muted;
    }

    /** Sends nothing more and frees the encoder. */
    void stop() {
        stopped = true;
        if (!stepping && !closed) {
            closed = true;
            mouth.close();
        }
    }

    boolean agreed() {
        return terms != null;
    }

    boolean stopped() {
        return stopped;
    }

    /** {@code periods} packet times were missed. */
    void skip(long periods) {
        timestamp += (int) periods * unitsPerPacket;
        stalls += periods > 0 ? 1 : 0;
    }

    /** A packet time has come: sends what there is, if it may ({@code open}). */
    void step(boolean open, long nowNs, long dueNs) {
        SendTerms agreed = terms;
        if (open && agreed != null && !muted && !stopped) {
            stepping = true;
            send(agreed, nowNs, dueNs);
            stepping = false;
        } else {
            pause();
        }
        timestamp += unitsPerPacket;
        if (stopped) {
            stop();
        }
    }

    private void pause() {
        talking = false;
        redundancy.forget();
    }

    private void send(SendTerms agreed, long nowNs, long dueNs) {
        ByteBuf packet = wire.buffer(packetBytes);
        boolean red = agreed.redType() >= 0;
        int type = red ? agreed.redType() : agreed.payloadType();
        RtpPacket.writeHeader(packet, false, type, sequenceNumber, timestamp, ssrc);
        HeaderExtension extension = known ? agreed.later() : agreed.introducing();
        extension.write(packet, 0);
        if (red) {
            redundancy.write(packet, agreed.payloadType(), timestamp);
        }
        int payloadAt = packet.writerIndex();
        boolean speech = write(packet);
        if (worthSending(speech, packet.writerIndex() - payloadAt)) {
            extension.level(packet, RtpPacket.HEADER_BYTES, meter.level());
            redundancy.remember(packet, payloadAt, timestamp);
            finish(packet, speech, payloadAt, dueNs);
        } else {
            packet.release();
            if (speech) {
                mouth.onSent(nowNs);
            }
            pause();
        }
    }

    /** A source that throws must not leave a buffer behind. */
    private boolean write(ByteBuf packet) {
        boolean written = false;
        try {
            boolean speech = mouth.write(packet);
            written = true;
            return speech;
        } finally {
            if (!written) {
                packet.release();
            }
        }
    }

    private boolean worthSending(boolean speech, int payloadBytes) {
        quietPackets = speech ? 0 : quietPackets + 1;
        if (!options.dtx()) {
            return true;
        }
        boolean heard = options.codec() != AudioCodec.OPUS || payloadBytes > SILENT_OPUS_BYTES;
        return speech ? heard : quietPackets <= HANGOVER_PACKETS || quietPackets % PAUSE_PACKETS == 0;
    }

    private void finish(ByteBuf packet, boolean speech, int payloadAt, long dueNs) {
        if (speech && !talking) {
            packet.setByte(1, packet.getByte(1) | 0x80);
        }
        talking = speech;
        silent += speech ? 0 : 1;
        packets++;
        octets += packet.writerIndex() - payloadAt;
        if (history != null) {
            history.keep(sequenceNumber, packet);
        }
        sequenceNumber = (sequenceNumber + 1) & 0xFFFF;
        long sentNs = wire.sendRtp(packet, dueNs);
        if (speech) {
            mouth.onSent(sentNs);
        }
    }

    /** The other side asks for a packet again. */
    void onNack(int lost, long nowNs) {
        askedOfUs++;
        SentPackets sent = history;
        int length = sent == null || stopped ? 0 : sent.lengthToResend(lost, nowNs);
        if (sent != null && length > 0) {
            ByteBuf packet = wire.buffer(length + PeerTransport.TAILROOM);
            sent.resend(lost, packet, nowNs);
            wire.sendRtp(packet, nowNs);
            resent++;
        }
    }

    /** The other side reports what it received of this source. */
    void onReport(ReportBlock block) {
        known = true;
        reported = block;
        if (!closed) {
            mouth.expectLoss(block.fractionLost() * 100 / 256);
        }
    }

    void onMetrics(VoipMetrics heard) {
        metrics = heard;
    }

    AudioSendOptions options() {
        return options;
    }

    int ssrc() {
        return ssrc;
    }

    long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }

    long askedOfUs() {
        return askedOfUs;
    }

    long resent() {
        return resent;
    }

    /** RTP timestamp that belongs to {@code nowNs}, for sender reports; the next packet is due at {@code nextDueNs}. */
    int timestampAt(long nowNs, long nextDueNs) {
        return timestamp + (int) ((nowNs - nextDueNs) * options.codec().clockRate() / 1_000_000_000L);
    }

    SessionQuality.Sent quality(double roundTripMs) {
        ReportBlock block = reported;
        int unitsPerMs = options.codec().timestampUnits(1);
        return new SessionQuality.Sent(
                packets,
                octets,
                silent,
                0,
                stalls,
                block == null ? Double.NaN : block.fractionLost() * 100.0 / 256,
                block == null ? 0 : Math.max(0, block.cumulativeLost()),
                block == null ? Double.NaN : Integer.toUnsignedLong(block.jitter()) / (double) unitsPerMs,
                score(block, Double.isNaN(roundTripMs) ? 0 : roundTripMs / 2));
    }

    private SessionQuality.Score score(@Nullable ReportBlock block, double oneWayMs) {
        VoipMetrics heard = metrics;
        if (heard != null && heard.rated()) {
            return SessionQuality.Score.ofR(heard.rFactor());
        }
        if (block == null || packets == 0) {
            return SessionQuality.Score.UNKNOWN;
        }
        double lossPercent = 100.0 * Math.max(0, block.cumulativeLost()) / packets;
        return SessionQuality.Score.ofR(EModel.r(options.codec(), oneWayMs, lossPercent, 1));
    }
}
