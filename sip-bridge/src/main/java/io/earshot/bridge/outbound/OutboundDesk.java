package io.earshot.bridge.outbound;

import io.earshot.bridge.call.CallDesk;
import io.earshot.bridge.call.CallDirection;
import io.earshot.bridge.call.CallFacts;
import io.earshot.bridge.call.CallLog;
import io.earshot.bridge.call.CallMode;
import io.earshot.bridge.call.DialGate;
import io.earshot.bridge.call.RefusalLog;
import io.earshot.bridge.config.OutboundConfig;
import io.earshot.bridge.config.OutboundTrunk;
import io.earshot.bridge.guard.TrunkCaps;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.trace.TraceContext;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.sip.SipEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Places calls: says whether one may be placed, makes it, counts what became of it. Thread-safe: orders come on HTTP's threads, which may
 * wait for a name to be looked up, everything else of a call runs on its loop.
 */
public final class OutboundDesk {
    private static final String OTHER = "other";

    private final Supplier<OutboundConfig> config;
    private final SipEndpoint sip;
    private final CallDesk desk;
    private final CallDirectory directory;
    private final Supplier<AgentDesk> agents;
    private final DialGate dialling;
    private final Supplier<String> refusal;
    private final TrunkCaps caps = new TrunkCaps();
    private final Map<String, OutboundCall> running = new ConcurrentHashMap<>();
    private final RefusalLog log = new RefusalLog(System::nanoTime);
    private final Tally outcomes = new Tally("trunk", "outcome");

    /**
     * A desk without calls.
     *
     * @param config asked at each order
     * @param agents makes agents, asked once a call
     * @param dialling where calls may go at all, and how many
     * @param refusal why no call is placed now; empty while calls are
     */
    public OutboundDesk(
            Supplier<OutboundConfig> config,
            SipEndpoint sip,
            CallDesk desk,
            CallDirectory directory,
            Supplier<AgentDesk> agents,
            DialGate dialling,
            Supplier<String> refusal) {
        this.config = config;
        this.sip = sip;
        this.desk = desk;
        this.directory = directory;
        this.agents = agents;
        this.dialling = dialling;
        this.refusal = refusal;
    }

    /** What it goes by now. */
    public OutboundConfig settings() {
        return config.get();
    }

    /** Places a call, or says why not. Waits while the trunk's name is looked up. */
    Placement place(Order order) {
        Optional<OutboundTrunk> trunk = config.get().trunk(order.trunk());
        if (trunk.isEmpty()) {
            boolean none = config.get().trunks().isEmpty();
            return none || !order.trunk().isEmpty()
                    ? refused(order, OTHER, 404, "no_trunk", none ? "no outbound trunk is configured" : "no such trunk")
                    : refused(order, OTHER, 400, "no_trunk", "there are several trunks: name one");
        }
        String from = order.from().isEmpty() ? trunk.get().numbers().getFirst() : order.from();
        if (!trunk.get().numbers().contains(from)) {
            return refused(order, trunk.get().name(), 403, "policy", "from is none of the trunk's numbers");
        }
        String closed = refusal.get();
        return closed.isEmpty()
                ? permitted(order, trunk.get(), from)
                : refused(order, trunk.get().name(), 503, "unavailable", closed);
    }

    /** What lies between an order and its call. */
    private Placement permitted(Order order, OutboundTrunk trunk, String from) {
        String callId = desk.newId();
        Optional<DialGate.Refusal> no = dialling.request(callId, trunk.uri(order.to()));
        if (no.isEmpty()) {
            no = caps.take(callId, trunk.name(), order.to(), trunk.caps());
            if (no.isPresent()) {
                dialling.over(callId);
            }
        }
        if (no.isPresent()) {
            boolean later = no.get().later();
            return refused(
                    order,
                    trunk.name(),
                    later ? 429 : 403,
                    later ? "caps" : "policy",
                    no.get().text());
        }
        Placement placement = null;
        try {
            placement = dial(callId, order, trunk, from);
            return placement;
        } finally {
            if (!(placement instanceof Placement.Placed)) {
                over(callId);
            }
        }
    }

