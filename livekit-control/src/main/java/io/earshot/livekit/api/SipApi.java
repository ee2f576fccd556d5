package io.earshot.livekit.api;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.time.Duration;
import java.util.List;
import livekit.LivekitSip.CreateSIPDispatchRuleRequest;
import livekit.LivekitSip.CreateSIPInboundTrunkRequest;
import livekit.LivekitSip.CreateSIPOutboundTrunkRequest;
import livekit.LivekitSip.CreateSIPParticipantRequest;
import livekit.LivekitSip.DeleteSIPDispatchRuleRequest;
import livekit.LivekitSip.DeleteSIPTrunkRequest;
import livekit.LivekitSip.GetSIPInboundTrunkRequest;
import livekit.LivekitSip.GetSIPInboundTrunkResponse;
import livekit.LivekitSip.GetSIPOutboundTrunkRequest;
import livekit.LivekitSip.GetSIPOutboundTrunkResponse;
import livekit.LivekitSip.ListSIPDispatchRuleRequest;
import livekit.LivekitSip.ListSIPDispatchRuleResponse;
import livekit.LivekitSip.ListSIPInboundTrunkRequest;
import livekit.LivekitSip.ListSIPInboundTrunkResponse;
import livekit.LivekitSip.ListSIPOutboundTrunkRequest;
import livekit.LivekitSip.ListSIPOutboundTrunkResponse;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPDispatchRuleUpdate;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import livekit.LivekitSip.SIPInboundTrunkUpdate;
import livekit.LivekitSip.SIPOutboundTrunkInfo;
import livekit.LivekitSip.SIPOutboundTrunkUpdate;
import livekit.LivekitSip.SIPParticipantInfo;
import livekit.LivekitSip.TransferSIPParticipantRequest;
import livekit.LivekitSip.UpdateSIPDispatchRuleRequest;
import livekit.LivekitSip.UpdateSIPInboundTrunkRequest;
import livekit.LivekitSip.UpdateSIPOutboundTrunkRequest;

/**
 * Telephony: trunks, dispatch rules, calls out and transfers. A creation whose answer was lost is looked up by name (by content where
 * it has none) before it is asked again. Thread-safe because it holds no state.
 */
public final class SipApi {
    private static final Duration JOIN_TIME = Duration.ofSeconds(35);
    private static final Duration LONGEST_RINGING = Duration.ofSeconds(80);
    private static final Duration TRANSFER_TIME = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Twirp twirp;

    SipApi(Twirp twirp) {
        this.twirp = twirp;
    }

    /** Makes an inbound trunk; its id is given by the server. */
    public SIPInboundTrunkInfo createInbound(SIPInboundTrunkInfo trunk) throws ApiException {
        CreateSIPInboundTrunkRequest request =
                CreateSIPInboundTrunkRequest.newBuilder().setTrunk(trunk).build();
        return Creation.of(
                () -> admin(Operation.CREATE_INBOUND_TRUNK, request, SIPInboundTrunkInfo.parser()),
                () -> inbound().stream().filter(it -> Likeness.same(it, trunk)).findFirst());
    }

    /** All inbound trunks. */
    public List<SIPInboundTrunkInfo> inbound() throws ApiException {
        return admin(
                        Operation.LIST_INBOUND_TRUNKS,
                        ListSIPInboundTrunkRequest.getDefaultInstance(),
                        ListSIPInboundTrunkResponse.parser())
                .getItemsList();
    }

    /** One inbound trunk. */
    public SIPInboundTrunkInfo inbound(String trunkId) throws ApiException {
        GetSIPInboundTrunkRequest request =
                GetSIPInboundTrunkRequest.newBuilder().setSipTrunkId(trunkId).build();
        return admin(Operation.GET_INBOUND_TRUNK, request, GetSIPInboundTrunkResponse.parser())
                .getTrunk();
    }

