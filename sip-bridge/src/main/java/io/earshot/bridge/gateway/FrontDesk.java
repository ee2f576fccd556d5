package io.earshot.bridge.gateway;

import io.earshot.ai.tts.TextToSpeech;
import io.earshot.bridge.call.CallMode;
import io.earshot.bridge.call.DirectReception;
import io.earshot.bridge.call.Reception;
import io.earshot.bridge.call.RefusalCounters;
import io.earshot.bridge.call.RefusalLog;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.GatewayConfig;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.config.RouteConfig;
import io.earshot.bridge.config.RoutingConfig;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.TrunkEncryption;
import io.earshot.bridge.livekit.LiveKitDesk;
import io.earshot.bridge.metrics.Families;
import io.earshot.livekit.dispatch.DispatchOutcome;
import io.earshot.livekit.dispatch.Explanation;
import io.earshot.livekit.dispatch.SipCallFacts;
import io.earshot.livekit.dispatch.TrunkCredentials;
import io.earshot.livekit.dispatch.TrunkPolicy;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.SipHeader;
import io.earshot.sip.SipStatus;
import io.earshot.sip.digest.DigestGuard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPMediaEncryption;
import org.jspecify.annotations.Nullable;

/**
 * Chooses each call's way, and for those that go into a room asks LiveKit's trunks and rules, and the caller for a proof where a
 * trunk wants one. It knows the lists already, so it never waits. Thread-safe because its parts are.
 */
public final class FrontDesk implements Reception, AutoCloseable {
    private static final SipStatus PROXY_AUTHENTICATION = new SipStatus(407, "Proxy Authentication Required");
    private static final int NO_NETWORK_SECONDS = 5;
    private static final Duration FIRST_LISTS = Duration.ofSeconds(3);

    private final Supplier<Ways> ways;
    private final DirectReception direct;
    private final GatewayCounters counters;
    private final RefusalLog refusals = new RefusalLog(System::nanoTime);
    private final InstantSource clock = InstantSource.system();

    /**
     * The front desk that a configuration asks for; begins to list LiveKit's trunks and rules when they matter, and waits a
     * moment for the first lists.
     *
     * @param livekit the LiveKit server, or null where none is configured
     * @param agents makes agents, asked once a call
     * @param voice speaks prompts, where one can
     * @param refusals counts what is refused
     * @throws ConfigException when a part refuses the configuration
     */
    public static FrontDesk open(
            LiveConfig live,
            @Nullable LiveKitDesk livekit,
            Supplier<AgentDesk> agents,
            Supplier<Optional<TextToSpeech>> voice,
            RefusalCounters refusals)
            throws ConfigException {
        GatewayCounters counters = new GatewayCounters(refusals);
        Supplier<Ways> ways = live.derive(
                (config, before) -> Ways.of(config, gateway(config, livekit, agents, voice, counters, before), before));
        return new FrontDesk(ways, new DirectReception(() -> live.now().calls(), agents), counters);
    }

    /** The gateway of a configuration; once there is one it stays, and keeps its lists. */
    private static @Nullable GatewayDesk gateway(
            BridgeConfig config,
            @Nullable LiveKitDesk livekit,
            Supplier<AgentDesk> agents,
            Supplier<Optional<TextToSpeech>> voice,
            GatewayCounters counters,
            @Nullable Ways before) {
        GatewayDesk known = before == null ? null : before.gateway();
        @Nullable TextToSpeech speaker = voice.get().orElse(null);
        if (known != null) {
            return known.with(
                    config.gateway(), known.prompts().isOf(speaker) ? known.prompts() : new PromptBook(speaker));
        }
        if (livekit == null || !config.routing().asksLiveKit()) {
            return null;
        }
        GatewayDesk gateway = new GatewayDesk(
                config.gateway(),
                livekit,
                livekit::enter,
                agents,
                new PromptBook(speaker),
                lists(config.gateway(), livekit),
                counters);
        gateway.warm();
        gateway.awaitLists(FIRST_LISTS);
        return gateway;
    }

