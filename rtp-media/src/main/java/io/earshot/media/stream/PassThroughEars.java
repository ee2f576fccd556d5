package io.earshot.media.stream;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.jitter.ArrivalTimeline;
import io.netty.buffer.ByteBuf;

/**
 * G.711: hands the payload on at arrival, as the datagram itself with its indices on the payload; no copy, no decoding,
 * no delay. What comes out of order is late for this path and dropped. Confined to the call's loop.
 */
public final class PassThroughEars implements Ears {
    /** Longest audio the sink takes at once, milliseconds. */
    private static final int LONGEST_MS = 60;

    private final AudioFormat format;
    private final AudioSink sink;
    private final ArrivalTimeline timeline;
    private long discarded;

    /** Ears for G.711 as it comes; {@code format} is that of the payloads. */
    public PassThroughEars(AudioFormat format, AudioSink sink) {
        this.format = format;
        this.sink = sink;
        this.timeline = new ArrivalTimeline(format.sampleRate());
    }

    @Override
    public void onPacket(ByteBuf payload, int sequenceNumber, int timestamp, int missing, long arrivalNs) {
        int length = payload.readableBytes();
        int silence = timeline.onPacket(timestamp, length, missing, arrivalNs);
        Silence.give(sink, format, silence, arrivalNs);
        int longest = format.bytes(LONGEST_MS);
        if (length <= longest) {
            sink.onAudio(payload, arrivalNs, false);
        } else {
            giveInPieces(payload, length, longest, arrivalNs);
        }
    }

    private void giveInPieces(ByteBuf payload, int length, int longest, long arrivalNs) {
        int offset = payload.readerIndex();
        for (int given = 0; given < length; given += longest) {
            sink.onAudio(payload.slice(offset + given, Math.min(longest, length - given)), arrivalNs, false);
        }
    }

    @Override
    public void onLatePacket(ByteBuf payload, int sequenceNumber, int timestamp, long arrivalNs) {
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
    public long concealedMs() {
        return timeline.lostUnits() * 1_000 / format.sampleRate();
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
