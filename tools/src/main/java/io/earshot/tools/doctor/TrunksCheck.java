package io.earshot.tools.doctor;

import io.earshot.livekit.api.ApiException;
import io.earshot.tools.doctor.SipTarget.Transport;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import livekit.LivekitSip.SIPOutboundTrunkInfo;
import livekit.LivekitSip.SIPTransport;
import org.jspecify.annotations.Nullable;

/** Whether SIP trunks answer OPTIONS: LiveKit's outbound ones and those that were named. */
final class TrunksCheck implements Check {
    private static final int MOST = 20;

    private final List<String> named;

    TrunksCheck(List<String> named) {
        this.named = List.copyOf(named);
    }

    @Override
    public String name() {
        return "trunks";
    }

    @Override
    public Verdict run(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        Map<String, SipTarget> targets = new LinkedHashMap<>();
        for (String each : named) {
            SipTarget.parse(each)
                    .ifPresentOrElse(
                            target -> targets.put(target.place() + target.transport(), target),
                            () -> findings.add(Finding.fault(
                                    FaultClass.CONFIGURATION,
                                    "--trunk " + each + " is no HOST[:PORT]",
                                    "Write it as sip.example.com:5060;transport=tcp.")));
        }
        outbound(patient).forEach(target -> targets.putIfAbsent(target.place() + target.transport(), target));
        if (targets.isEmpty() && findings.isEmpty()) {
            return Verdict.skipped("LiveKit has no outbound trunk, and none was named (--trunk)");
        }
        List<String> measured = new ArrayList<>();
        TrunkTls tls = TrunkTls.of(patient);
        targets.values().stream().limit(MOST).forEach(target -> measured.add(tried(target, tls, findings)));
        return Verdict.of(String.join("; ", measured), findings);
    }

    private static List<SipTarget> outbound(Patient patient) {
        if (!patient.configured() || !patient.livekit().configured() || !patient.worked(LiveKitSipCheck.NAME)) {
            return List.of();
        }
        try {
            return patient.api().sip().outbound().stream()
                    .map(TrunksCheck::target)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (ApiException toldElsewhere) {
            return List.of();
        }
    }

    private static Optional<SipTarget> target(SIPOutboundTrunkInfo trunk) {
        Transport transport = switch (trunk.getTransport()) {
            case SIP_TRANSPORT_TCP -> Transport.TCP;
            case SIP_TRANSPORT_TLS -> Transport.TLS;
            default -> Transport.UDP;
        };
        String label = trunk.getName().isEmpty() ? trunk.getSipTrunkId() : trunk.getName();
        String named = trunk.getTransport() == SIPTransport.SIP_TRANSPORT_AUTO
                ? trunk.getAddress()
                : trunk.getAddress() + ";transport=" + transport.token();
        return SipTarget.parse(named).map(it -> it.called("LiveKit's outbound trunk " + label));
    }

    private static String tried(SipTarget target, TrunkTls tls, List<Finding> findings) {
        SipAnswer answer = SipQuestion.options(target, tls);
        String other = answer.answered() || handshakeFails(answer) ? "" : otherWay(target, tls);
        Finding wrong = judge(target, answer, other);
        if (wrong != null) {
            findings.add(wrong);
        }
        return target.place() + " over " + target.transport() + ": " + answer.words() + " in "
                + LiveKitAddressCheck.ms(answer.tookNs());
    }

    /** Whether TLS is spoken there and only its certificates are wrong. */
    private static boolean handshakeFails(SipAnswer answer) {
        return answer.failure() instanceof SSLException tls && !TlsFindings.plain(tls);
    }

    /** The transport by which it does answer, or empty. */
    private static String otherWay(SipTarget target, TrunkTls tls) {
        for (Transport each : Transport.values()) {
            if (each != target.transport()
                    && SipQuestion.options(target.over(each), tls).answered()) {
                return each.token();
            }
        }
        return "";
    }

    /**
     * What is wrong, or null.
     *
     * @param other a transport by which it does answer, or empty
     */
    static @Nullable Finding judge(SipTarget target, SipAnswer answer, String other) {
        String who = target.name() + " (" + target.place() + " over " + target.transport() + ")";
        if (!other.isEmpty()) {
            return Finding.fault(
                    FaultClass.TELEPHONY,
                    who + " gives no answer, but does over " + other + ": the transport is wrong",
                    "Use ;transport=" + other + " for it, in LiveKit --transport " + other + ".");
        }
        if (!answer.answered()) {
            return silent(target, answer, who);
        }
        return switch (answer.status()) {
            case 403, 603 ->
                Finding.warning(
                        FaultClass.TELEPHONY,
                        who + " answers " + answer.status() + ": it does not know this machine's address",
                        "Have the address of this machine (and of livekit-sip) entered at the trunk's provider.");
            case 500, 502, 503, 504 ->
                Finding.warning(
                        FaultClass.TELEPHONY,
                        who + " answers " + answer.words() + ": it takes no calls now",
                        "Ask its provider; name a second trunk meanwhile.");
            default -> null;
        };
    }

    private static Finding silent(SipTarget target, SipAnswer answer, String who) {
        return switch (answer.failure()) {
            case UnknownHostException _ ->
                fault(
                        "the name of " + who + " does not resolve",
                        "Correct the trunk's address, or the name's records.");
            case PortUnreachableException _, ConnectException _ ->
                fault(
                        "nothing accepts SIP at " + who,
                        "Correct address and port of the trunk, or start what should answer there.");
            case SSLException tls ->
                TlsFindings.of(
                        FaultClass.TELEPHONY,
                        target.host(),
                        tls,
                        "Use transport tcp or udp for this trunk, or the port at which it speaks TLS (5061 mostly).");
            case null, default ->
                fault(
                        who + " does not answer OPTIONS (" + answer.words() + ")",
                        "Let SIP through the firewall both ways, and have this machine's address entered at the trunk's"
                                + " provider: many keep silent to strangers.");
        };
    }

    private static Finding fault(String cause, String fix) {
        return Finding.fault(FaultClass.TELEPHONY, cause, fix);
    }
}