    private static DispatchLists lists(GatewayConfig config, LiveKitDesk livekit) {
        return switch (config.dispatch()) {
            case LIVEKIT -> DispatchLists.start(DispatchLists.Source.of(livekit.api()), config.refresh());
            case TEMPLATE -> DispatchLists.fixed(GatewayDesk.everyCall());
        };
    }

    /**
     * A front desk.
     *
     * @param ways the ways that calls may go, asked once a call
     */
    FrontDesk(Supplier<Ways> ways, DirectReception direct, GatewayCounters counters) {
        this.ways = ways;
        this.direct = direct;
        this.counters = counters;
    }

    @Override
    public Welcome receive(String callId, IncomingCall sip) {
        SipCallFacts facts = facts(callId, sip);
        Ways now = ways.get();
        GatewayDesk gateway = now.gateway();
        RouteConfig route = now.routes()
                .of(new Routes.Call(
                        sip.remoteAddress().getAddress(), sip.toUser(), sip.fromUser(), () -> match(facts, gateway)));
        return switch (route.mode()) {
            case DIRECT -> counted(direct.receive(callId, sip));
            case ROOM -> room(route, sip);
            case GATEWAY ->
                gateway == null ? unconfigured(sip) : new Visit(gateway, now.digests(), callId, sip, facts).welcome();
        };
    }

    private Welcome counted(Welcome welcome) {
        if (welcome instanceof Welcome.Refused) {
            counters.refused("unknown_number");
        }
        return welcome;
    }

    /** Adds what it counts. */
    public void addTo(Families families) {
        new GatewayMetrics(counters, () -> {
                    GatewayDesk gateway = ways.get().gateway();
                    return gateway == null ? null : gateway.dispatchLists();
                })
                .addTo(families);
    }

    /** Lists no more. */
    @Override
    public void close() {
        GatewayDesk gateway = ways.get().gateway();
        if (gateway != null) {
            gateway.close();
        }
    }

    /** Which routes calls take now. */
    public RoutingConfig routing() {
        return ways.get().routing();
    }

    /** What the gateway goes by now, or null where there is none. */
    public @Nullable GatewayConfig gateway() {
        GatewayDesk gateway = ways.get().gateway();
        return gateway == null ? null : gateway.config();
    }

    private static SipCallFacts facts(String callId, IncomingCall sip) {
        return SipCallFacts.of(
                callId,
                sip.fromUser(),
                sip.fromHost(),
                sip.dialledUser(),
                sip.remoteAddress().getAddress().getHostAddress());
    }

    /** livekit-sip's call came to us: it is sent there, or refused where nobody said where that is. */
    private Welcome room(RouteConfig route, IncomingCall sip) {
        if (!route.redirect().isEmpty()) {
            String user = sip.toUser().isEmpty() ? "" : sip.toUser() + "@";
            counters.refused("redirected");
            return new Welcome.Redirected("sip:" + user + route.redirect());
        }
        return refuse(
                sip, SipStatus.NOT_FOUND, "room_mode", "the route leaves it to livekit-sip and names no redirect");
    }

    private Welcome unconfigured(IncomingCall sip) {
        return refuse(sip, SipStatus.SERVER_ERROR, "no_livekit", "no LiveKit server is configured");
    }

    /** Trunk and rule that LiveKit would choose if the caller proved and gave what they ask for. */
    private static Routes.Match match(SipCallFacts facts, @Nullable GatewayDesk gateway) {
        DispatchLists.Lists known = gateway == null ? null : gateway.lists();
        if (gateway == null || known == null) {
            return Routes.Match.NONE;
        }
        DispatchOutcome outcome = gateway.evaluate(facts, known);
        if (outcome instanceof DispatchOutcome.AuthenticationRequired asked) {
            outcome = gateway.evaluate(facts.proven(asked.trunkId()), known);
        }
        return switch (outcome) {
            case DispatchOutcome.Accepted accepted -> match(accepted.trunk(), accepted.ruleId(), known);
            case DispatchOutcome.PinRequired pin -> match(pin.trunk(), pin.ruleId(), known);
            case DispatchOutcome.AuthenticationRequired _, DispatchOutcome.Refused _ -> Routes.Match.NONE;
        };
    }