    /** Changes the fields of an inbound trunk that the update sets. */
    public SIPInboundTrunkInfo updateInbound(String trunkId, SIPInboundTrunkUpdate update) throws ApiException {
        return updateInbound(UpdateSIPInboundTrunkRequest.newBuilder()
                .setSipTrunkId(trunkId)
                .setUpdate(update)
                .build());
    }

    /** Replaces an inbound trunk, which keeps its id. */
    public SIPInboundTrunkInfo replaceInbound(String trunkId, SIPInboundTrunkInfo trunk) throws ApiException {
        return updateInbound(UpdateSIPInboundTrunkRequest.newBuilder()
                .setSipTrunkId(trunkId)
                .setReplace(trunk)
                .build());
    }

    private SIPInboundTrunkInfo updateInbound(UpdateSIPInboundTrunkRequest request) throws ApiException {
        return admin(Operation.UPDATE_INBOUND_TRUNK, request, SIPInboundTrunkInfo.parser());
    }

    /** Makes an outbound trunk; its id is given by the server. */
    public SIPOutboundTrunkInfo createOutbound(SIPOutboundTrunkInfo trunk) throws ApiException {
        CreateSIPOutboundTrunkRequest request =
                CreateSIPOutboundTrunkRequest.newBuilder().setTrunk(trunk).build();
        return Creation.of(
                () -> admin(Operation.CREATE_OUTBOUND_TRUNK, request, SIPOutboundTrunkInfo.parser()),
                () -> outbound().stream().filter(it -> Likeness.same(it, trunk)).findFirst());
    }

    /** All outbound trunks. */
    public List<SIPOutboundTrunkInfo> outbound() throws ApiException {
        return admin(
                        Operation.LIST_OUTBOUND_TRUNKS,
                        ListSIPOutboundTrunkRequest.getDefaultInstance(),
                        ListSIPOutboundTrunkResponse.parser())
                .getItemsList();
    }

    /** One outbound trunk. */
    public SIPOutboundTrunkInfo outbound(String trunkId) throws ApiException {
        GetSIPOutboundTrunkRequest request =
                GetSIPOutboundTrunkRequest.newBuilder().setSipTrunkId(trunkId).build();
        return admin(Operation.GET_OUTBOUND_TRUNK, request, GetSIPOutboundTrunkResponse.parser())
                .getTrunk();
    }

    /** Changes the fields of an outbound trunk that the update sets. */
    public SIPOutboundTrunkInfo updateOutbound(String trunkId, SIPOutboundTrunkUpdate update) throws ApiException {
        return updateOutbound(UpdateSIPOutboundTrunkRequest.newBuilder()
                .setSipTrunkId(trunkId)
                .setUpdate(update)
                .build());
    }

    /** Replaces an outbound trunk, which keeps its id. */
    public SIPOutboundTrunkInfo replaceOutbound(String trunkId, SIPOutboundTrunkInfo trunk) throws ApiException {
        return updateOutbound(UpdateSIPOutboundTrunkRequest.newBuilder()
                .setSipTrunkId(trunkId)
                .setReplace(trunk)
                .build());
    }

    private SIPOutboundTrunkInfo updateOutbound(UpdateSIPOutboundTrunkRequest request) throws ApiException {
        return admin(Operation.UPDATE_OUTBOUND_TRUNK, request, SIPOutboundTrunkInfo.parser());
    }

    /** Deletes a trunk of either kind. LiveKit does not say whether it existed. */
    public void deleteTrunk(String trunkId) throws ApiException {
        DeleteSIPTrunkRequest request =
                DeleteSIPTrunkRequest.newBuilder().setSipTrunkId(trunkId).build();
        admin(Operation.DELETE_TRUNK, request, Empty.parser());
    }

