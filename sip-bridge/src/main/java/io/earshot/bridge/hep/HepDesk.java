package io.earshot.bridge.hep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.bridge.call.CallFacts;
import io.earshot.bridge.capture.Masking;
import io.earshot.bridge.config.HepConfig;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.records.CallRecord;
import io.earshot.media.session.PacketTap;
import io.earshot.sip.wire.HeaderLookup;
import io.earshot.sip.wire.MessageTap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells Homer of calls: SIP messages and RTCP as they pass, quality and turns when a call is over, all under its Call-ID. RTP is never
 * looked at. Thread-safe because the sender is.
 */
public final class HepDesk implements MessageTap, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PEERS = 20_000;

    private final HepConfig config;
    private final HepSender sender;
    private final InetSocketAddress ours;
    private final InetAddress media;
    /** Where a call's signalling goes, for what is told of the whole call. */
    private final Map<String, InetSocketAddress> peers = new ConcurrentHashMap<>();

    private HepDesk(HepConfig config, HepSender sender, InetAddress sip, InetAddress media) {
        this.config = config;
        this.sender = sender;
        this.ours = new InetSocketAddress(sip, 0);
        this.media = media;
    }

    /**
     * Starts to send.
     *
     * @param sip our SIP address as others see it
     * @param media our address of RTP as others see it
     */
    public static HepDesk start(HepConfig config, String node, InetAddress sip, InetAddress media) {
        return new HepDesk(config, HepSender.start(config, node), sip, media);
    }

    @Override
    public void onMessage(
            boolean outgoing,
            byte[] raw,
            InetSocketAddress local,
            InetSocketAddress remote,
            String transport,
            long atNs) {
        if (!config.sip()) {
            return;
        }
        long wallUs = wallUs(atNs);
        sender.offer(() -> {
            String callId = HeaderLookup.first(raw, "Call-ID").orElse("");
            InetSocketAddress here = named(local, ours.getAddress());
            return new HepPacket(
                    HepPacket.Type.SIP,
                    !transport.equals("UDP"),
                    outgoing ? here : remote,
                    outgoing ? remote : here,
                    wallUs,
                    callId,
                    Masking.of(raw));
        });
    }

    /** What sees the packets of a call: of RTCP, a copy is sent. */
    public PacketTap tapOf(CallFacts facts) {
        return config.rtcp() ? new RtcpTap(facts.sipCallId()) : PacketTap.NONE;
    }

    private final class RtcpTap implements PacketTap {
        private final String callId;

        RtcpTap(String callId) {
            this.callId = callId;
        }

        @Override
        public void onPacket(
                boolean outgoing,
                ByteBuf datagram,
                InetSocketAddress local,
                InetSocketAddress remote,
                long atNs,
                boolean rtcp) {
            if (!rtcp) {
                return;
            }
            // A report each few seconds, not a packet of the stream: a copy is no burden.
            byte[] compound = ByteBufUtil.getBytes(datagram);
            long wallUs = wallUs(atNs);
            if (peers.size() < MOST_PEERS) {
                peers.put(callId, remote);
            }
            sender.offer(() -> {
                byte[] json = RtcpJson.of(compound);
                InetSocketAddress here = named(local, media);
                return json == null
                        ? null
                        : new HepPacket(
                                HepPacket.Type.RTCP,
                                false,
                                outgoing ? here : remote,
                                outgoing ? remote : here,
                                wallUs,
                                callId,
                                json);
            });
        }
    }

    /** A call is over: its quality, and what happened in it. */
    public void ended(CallRecord call) {
        InetSocketAddress known = peers.remove(call.sipCallId());
        InetSocketAddress peer = known == null ? ours : known;
        CallRecord.Quality quality = call.quality();
        if (config.quality() && quality != null) {
            double endedMs = call.endedMs() == null ? 0 : call.endedMs();
            tell(call, HepPacket.Type.QUALITY, peer, endedMs, QualityReport.of(call, quality));
        }
        if (config.turns()) {
            call.turns().forEach(turn -> log(call, peer, turn.startMs(), turn(turn)));
            call.events().forEach(event -> log(call, peer, event.atMs(), event(event)));
        }
    }

    private static ObjectNode turn(CallRecord.Turn turn) {
        ObjectNode entry = JSON.createObjectNode();
        entry.put("event", "turn");
        entry.put("turn", turn.turn());
        entry.put("class", turn.turnClass());
        entry.put("total_ms", turn.totalMs());
        ObjectNode stages = entry.putObject("stages_ms");
        turn.stages().forEach(stages::put);
        return entry;
    }

    private static ObjectNode event(CallRecord.Event event) {
        ObjectNode entry = JSON.createObjectNode();
        entry.put("event", event.name());
        entry.put("detail", event.detail());
        return entry;
    }

    private void log(CallRecord call, InetSocketAddress peer, double atMs, ObjectNode entry) {
        entry.put("call", call.callId());
        entry.put("trace", call.traceId());
        tell(call, HepPacket.Type.LOG, peer, atMs, entry.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void tell(CallRecord call, HepPacket.Type type, InetSocketAddress peer, double atMs, byte[] payload) {
        long startUs = ChronoUnit.MICROS.between(Instant.EPOCH, call.startedAt());
        long wallUs = startUs + (long) (atMs * 1_000);
        sender.offer(() -> new HepPacket(type, false, ours, peer, wallUs, call.sipCallId(), payload));
    }

    /** Adds metrics and the component. */
    public void addTo(Families families, Health health) {
        families.counters(
                "earshot_hep_packets",
                "HEP packets: sent, not sent because the collector was not reached, dropped because too many waited",
                List.of("outcome"),
                samples -> {
                    samples.at(sender.sent(), "sent");
                    samples.at(sender.failed(), "failed");
                    samples.at(sender.dropped(), "dropped");
                });
        families.gauge("earshot_hep_waiting", "HEP packets that wait to be sent", () -> (long) sender.waiting());
        health.register(
                "hep", () -> sender.problem().isEmpty() ? HealthState.ok() : HealthState.degraded(sender.problem()));
    }

    private static InetSocketAddress named(InetSocketAddress local, InetAddress meant) {
        InetAddress address = local.getAddress();
        return address == null || address.isAnyLocalAddress() ? new InetSocketAddress(meant, local.getPort()) : local;
    }

    private static long wallUs(long atNs) {
        long nowUs = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        return nowUs - (System.nanoTime() - atNs) / 1_000;
    }

    @Override
    public void close() {
        sender.close();
    }
}