    private static Routes.Match match(TrunkPolicy trunk, String ruleId, DispatchLists.Lists known) {
        String name = known.rules().stream()
                .filter(rule -> rule.getSipDispatchRuleId().equals(ruleId))
                .map(SIPDispatchRuleInfo::getName)
                .findFirst()
                .orElse("");
        return new Routes.Match(trunk.trunkId(), trunk.name(), ruleId, name);
    }

    private Welcome refuse(IncomingCall sip, SipStatus status, String reason, String why) {
        return refuse(sip, status, List.of(), reason, why);
    }

    private Welcome refuse(IncomingCall sip, SipStatus status, List<SipHeader> headers, String reason, String why) {
        counters.refused(reason);
        refusals.line("call refused with %d (%s): from=%s to=%s source=%s sip=%s: %s"
                .formatted(
                        status.code(),
                        reason,
                        sip.fromUser(),
                        sip.toUser(),
                        sip.remoteAddress().getAddress().getHostAddress(),
                        sip.callId(),
                        why));
        return new Welcome.Refused(status, headers, reason);
    }

    /** One INVITE at the gateway's door. Confined to the call's loop. */
    private final class Visit {
        private final GatewayDesk desk;
        private final DigestGuard digests;
        private final String callId;
        private final IncomingCall sip;
        private final SipCallFacts facts;

        Visit(GatewayDesk desk, DigestGuard digests, String callId, IncomingCall sip, SipCallFacts facts) {
            this.desk = desk;
            this.digests = digests;
            this.callId = callId;
            this.sip = sip;
            this.facts = facts;
        }

        Welcome welcome() {
            DispatchLists.Lists known = desk.lists();
            if (known == null) {
                return refuse(
                        sip,
                        SipStatus.SERVICE_UNAVAILABLE,
                        List.of(new SipHeader("Retry-After", Integer.toString(NO_NETWORK_SECONDS))),
                        "lists_unknown",
                        "LiveKit's trunks and rules are not known: " + desk.listFailure());
            }
            DispatchOutcome outcome = desk.evaluate(facts, known);
            if (outcome instanceof DispatchOutcome.AuthenticationRequired asked) {
                Optional<Welcome> challenge = challenge(asked.credentials());
                if (challenge.isPresent()) {
                    return challenge.get();
                }
                return welcome(
                        desk.evaluate(facts.proven(asked.trunkId()), known), facts.proven(asked.trunkId()), known);
            }
            return welcome(outcome, facts, known);
        }

        private Welcome welcome(DispatchOutcome outcome, SipCallFacts proven, DispatchLists.Lists known) {
            return switch (outcome) {
                case DispatchOutcome.Accepted accepted ->
                    take(accepted.trunk(), accepted.encryption(), plan(accepted, known), _ -> Optional.empty());
                case DispatchOutcome.PinRequired pin ->
                    take(pin.trunk(), pin.encryption(), null, keyed -> opened(proven.withPin(keyed), pin.encryption()));
                case DispatchOutcome.Refused refused -> refused(refused, known);
                case DispatchOutcome.AuthenticationRequired _ ->
                    throw new IllegalStateException("asked for a proof that was given");
            };
        }

        private Welcome take(
                TrunkPolicy trunk,
                SIPMediaEncryption encryption,
                @Nullable GatewayPlan plan,
                Function<String, Optional<GatewayPlan>> byPin) {
            String label = trunk.trunkId().isEmpty() ? DirectReception.trunk(sip) : trunk.trunkId();
            return new Welcome.Taken(
                    label,
                    CallMode.GATEWAY,
                    Ringing.UNTIL_READY,
                    said(encryption),
                    (call, loop, events, history) ->
                            new GatewayLeg(desk, sip, call, loop, events, history, trunk, plan, byPin));
        }

        /** The plan that a PIN opens, by the lists of that moment. */
        private Optional<GatewayPlan> opened(SipCallFacts keyed, SIPMediaEncryption asked) {
            DispatchLists.Lists known = desk.lists();
            if (known == null || !(desk.evaluate(keyed, known) instanceof DispatchOutcome.Accepted accepted)) {
                return Optional.empty();
            }
            if (requires(accepted.encryption()) && !requires(asked)) {
                counters.refused("encryption");
                refusals.line(
                        "call %s: its PIN opens rule %s, which requires encrypted media; the call was answered by a rule that does not"
                                .formatted(callId, accepted.ruleId()));
                return Optional.empty();
            }
            return Optional.of(plan(accepted, known));
        }