    private Placement dial(String callId, Order order, OutboundTrunk trunk, String from) {
        InetSocketAddress hop;
        try {
            hop = SipEndpoint.resolve(trunk.uri(order.to()), trunk.transport().name());
        } catch (IOException e) {
            return refused(order, trunk.name(), 503, "unreachable", "the trunk's address cannot be resolved");
        }
        String sipCallId = sip.newCallId();
        CallFacts facts = facts(callId, sipCallId, order, trunk, from);
        MediaLoop loop = desk.loopFor(sipCallId);
        try {
            loop.call(() -> {
                begin(new OutboundCall(facts, loop, this, order, trunk), hop);
                return true;
            });
            return new Placement.Placed(callId, sipCallId, trunk.name(), order.to());
        } catch (MediaUnavailableException e) {
            return refused(order, trunk.name(), 503, "unavailable", "no media port is free");
        } catch (IllegalArgumentException e) {
            return refused(order, trunk.name(), 503, "unreachable", "the trunk cannot be reached");
        } catch (Exception e) {
            throw new IllegalStateException("the call's loop did not place it", e);
        }
    }

    private void begin(OutboundCall call, InetSocketAddress hop) throws MediaUnavailableException {
        call.dial(sip, hop);
        running.put(call.callId(), call);
        directory.add(call);
        directory.progress("started", call::snapshot);
    }

    private static CallFacts facts(String callId, String sipCallId, Order order, OutboundTrunk trunk, String from) {
        return new CallFacts(
                callId,
                sipCallId,
                "sip:" + from + "@" + trunk.host(),
                "sip:" + order.to() + "@" + trunk.host(),
                trunk.name(),
                CallMode.DIRECT,
                TraceContext.fresh(),
                CallDirection.OUTBOUND);
    }

    /** A refused order is counted, logged and recorded, so that misuse is seen. */
    private Placement refused(Order order, String trunk, int status, String outcome, String why) {
        outcomes.count(trunk, outcome);
        log.line("outbound call refused with %d: trunk=%s to=%s: %s".formatted(status, trunk, order.to(), why));
        directory.refused(outcome, () -> refusedRecord(order, trunk, status, why));
        return new Placement.Refused(status, outcome, why);
    }

    private CallRecord refusedRecord(Order order, String trunk, int status, String why) {
        long nowNs = System.nanoTime();
        CallFacts facts = new CallFacts(
                desk.newId(),
                "",
                "sip:" + order.from(),
                "sip:" + order.to(),
                trunk,
                CallMode.DIRECT,
                TraceContext.fresh(),
                CallDirection.OUTBOUND);
        CallLog history = new CallLog(facts, Instant.now(), nowNs);
        history.ended(new CallEnd.Refused(status, why), nowNs);
        return history.record("refused", null, null);
    }

    // ---- for its calls

    CallDesk desk() {
        return desk;
    }

    DialGate dialling() {
        return dialling;
    }

    AgentDesk agents(@Nullable String greeting) {
        AgentDesk usual = agents.get();
        return greeting == null ? usual : usual.beginning(greeting);
    }

    /** Whether a trunk's caps let its calls go to a number of a URI. */
    boolean permits(OutboundTrunk trunk, String uri) {
        return TrunkCaps.permits(uri, trunk.caps());
    }

    void answered(OutboundCall call) {
        caps.answered(call.callId());
        directory.progress("answered", call::snapshot);
    }

    /** Seconds that may still be talked by a trunk today, divided by those who talk. */
    double share(OutboundTrunk trunk) {
        return caps.secondsLeft(trunk.name(), trunk.caps()) / Math.max(1, caps.calls(trunk.name()));
    }

    void ended(OutboundCall call, CallRecord last, String outcome) {
        running.remove(call.callId());
        over(call.callId());
        outcomes.count(last.trunk(), outcome);
        directory.end(call, last);
    }

    private void over(String callId) {
        caps.over(callId);
        dialling.over(callId);
    }

    /** Calls of a trunk that came to that. */
    long counted(String trunk, String outcome) {
        return outcomes.of(trunk, outcome);
    }

    // ---- for the bridge

    /** Says goodbye in every call, and ends it; what is not answered yet is given up. */
    public void leaveAll() {
        running.values().forEach(OutboundCall::leave);
    }

    /** Ends every call. */
    public void endAll(CallEnd why) {
        running.values().forEach(call -> call.end(why));
    }

    /** Adds its families; a label names configured trunks only. */
    public void addTo(Families families) {
        families.counters(
                        "earshot_sip_outbound_calls",
                        "Calls that the bridge was to place, by trunk and what became of them",
                        outcomes)
                .gauges(
                        "earshot_sip_outbound_calls_active",
                        "Calls that the bridge placed and that run now, by trunk",
                        List.of("trunk"),
                        samples -> config.get()
                                .trunks()
                                .forEach(trunk -> samples.at(caps.calls(trunk.name()), trunk.name())));
    }
}
