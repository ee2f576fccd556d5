package io.earshot.media.webrtc;

import io.earshot.media.jsep.AudioPayload;
import io.earshot.media.rtcp.NtpTime;
import io.earshot.media.rtp.Pacer;
import io.earshot.media.rtp.RtpPacket;
import io.earshot.media.rtp.RtpStatus;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The media of a peer connection without its transport: packets, time and tracks in; packets and audio out. One beat of
 * 20 ms drives all tracks both ways. Sans-IO, confined to the call's loop.
 */
final class PeerMedia {
    private static final long BEAT_NS = TimeUnit.MILLISECONDS.toNanos(SendStream.PACKET_MS);

    private final List<SendStream> senders = new ArrayList<>();
    private final TrackRoutes routes = new TrackRoutes();
    private final RtpPacket packet = new RtpPacket();
    private final PeerReports reports;
    private final Pacer beat;
    private boolean open;
    private boolean closed;
    private long malformed;
    private long unknownPayloads;
    private long unknownSources;
    private long goneAsked;
    private long goneRecovered;
    private long goneMalformedRedundancy;
    private long goneImplausible;

    PeerMedia(PeerConfig config, MediaWire wire, NtpTime ntp, String cname, RandomGenerator random, long nowNs) {
        long intervalNs = TimeUnit.MILLISECONDS.toNanos(config.reportMs());
        this.beat = new Pacer(nowNs, BEAT_NS);
        this.reports = new PeerReports(this, wire, ntp, cname, intervalNs, nowNs, random);
    }

    /** The first beat is due at {@code firstDueNs}. */
    void start(long firstDueNs) {
        beat.skipTo(firstDueNs);
    }

    /** Whether packets may be sent now; sources wait while they may not. */
    void open(boolean now) {
        open = now;
    }

    void add(SendStream stream) {
        senders.add(stream);
    }

    /** Ends a track of ours. */
    void remove(SendStream stream) {
        if (senders.remove(stream)) {
            if (open) {
                reports.sayGoodbye(stream);
            }
            stream.stop();
        }
    }

    TrackRoutes routes() {
        return routes;
    }

    /** Ends a track of the other side. */
    void remove(ReceiveStream stream) {
        if (routes.remove(stream)) {
            goneAsked += stream.asked();
            goneRecovered += stream.recovered();
            goneMalformedRedundancy += stream.malformedRedundancy();
            goneImplausible += stream.implausible();
        }
        stream.stop();
    }

    void onRtp(ByteBuf datagram, long arrivalNs) {
        if (packet.wrap(datagram) != RtpStatus.OK) {
            malformed++;
            return;
        }
        ReceiveStream stream = routes.find(packet, datagram);
        if (stream == null) {
            unknownSources++;
            return;
        }
        AudioPayload payload = stream.payload(packet.payloadType());
        if (payload == null) {
            unknownPayloads++;
            return;
        }
        stream.onPacket(packet, payload, datagram, arrivalNs);
        requestAgain(stream, arrivalNs);
    }

    void onRtcp(ByteBuf compound, long arrivalNs) {
        reports.onCompound(compound, arrivalNs);
    }

    /** Serves what is due and says when to come again. */
    long serve(long nowNs) {
        long missed = beat.skipMissed(nowNs);
        for (int i = 0; missed > 0 && i < senders.size(); i++) {
            senders.get(i).skip(missed);
        }
        while (!closed && beat.isDue(nowNs)) {
            step(nowNs);
            beat.advance();
        }
        if (!closed && open) {
            reports.onTick(nowNs, beat.dueNs());
        }
        return beat.dueNs();
    }

    private void step(long nowNs) {
        for (int i = 0; i < senders.size() && !closed; i++) {
            senders.get(i).step(open, nowNs, beat.dueNs());
        }
        for (int i = 0; i < routes.size() && !closed; i++) {
            ReceiveStream stream = routes.get(i);
            stream.onTick(nowNs);
            requestAgain(stream, nowNs);
        }
    }

    private void requestAgain(ReceiveStream stream, long nowNs) {
        int count = open ? stream.collectNacks(nowNs, reports.roundTripNs()) : 0;
        if (count > 0) {
            reports.requestAgain(stream, count);
        }
    }

    List<SendStream> senders() {
        return senders;
    }

    @Nullable
    SendStream sender(int ssrc) {
        for (SendStream stream : senders) {
            if (stream.ssrc() == ssrc) {
                return stream;
            }
        }
        return null;
    }

    List<ReceiveStream> receivers() {
        return routes.streams();
    }

    @Nullable
    ReceiveStream receiver(int ssrc) {
        return routes.bySource(ssrc);
    }

    double roundTripMs() {
        return reports.roundTripMs();
    }

    PeerQuality quality() {
        QualityTotals totals = new QualityTotals(reports.roundTripMs());
        routes.streams().forEach(totals::add);
        senders.forEach(totals::add);
        return totals.quality(
                reports.heard(),
                reports.sent(),
                new PeerQuality.Repair(goneAsked, goneRecovered, 0, 0),
                new PeerQuality.Drops(
                        malformed,
                        reports.malformed(),
                        unknownPayloads,
                        unknownSources,
                        goneMalformedRedundancy,
                        goneImplausible));
    }

    /** Says goodbye for every track of ours and frees everything. */
    void close() {
        closed = true;
        for (SendStream stream : List.copyOf(senders)) {
            remove(stream);
        }
        for (ReceiveStream stream : List.copyOf(routes.streams())) {
            remove(stream);
        }
    }
}