        private GatewayPlan plan(DispatchOutcome.Accepted accepted, DispatchLists.Lists known) {
            return GatewayPlan.of(
                    accepted,
                    GatewayDesk.shared(accepted.ruleId(), known),
                    CallerHeaders.attributes(sip, accepted.trunk()));
        }

        /** Nothing when the caller proved who it is. */
        private Optional<Welcome> challenge(TrunkCredentials asked) {
            List<String> sent = new ArrayList<>(sip.headers("Proxy-Authorization"));
            sent.addAll(sip.headers("Authorization"));
            long now = clock.instant().getEpochSecond();
            DigestGuard.Verdict verdict =
                    digests.check(sent, "INVITE", asked.realm(), asked.username(), asked.revealPassword(), now);
            return switch (verdict) {
                case PROVED -> Optional.empty();
                case WRONG ->
                    Optional.of(refuse(
                            sip,
                            SipStatus.FORBIDDEN,
                            "wrong_password",
                            "the digest does not prove the trunk's password"));
                case MISSING, REPLAYED, STALE -> Optional.of(ask(asked.realm(), verdict, now));
            };
        }

        private Welcome ask(String realm, DigestGuard.Verdict verdict, long now) {
            counters.refused(verdict == DigestGuard.Verdict.REPLAYED ? "replayed" : "challenged");
            boolean stale = verdict == DigestGuard.Verdict.STALE;
            List<SipHeader> challenges = digests.challenges(realm, stale, now).stream()
                    .map(value -> new SipHeader("Proxy-Authenticate", value))
                    .toList();
            return new Welcome.Refused(PROXY_AUTHENTICATION, challenges, "challenged");
        }

        private Welcome refused(DispatchOutcome.Refused refused, DispatchLists.Lists known) {
            String why = refused.text() + reasons(refused.explanation());
            return switch (refused.reason()) {
                case NO_RULE, WRONG_PIN ->
                    forbidden(known)
                            ? refuse(sip, SipStatus.FORBIDDEN, "address", why)
                            : refuse(sip, SipStatus.NOT_FOUND, "no_rule", why);
                case TRUNK_CONFLICT, RULE_CONFLICT, UNKNOWN_RULE, BAD_SOURCE ->
                    refuse(
                            sip,
                            SipStatus.SERVER_ERROR,
                            refused.reason().name().toLowerCase(java.util.Locale.ROOT),
                            why);
            };
        }

        /** Whether the call would be taken if it came from elsewhere. */
        private boolean forbidden(DispatchLists.Lists known) {
            SipCallFacts anywhere = SipCallFacts.of(callId, facts.from(), facts.fromHost(), facts.to(), "");
            return !(desk.evaluate(anywhere, known) instanceof DispatchOutcome.Refused);
        }

        private String reasons(Explanation explanation) {
            StringBuilder text = new StringBuilder();
            Stream.concat(explanation.trunks().stream(), explanation.rules().stream())
                    .filter(verdict -> !verdict.why().isEmpty())
                    .limit(5)
                    .forEach(verdict -> text.append("; ")
                            .append(verdict.id())
                            .append(": ")
                            .append(String.join(", ", verdict.why())));
            return text.toString();
        }
    }

    private static boolean requires(SIPMediaEncryption encryption) {
        return encryption == SIPMediaEncryption.SIP_MEDIA_ENCRYPT_REQUIRE;
    }

    private static TrunkEncryption said(SIPMediaEncryption encryption) {
        return switch (encryption) {
            case SIP_MEDIA_ENCRYPT_REQUIRE -> TrunkEncryption.REQUIRED;
            case SIP_MEDIA_ENCRYPT_ALLOW -> TrunkEncryption.ALLOWED;
            case SIP_MEDIA_ENCRYPT_DISABLE, UNRECOGNIZED -> TrunkEncryption.DISABLED;
        };
    }
}
