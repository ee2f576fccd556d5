package io.earshot.bridge.metrics;

import io.earshot.media.net.MediaLoop;
import io.earshot.media.session.SessionProtection;
import io.earshot.media.session.SessionQuality.Received;
import io.earshot.media.session.SessionQuality.Score;
import io.earshot.media.session.SessionQuality.Sent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Adds up what the RTP streams of all calls count themselves: nothing is counted in the packet path. Every stream is looked at on its
 * own loop each time {@link #sample} is called and once more when it ends, and what has come since is added. Thread-safe: the streams
 * are in a concurrent set, their figures belong to their loops, and the sums are tallies.
 */
public final class MediaMeter {
    /** A stream that sent for so long and heard nothing at all is a one-way call. */
    private static final long ONE_WAY_NS = 5_000_000_000L;

    private static final String[] REASONS = {"unauthentic", "replayed", "malformed", "stranger", "early"};
    private static final double[] MOS_BOUNDS = {1, 1.5, 2, 2.5, 3, 3.1, 3.3, 3.6, 3.8, 4, 4.1, 4.2, 4.3, 4.4, 4.5};

    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private final Tally packets =
            new Tally("leg", "direction").with("sip", "in").with("sip", "out");
    private final Tally octets = new Tally("leg", "direction");
    private final Tally faults = new Tally("leg", "kind")
            .with("sip", "lost")
            .with("sip", "late")
            .with("sip", "duplicate")
            .with("sip", "reordered");
    private final Tally concealed = new Tally("leg").with("sip").with("room");
    private final Tally reports = new Tally("leg", "direction")
            .with("sip", "in")
            .with("sip", "out")
            .with("room", "in")
            .with("room", "out");
    private final Tally protectedPackets = new Tally("protection", "direction");
    private final Tally refused = new Tally("reason");
    private final Timings handshakes = new Timings("leg", "step");
    private final Tally oneWay = new Tally("leg").with("sip").with("room");
    private final Timings jitter = new Timings("leg", "direction");
    private final Timings depth = new Timings("leg");
    private final Timings roundTrip = new Timings("leg");
    private final Timings mos = new Timings("leg", "direction");

    /**
     * What a stream has counted so far. Immutable.
     *
     * @param received what we hear
     * @param sent what we send
     * @param roundTripMs network round trip, NaN while unknown
     * @param expected whether the other side is to send: it was asked to, and is not on hold
     * @param protection how packets are protected
     * @param iceNs how long ICE took, -1 while it does and where there is none
     */
    public record Sample(
            Received received,
            Sent sent,
            double roundTripMs,
            boolean expected,
            SessionProtection protection,
            long iceNs) {}

    /** Nothing counted yet; in the order in which reasons are told. */
    public MediaMeter() {
        for (SessionProtection.Kind kind : SessionProtection.Kind.values()) {
            protectedPackets.with(kind.label(), "in").with(kind.label(), "out");
        }
        for (String reason : REASONS) {
            refused.with(reason);
        }
    }

    /** Watches a stream until {@code over}; both are asked on its loop. {@code leg} is a fixed word. */
    public void watch(String leg, MediaLoop loop, BooleanSupplier over, Supplier<Sample> figures) {
        streams.add(new Stream(leg, loop, over, figures));
    }

    /** Looks at every stream; for one thread that does so every few seconds. Waits for no loop. */
    public void sample() {
        streams.removeIf(stream -> !stream.asked());
    }

    /** Streams watched now. */
    public int streams() {
        return streams.size();
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.gauges("earshot_media_streams", "RTP streams that run now", List.of("leg"), this::alive)
                .counters("earshot_media_packets", "RTP packets, by side of the call and direction", packets)
                .counters("earshot_media_octets", "Payload octets of RTP packets", octets)
                .counters(
                        "earshot_media_faults",
                        "Packets lost, late, duplicate or reordered, packets that the peer lost, pauses of this process",
                        faults)
                .counters(
                        "earshot_media_concealed_seconds",
                        "Audio made up or left silent for packets lost or late; pauses of the sender are none",
                        concealed)
                .counters("earshot_media_rtcp", "RTCP compounds, by side of the call and direction", reports)
                .counters(
                        "earshot_media_srtp_packets",
                        "RTP packets of streams by how they are protected: none, sdes or dtls",
                        protectedPackets)
                .counters(
                        "earshot_media_srtp_dropped_packets",
                        "Packets that were not the peer's, by what was wrong",
                        refused)
                .histograms(
                        "earshot_media_connect_seconds",
                        "Encrypted media: how long ICE took to find a way, and DTLS to shake hands",
                        handshakes)
                .counters(
                        "earshot_media_one_way_calls",
                        "Streams that sent for 5 s and heard nothing at all: audio goes one way",
                        oneWay)
                .histograms("earshot_media_jitter_seconds", "Interarrival jitter (RFC 3550), sampled", jitter)
                .histograms("earshot_media_buffer_seconds", "Audio in the jitter buffer, sampled", depth)
                .histograms("earshot_media_round_trip_seconds", "Network round trip by RTCP, sampled", roundTrip)
                .histograms(
                        "earshot_media_mos",
                        "Mean opinion score by the E-model of each stream at its end",
                        MOS_BOUNDS,
                        mos);
    }

    private void alive(Samples samples) {
        samples.at(0L, "sip");
        streams.forEach(stream -> samples.at(1L, stream.leg));
    }

    /** One stream and what was added of it so far. Confined to its loop. */
    private final class Stream {
        private final String leg;
        private final MediaLoop loop;
        private final BooleanSupplier over;
        private final Supplier<Sample> figures;
        private final long sinceNs;
        private final long[] added = new long[20];
        private boolean iceTold;
        private boolean dtlsTold;
        private boolean toldOneWay;

        Stream(String leg, MediaLoop loop, BooleanSupplier over, Supplier<Sample> figures) {
            this.leg = leg;
            this.loop = loop;
            this.over = over;
            this.figures = figures;
            this.sinceNs = loop.nowNs();
        }

        /** Has the loop look; false when the loop is closed. */
        boolean asked() {
            try {
                loop.execute(this::sample);
                return true;
            } catch (RejectedExecutionException closed) {
                return false;
            }
        }

        private void sample() {
            boolean last = over.getAsBoolean();
            Sample now = figures.get();
            if (now.received().packets() < added[0] || now.sent().packets() < added[6]) {
                Arrays.fill(added, 0); // a new session of the same room counts from zero
            }
            count(now.received());
            count(now.sent());
            count(now);
            if (last) {
                rate(now);
                streams.remove(this);
            } else {
                measure(now);
                judge(now);
            }
        }

        private void count(Received in) {
            add(packets, 0, in.packets(), leg, "in");
            add(octets, 1, in.octets(), leg, "in");
            add(faults, 2, in.lost(), leg, "lost");
            add(faults, 3, in.discarded(), leg, "late");
            add(faults, 4, in.duplicates(), leg, "duplicate");
            add(faults, 5, in.reordered(), leg, "reordered");
        }

        private void count(Sent out) {
            add(packets, 6, out.packets(), leg, "out");
            add(octets, 7, out.octets(), leg, "out");
            add(faults, 8, out.stalls(), leg, "stall");
        }

        private void count(Sample now) {
            SessionProtection guard = now.protection();
            long concealedMs = now.received().concealedMs();
            concealed.addPart(Math.max(0, concealedMs - added[10]) / 1_000.0, leg);
            added[10] = Math.max(added[10], concealedMs);
            add(reports, 11, now.received().reports(), leg, "in");
            add(reports, 12, now.sent().reports(), leg, "out");
            add(protectedPackets, 13, now.received().packets(), guard.kind().label(), "in");
            add(protectedPackets, 14, now.sent().packets(), guard.kind().label(), "out");
            long[] drops = {guard.unauthentic(), guard.replayed(), guard.malformed(), guard.strangers(), guard.early()};
            for (int i = 0; i < drops.length; i++) {
                add(refused, 15 + i, drops[i], REASONS[i]);
            }
            iceTold = iceTold || known(now.iceNs(), "ice");
            dtlsTold = dtlsTold || known(guard.handshakeNs(), "dtls");
        }

        private boolean known(long tookNs, String step) {
            if (tookNs >= 0) {
                handshakes.record(tookNs, leg, step);
            }
            return tookNs >= 0;
        }

        /** Adds what has come since; a loss that turned out to be a delay is not taken back. */
        private void add(Tally tally, int index, long now, String... labels) {
            if (now > added[index]) {
                tally.add(now - added[index], labels);
                added[index] = now;
            }
        }

        private void measure(Sample now) {
            if (now.received().packets() > 0) {
                known(jitter, now.received().jitterMs(), leg, "in");
                known(depth, now.received().bufferDepthMs(), leg);
            }
            known(jitter, now.sent().remoteJitterMs(), leg, "out");
            known(roundTrip, now.roundTripMs(), leg);
        }

        private void judge(Sample now) {
            boolean deaf = now.expected()
                    && now.received().packets() == 0
                    && now.sent().packets() > 0
                    && loop.nowNs() - sinceNs >= ONE_WAY_NS;
            if (deaf && !toldOneWay) {
                toldOneWay = true;
                oneWay.count(leg);
            }
        }

        private void rate(Sample last) {
            score(last.received().score(), "in");
            score(last.sent().score(), "out");
            add(faults, 9, last.sent().remoteLost(), leg, "lost_at_peer");
        }

        private void score(Score score, String direction) {
            if (!Double.isNaN(score.mos())) {
                mos.recordUnits(score.mos(), leg, direction);
            }
        }

        private static void known(Timings timings, double ms, String... labels) {
            if (!Double.isNaN(ms)) {
                timings.record((long) (ms * 1e6), labels);
            }
        }
    }
}
