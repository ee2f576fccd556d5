package io.earshot.media.session;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.ComfortNoise;
import io.earshot.media.rtp.Pacer;
import io.earshot.media.rtp.RtpPacket;
import io.earshot.media.rtp.TelephoneEvent;
import io.earshot.media.rtp.TelephoneEventSender;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.stream.Mouth;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The sending half of a stream: one packet each packet time, digits before speech, silence when there is neither. The
 * timestamp goes on through pauses and holds. Sans-IO, confined to the call's loop.
 */
final class Outbound {
    /** Level of the noise that the peer shall make while we pause, in dB below overload: a quiet room. */
    private static final int PAUSE_NOISE_LEVEL = 70;

    private final Wire wire;
    private final boolean dtx;
    private final int ssrc;
    private final Pacer pacer;
    private final TelephoneEventSender digits = new TelephoneEventSender();
    private NegotiatedAudio agreed;
    private Mouth mouth;
    private int sequenceNumber;
    private int timestamp;
    private int unitsPerPacket;
    private boolean talking;
    private boolean stopped;
    private long packets;
    private long octets;
    private long silent;

    Outbound(Wire wire, StreamIdentity identity, boolean dtx, NegotiatedAudio agreed, Mouth mouth, long firstDueNs) {
        this.wire = wire;
        this.dtx = dtx;
        this.ssrc = identity.ssrc();
        this.sequenceNumber = identity.firstSequenceNumber();
        this.timestamp = identity.firstTimestamp();
        this.pacer = new Pacer(firstDueNs, packetNs(agreed));
        this.agreed = agreed;
        this.mouth = mouth;
        this.unitsPerPacket = agreed.codec().timestampUnits(packetMs(agreed));
    }

    /** A re-INVITE: new direction, packet time or codec. */
    void update(NegotiatedAudio now, Mouth newMouth) {
        agreed = now;
        mouth = newMouth;
        pacer.period(packetNs(now));
        unitsPerPacket = now.codec().timestampUnits(packetMs(now));
    }

    /** The packet time that is sent: as agreed, or the next shorter one that the codec can pack. */
    static int packetMs(NegotiatedAudio agreed) {
        int tens = Math.clamp(agreed.ptimeMs() / 10, 1, 6) * 10;
        boolean packs = agreed.codec() != AudioCodec.OPUS || (tens != 30 && tens != 50);
        return packs ? tens : tens - 10;
    }

    private static long packetNs(NegotiatedAudio agreed) {
        return TimeUnit.MILLISECONDS.toNanos(packetMs(agreed));
    }

    /** Sends nothing more. */
    void stop() {
        stopped = true;
    }

    long dueNs() {
        return pacer.dueNs();
    }

    /** Sends what is due. */
    void serve(long nowNs, InetSocketAddress to) {
        timestamp += (int) pacer.skipMissed(nowNs) * unitsPerPacket;
        while (!stopped && pacer.isDue(nowNs)) {
            step(to);
            pacer.advance();
            timestamp += unitsPerPacket;
        }
    }

    private void step(InetSocketAddress to) {
        if (!agreed.direction().sends() || to.getAddress().isAnyLocalAddress() || !wire.isOpen()) {
            talking = false;
        } else if (digits.active()) {
            sendDigit(to);
        } else {
            sendAudio(to);
        }
    }

    private void sendAudio(InetSocketAddress to) {
        ByteBuf packet = header(mouth.maxPayloadBytes(), agreed.payloadType(), timestamp);
        boolean speech = mouth.write(packet);
        if (!speech && dtx) {
            packet.release();
            pause(to);
            return;
        }
        mark(packet, speech && !talking);
        talking = speech;
        silent += speech ? 0 : 1;
        long sentNs = send(packet, to);
        if (speech) {
            mouth.onSent(sentNs);
        }
    }

    /** Says once that nothing follows (RFC 3389), when the peer understands that, and then nothing. */
    private void pause(InetSocketAddress to) {
        if (talking && agreed.comfortNoiseType() >= 0) {
            ByteBuf packet = header(1, agreed.comfortNoiseType(), timestamp);
            ComfortNoise.write(PAUSE_NOISE_LEVEL, packet);
            send(packet, to);
        }
        talking = false;
    }

    private void sendDigit(InetSocketAddress to) {
        int eventUnitsPerMs = agreed.telephoneEventClockRate() / 1_000;
        int packetMs = packetMs(agreed);
        talking = false;
        if (digits.step(timestamp, eventUnitsPerMs * packetMs, eventUnitsPerMs)) {
            ByteBuf packet = header(TelephoneEvent.BYTES, agreed.telephoneEventType(), digits.timestamp());
            mark(packet, digits.first(eventUnitsPerMs * packetMs));
            digits.write(packet);
            send(packet, to);
        } else {
            ByteBuf packet = header(mouth.maxPayloadBytes(), agreed.payloadType(), timestamp);
            mouth.writeSilence(packet);
            silent++;
            send(packet, to);
        }
    }

    private ByteBuf header(int payloadBytes, int payloadType, int rtpTimestamp) {
        ByteBuf packet = wire.buffer(RtpPacket.HEADER_BYTES + payloadBytes);
        RtpPacket.writeHeader(packet, false, payloadType, sequenceNumber, rtpTimestamp, ssrc);
        return packet;
    }

    private static void mark(ByteBuf packet, boolean marker) {
        if (marker) {
            packet.setByte(1, packet.getByte(1) | 0x80);
        }
    }

    private long send(ByteBuf packet, InetSocketAddress to) {
        sequenceNumber = (sequenceNumber + 1) & 0xFFFF;
        packets++;
        octets += packet.readableBytes() - RtpPacket.HEADER_BYTES;
        return wire.sendRtp(packet, to, pacer.dueNs());
    }

    /** Queues digits; false when events were not agreed, a digit is none, or too many wait. */
    boolean sendDtmf(String keys) {
        return agreed.telephoneEventType() >= 0 && digits.enqueue(keys);
    }

    int ssrc() {
        return ssrc;
    }

    /** RTP timestamp that belongs to {@code nowNs}, for sender reports. */
    int timestampAt(long nowNs) {
        long sincePacketNs = nowNs - (pacer.dueNs() - packetNs(agreed));
        return timestamp
                - unitsPerPacket
                + (int) (sincePacketNs * agreed.codec().clockRate() / 1_000_000_000L);
    }

    int packetMs() {
        return packetMs(agreed);
    }

    /** The peer loses this share of our packets. */
    void expectLoss(int percent) {
        mouth.expectLoss(percent);
    }

    long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }

    long silent() {
        return silent;
    }

    long stalls() {
        return pacer.stalls();
    }
}
