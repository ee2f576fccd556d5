package io.earshot.bridge.gateway;

import io.earshot.bridge.config.GatewayConfig;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.RoomDoor;
import io.earshot.bridge.livekit.LiveKitDesk;
import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.dispatch.DispatchEngine;
import io.earshot.livekit.dispatch.DispatchOutcome;
import io.earshot.livekit.dispatch.RoomNaming;
import io.earshot.livekit.dispatch.SipCallFacts;
import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.livekit.token.VideoPermission;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleIndividual;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all calls of the gateway share. Thread-safe because its parts are. */
public final class GatewayDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GatewayDesk.class);
    private static final int CLOSING_AT_ONCE = 16;

    private final GatewayConfig config;
    private final LiveKitDesk livekit;
    private final RoomDoor door;
    private final Supplier<AgentDesk> agents;
    private final PromptBook prompts;
    private final DispatchLists lists;
    private final DispatchEngine engine;
    private final GatewayCounters counters;
    private final Semaphore closing = new Semaphore(CLOSING_AT_ONCE);

    /**
     * A gateway into the rooms of one server.
     *
     * @param agents makes the agent of each call, where ours talks
     */
    GatewayDesk(
            GatewayConfig config,
            LiveKitDesk livekit,
            RoomDoor door,
            Supplier<AgentDesk> agents,
            PromptBook prompts,
            DispatchLists lists,
            GatewayCounters counters) {
        this.config = config;
        this.livekit = livekit;
        this.door = door;
        this.agents = agents;
        this.prompts = prompts;
        this.lists = lists;
        this.counters = counters;
        SecureRandom random = new SecureRandom();
        this.engine = new DispatchEngine(
                config.roomName().isEmpty()
                        ? RoomNaming.likeLiveKit(random)
                        : RoomNaming.byTemplate(config.roomName(), random));
    }

    /** One rule that takes every call into a room of its own: what there is instead of LiveKit's with {@code dispatch: template}. */
    static DispatchLists.Lists everyCall() {
        SIPDispatchRule own = SIPDispatchRule.newBuilder()
                .setDispatchRuleIndividual(SIPDispatchRuleIndividual.getDefaultInstance())
                .build();
        return new DispatchLists.Lists(
                List.of(), List.of(SIPDispatchRuleInfo.newBuilder().setRule(own).build()));
    }

    GatewayConfig config() {
        return config;
    }

    /** The same gateway with other settings and another voice; calls that began keep what they have. */
    GatewayDesk with(GatewayConfig changed, PromptBook voice) {
        return changed.equals(config) && voice == prompts
                ? this
                : new GatewayDesk(changed, livekit, door, agents, voice, lists, counters);
    }

    RoomDoor door() {
        return door;
    }

    /** Makes the agent of a call, or null where none of ours talks: a call asks once. */
    @Nullable
    AgentDesk agents() {
        return config.agent() ? agents.get() : null;
    }

    PromptBook prompts() {
        return prompts;
    }

    GatewayCounters counters() {
        return counters;
    }

    /** LiveKit's trunks and rules as last listed, or null. */
    DispatchLists.@Nullable Lists lists() {
        return lists.current();
    }

    /** Why there are no lists, or no new ones. */
    String listFailure() {
        return lists.failure();
    }

    /** What LiveKit would do with the call. */
    DispatchOutcome evaluate(SipCallFacts call, DispatchLists.Lists known) {
        return engine.evaluate(call, known.trunks(), known.rules());
    }

    /** Whether a rule's room is there for more than one call. */
    static boolean shared(String ruleId, DispatchLists.Lists known) {
        return known.rules().stream()
                .filter(rule -> rule.getSipDispatchRuleId().equals(ruleId))
                .anyMatch(rule -> !rule.getRule().hasDispatchRuleIndividual());
    }

    /** How the plan's room is joined as its participant; the status is asked for at each session. */
    JoinOptions join(GatewayPlan plan, Supplier<String> status) {
        return livekit.join(livekit.tokens(() -> token(plan, status.get())));
    }

    private AccessToken token(GatewayPlan plan, String status) {
        AccessToken token = new AccessToken()
                .identity(plan.identity())
                .name(plan.name())
                .sipKind()
                .attributes(plan.attributes())
                .attributes(Map.of("sip.callStatus", status))
                .validFor(config.tokenLifetime())
                .video(VideoGrant.join(plan.room())
                        .allowing(VideoPermission.CAN_PUBLISH)
                        .allowing(VideoPermission.CAN_SUBSCRIBE)
                        .allowing(VideoPermission.CAN_PUBLISH_DATA)
                        .allowing(VideoPermission.CAN_UPDATE_OWN_METADATA));
        if (!plan.metadata().isEmpty()) {
            token.metadata(plan.metadata());
        }
        if (!plan.preset().isEmpty()) {
            token.roomPreset(plan.preset());
        }
        return plan.config() == null ? token : token.roomConfig(plan.config());
    }

    /** The caller was the last to leave a room that was made for the call: deletes it, unless somebody came. */
    void closeEmptyRoom(GatewayPlan plan) {
        if (plan.shared() || !config.closeEmptyRoom() || !closing.tryAcquire()) {
            return;
        }
        Thread.ofVirtual().name("close-room").start(() -> {
            try {
                close(plan);
            } catch (ApiException e) {
                log.info("room {} is left to LiveKit's own timeout: {}", plan.room(), e.getMessage());
            } finally {
                closing.release();
            }
        });
    }

    private void close(GatewayPlan plan) throws ApiException {
        List<ParticipantInfo> left = livekit.api().participants().list(plan.room());
        boolean empty = left.stream().allMatch(each -> each.getIdentity().equals(plan.identity()));
        if (empty && livekit.api().rooms().delete(plan.room())) {
            counters.roomClosed();
        }
    }

    /** Goes through what the first call would otherwise load classes for; joins nobody. */
    void warm() {
        SipCallFacts nobody = SipCallFacts.of("warm", "100", "localhost", "200", "127.0.0.1");
        if (evaluate(nobody, everyCall()) instanceof DispatchOutcome.Accepted accepted) {
            GatewayPlan plan = GatewayPlan.of(accepted, false, Map.of());
            var _ = join(plan, () -> "ringing").token().get();
        }
    }

    /** Waits a moment for the first lists, so that the first call finds them. */
    void awaitLists(Duration longest) {
        lists.awaitFirst(longest);
    }

    /** For metrics. */
    DispatchLists dispatchLists() {
        return lists;
    }

    @Override
    public void close() {
        lists.close();
    }
}
