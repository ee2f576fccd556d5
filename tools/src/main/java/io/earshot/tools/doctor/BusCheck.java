package io.earshot.tools.doctor;

import io.earshot.bridge.config.RouteMode;
import io.earshot.livekit.api.ApiException;
import java.util.List;
import livekit.LivekitSip.CreateSIPParticipantRequest;
import livekit.LivekitSip.SIPParticipantInfo;

/**
 * Whether livekit-sip answers livekit-server over Redis (psrpc). It is asked to call somebody at no address: livekit-server passes that on, and
 * livekit-sip refuses it before it makes a call or joins a room. So its refusal is the proof, and nothing happens.
 */
final class BusCheck implements Check {
    static final String NAME = "bus";

    /** What livekit-sip says about a call without an address. */
    private static final String PROOF = "address must be set";

    private static final String NOBODY = "doctor";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> after() {
        return List.of(LiveKitSipCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) {
        long beginNs = System.nanoTime();
        try {
            SIPParticipantInfo called = patient.api().sip().dial(toNoAddress());
            patient.api().participants().remove(called.getRoomName(), called.getParticipantIdentity());
            return Verdict.of("livekit-sip took a call to no address", notUnderstood("it took a call to no address"));
        } catch (ApiException refusal) {
            return judge(refusal, LiveKitAddressCheck.ms(System.nanoTime() - beginNs), needed(patient));
        }
    }

    private static CreateSIPParticipantRequest toNoAddress() {
        return CreateSIPParticipantRequest.newBuilder()
                .setSipNumber(NOBODY)
                .setSipCallTo(NOBODY)
                .setRoomName(NOBODY)
                .setParticipantIdentity(NOBODY)
                .build();
    }

    /** Calls come through livekit-sip in room mode, and where there are trunks but no gateway of ours to use them. */
    private static boolean needed(Patient patient) {
        if (LiveKitSipCheck.roomMode(patient.config())) {
            return true;
        }
        try {
            return !patient.config().routing().uses(RouteMode.GATEWAY)
                    && !patient.api().sip().inbound().isEmpty();
        } catch (ApiException unknown) {
            return true;
        }
    }

    static Verdict judge(ApiException refusal, String took, boolean needed) {
        return switch (refusal) {
            case ApiException.Rejected rejected
            when rejected.why().contains(PROOF) -> Verdict.ok("livekit-sip answered livekit-server in " + took);
            case ApiException.Overloaded busy ->
                Verdict.of(
                        "livekit-sip answered in " + took, Finding.warning(FaultClass.BUS, busy.why(), busy.advice()));
            case ApiException.NoResponder _
            when !needed -> Verdict.skipped("no livekit-sip answered; nothing that is configured needs one");
            case ApiException.NoResponder silent -> Verdict.of("no answer from livekit-sip in " + took, silent(silent));
            case ApiException.ServerFault _, ApiException.TimedOut _, ApiException.Unreachable _ ->
                ApiFindings.verdict(refusal);
            default -> Verdict.of(ApiFindings.measured(refusal), notUnderstood(refusal.why()));
        };
    }

    private static Finding silent(ApiException.NoResponder failure) {
        return Finding.fault(
                FaultClass.BUS,
                failure.why() + ": it does not run, uses another Redis than livekit-server, or takes no more calls"
                        + " (max_active_calls, sip_trunk_ids)",
                "Start livekit-sip; give it the same redis address, database and user as livekit-server. Callers hear"
                        + " 503 \"Try again later\" meanwhile. The API key and secret have no part in this.");
    }

    private static Finding notUnderstood(String what) {
        return Finding.warning(
                FaultClass.BUS,
                "livekit-sip or livekit-server answered otherwise than the versions known here: " + what,
                "Compare their versions with livekit-control/README.md.");
    }
}
