package io.earshot.media.session;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.jitter.ArrivalTimeline;
import io.earshot.media.rtp.RtpPacket;
import io.netty.buffer.ByteBuf;

/**
 * G.711: hands the payload on at arrival, as the datagram itself with its indices on the payload; no copy, no decoding,
 * no delay. What comes out of order is late for this path and dropped. Confined to the call's loop.
 */
final class PassThroughEars implements Ears {
    /** Longest audio the sink takes at once, milliseconds. */
    private static final int LONGEST_MS = 60;

    private final AudioFormat format;
    private final AudioSink sink;
    private final ArrivalTimeline timeline;
    private long discarded;

    PassThroughEars(AudioFormat format, AudioSink sink) {
        this.format = format;
        this.sink = sink;
        this.timeline = new ArrivalTimeline(format.sampleRate());
    }

    @Override
    public void onPacket(RtpPacket packet, ByteBuf datagram, int missing, long arrivalNs) {
        int length = packet.payloadLength();
        int silence = timeline.onPacket(packet.timestamp(), length, missing, arrivalNs);
        Silence.give(sink, format, silence, arrivalNs);
        int longest = format.bytes(LONGEST_MS);
        if (length <= longest) {
            sink.onAudio(datagram.setIndex(packet.payloadOffset(), packet.payloadOffset() + length), arrivalNs, false);
        } else {
            giveInPieces(datagram, packet.payloadOffset(), length, longest, arrivalNs);
        }
    }

    private void giveInPieces(ByteBuf datagram, int offset, int length, int longest, long arrivalNs) {
        for (int given = 0; given < length; given += longest) {
            sink.onAudio(datagram.slice(offset + given, Math.min(longest, length - given)), arrivalNs, false);
        }
    }

    @Override
    public void onLatePacket(RtpPacket packet, ByteBuf datagram, long arrivalNs) {
        discarded++;
    }

    @Override
    public void onComfortNoise() {
        timeline.onSilenceAnnounced();
    }

    @Override
    public void onTick(long nowNs, int jitterUnits) {
        Silence.give(sink, format, timeline.onTick(nowNs, jitterUnits), nowNs);
    }

    @Override
    public void newSource() {
        timeline.newSource();
    }

    @Override
    public long discarded() {
        return discarded;
    }

    @Override
    public int depthMs() {
        return 0;
    }

    @Override
    public int targetMs() {
        return 0;
    }

    @Override
    public int delayMs() {
        return 0;
    }

    @Override
    public boolean conceals() {
        return false;
    }

    @Override
    public void close() {}
}