    /** Makes a dispatch rule; its id is given by the server. */
    public SIPDispatchRuleInfo createRule(SIPDispatchRuleInfo rule) throws ApiException {
        CreateSIPDispatchRuleRequest request =
                CreateSIPDispatchRuleRequest.newBuilder().setDispatchRule(rule).build();
        return Creation.of(
                () -> admin(Operation.CREATE_DISPATCH_RULE, request, SIPDispatchRuleInfo.parser()),
                () -> rules().stream().filter(it -> Likeness.same(it, rule)).findFirst());
    }

    /** All dispatch rules. */
    public List<SIPDispatchRuleInfo> rules() throws ApiException {
        return admin(
                        Operation.LIST_DISPATCH_RULES,
                        ListSIPDispatchRuleRequest.getDefaultInstance(),
                        ListSIPDispatchRuleResponse.parser())
                .getItemsList();
    }

    /** Changes the fields of a rule that the update sets. */
    public SIPDispatchRuleInfo updateRule(String ruleId, SIPDispatchRuleUpdate update) throws ApiException {
        return updateRule(UpdateSIPDispatchRuleRequest.newBuilder()
                .setSipDispatchRuleId(ruleId)
                .setUpdate(update)
                .build());
    }

    /** Replaces a rule, which keeps its id. */
    public SIPDispatchRuleInfo replaceRule(String ruleId, SIPDispatchRuleInfo rule) throws ApiException {
        return updateRule(UpdateSIPDispatchRuleRequest.newBuilder()
                .setSipDispatchRuleId(ruleId)
                .setReplace(rule)
                .build());
    }

    private SIPDispatchRuleInfo updateRule(UpdateSIPDispatchRuleRequest request) throws ApiException {
        return admin(Operation.UPDATE_DISPATCH_RULE, request, SIPDispatchRuleInfo.parser());
    }

    /**
     * Deletes a dispatch rule.
     *
     * @return whether it was there
     */
    public boolean deleteRule(String ruleId) throws ApiException {
        DeleteSIPDispatchRuleRequest request = DeleteSIPDispatchRuleRequest.newBuilder()
                .setSipDispatchRuleId(ruleId)
                .build();
        try {
            admin(Operation.DELETE_DISPATCH_RULE, request, SIPDispatchRuleInfo.parser());
            return true;
        } catch (ApiException.NotFound gone) {
            return false;
        }
    }

    /**
     * Calls a number through livekit-sip and brings it into a room. Never asked twice. Returns when the participant is in the room, or,
     * where the request says {@code wait_until_answered}, when the call was answered.
     *
     * @throws ApiException.CallRefused when it waited and the other end refused
     */
    public SIPParticipantInfo dial(CreateSIPParticipantRequest request) throws ApiException {
        Duration limit = dialTime(request);
        return twirp.call(
                Operation.CREATE_SIP_PARTICIPANT, request, SIPParticipantInfo.parser(), Grants.sipCall(), limit, limit);
    }

    private static Duration dialTime(CreateSIPParticipantRequest request) {
        if (!request.getWaitUntilAnswered()) {
            return JOIN_TIME;
        }
        Duration ringing = Duration.ofSeconds(request.getRingingTimeout().getSeconds());
        return (ringing.isZero() ? LONGEST_RINGING : ringing).plus(MARGIN);
    }

    /** Transfers a SIP participant with REFER and waits for the outcome. Never asked twice. */
    public void transfer(TransferSIPParticipantRequest request) throws ApiException {
        Duration asked = Duration.ofSeconds(request.getRingingTimeout().getSeconds());
        Duration limit = (asked.isZero() ? TRANSFER_TIME : asked).plus(MARGIN);
        twirp.call(
                Operation.TRANSFER_SIP_PARTICIPANT,
                request,
                Empty.parser(),
                Grants.sipCall(request.getRoomName()),
                limit,
                limit);
    }

    private <T> T admin(Operation operation, MessageLite request, Parser<T> parser) throws ApiException {
        return twirp.call(operation, request, parser, Grants.sipAdmin());
    }
}
