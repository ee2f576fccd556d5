package io.earshot.tools.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.MediaQuality;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.doctor.SipTarget.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call to the bridge with media both ways. One that runs is asked by OPTIONS, and called live only, since its agent's greeting may cost; where
 * none runs, one of our own is started with the configured addresses, ports and codecs, and simulated providers.
 */
final class CallCheck implements Check {
    private static final Duration TALK = Duration.ofMillis(1_500);
    private static final long SLOW_MS = 4_000;
    private static final int FEW = 20;

    /**
     * What came of the call; -1 for what is not known. Immutable.
     *
     * @param status final SIP status, 0 when none came
     * @param reason its words, or why there was none
     * @param setupMs from INVITE to answer
     * @param mediaMs from INVITE to the first packet heard
     * @param heard RTP packets that we got
     * @param heardThere RTP packets that the bridge got
     */
    record Facts(int status, String reason, double setupMs, double mediaMs, long heard, long heardThere) {}

    @Override
    public String name() {
        return "call";
    }

    @Override
    public List<String> after() {
        return List.of(ConfigurationCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) throws InterruptedException {
        BridgeConfig config = patient.config();
        String host = LocalAddress.reached(config.sip().host());
        SipTarget target = new SipTarget("bridge", "", host, config.sip().udpPort(), Transport.UDP);
        SipAnswer answer = config.sip().udpPort() == 0
                ? SipAnswer.none(new IOException("no port"), 0)
                : SipQuestion.options(target, TrunkTls.of(patient));
        try {
            return answer.answered() ? running(patient, target, answer) : ours(config, host);
        } catch (IOException failed) {
            return Verdict.of(
                    "no call could be made: " + failed.getMessage(),
                    Finding.fault(
                            FaultClass.MACHINE,
                            "the bridge, or a telephone beside it, cannot be started: " + failed.getMessage(),
                            "Correct sip.host, media.host and their ports, or end what uses them."));
        }
    }

    private static Verdict running(Patient patient, SipTarget target, SipAnswer answer)
            throws IOException, InterruptedException {
        String agent = answer.first("server") + answer.first("user-agent");
        String measured = "OPTIONS to " + target.place() + ": " + answer.words() + " in "
                + LiveKitAddressCheck.ms(answer.tookNs());
        if (!agent.startsWith(patient.config().sip().userAgent())) {
            return Verdict.of(
                    measured,
                    Finding.fault(
                            FaultClass.CONFIGURATION,
                            "another program answers SIP at " + target.place()
                                    + (agent.isEmpty() ? "" : " (" + agent + ")")
                                    + ", so the bridge cannot start there",
                            "Stop it, or set sip.udp_port and sip.tcp_port to free ports: livekit-sip wants 5060 as well."));
        }
        if (answer.status() == 503) {
            return Verdict.of(
                    measured,
                    Finding.warning(
                            FaultClass.TELEPHONY,
                            "the bridge takes no calls now: it is full, overloaded, draining, or its agent is out of order",
                            "See /health/ready of the bridge, which says why."));
        }
        if (!patient.live()) {
            return Verdict.ok(measured + "; a bridge runs, not called (--live calls it)");
        }
        CallOutcome outcome = called(target, number(patient.config()));
        JsonNode told = BridgePages.call(patient, outcome.callId());
        return judge(measured + "; ", facts(outcome, told), patient.config());
    }

    private static Verdict ours(BridgeConfig config, String host) throws IOException, InterruptedException {
        try (OwnBridge bridge = OwnBridge.start(config)) {
            SipTarget target = new SipTarget("bridge", "", host, bridge.sipPort(), Transport.UDP);
            CallOutcome outcome = called(target, "100");
            return judge("no bridge runs; started one; ", facts(outcome, bridge.call(outcome.callId())), config);
        }
    }

    private static CallOutcome called(SipTarget target, String number) throws IOException {
        try (Softphone phone = Softphone.strictlyAt(InetAddress.getByName(target.host()))) {
            CallPlan plan = CallPlan.to("sip:" + number + "@" + target.place(), List.of());
            return phone.call(plan.lasting(TALK), CallWatcher.NONE);
        }
    }

    private static String number(BridgeConfig config) {
        return config.calls().numbers().stream()
                .filter(it -> it.matches("[+\\w]+"))
                .findFirst()
                .orElse("100");
    }

    private static Facts facts(CallOutcome outcome, JsonNode told) {
        MediaQuality quality = outcome.quality();
        MediaQuality.Stream received = quality == null ? null : quality.received();
        JsonNode there = told.at("/quality/received/packets");
        return new Facts(
                outcome.status(),
                outcome.reason(),
                orUnknown(outcome.answeredMs()),
                orUnknown(outcome.firstMediaMs()),
                received == null ? 0 : received.packets(),
                there.isNumber() ? there.asLong() : -1);
    }

    private static double orUnknown(@Nullable Double ms) {
        return ms == null ? -1 : ms;
    }

    static Verdict judge(String before, Facts facts, BridgeConfig config) {
        String measured = before
                + String.format(
                        Locale.ROOT,
                        "%s, set up in %s, first audio after %s, %d packets heard here, %s there",
                        facts.status == 0 ? "no answer" : facts.status,
                        ms(facts.setupMs),
                        ms(facts.mediaMs),
                        facts.heard,
                        facts.heardThere < 0 ? "?" : Long.toString(facts.heardThere));
        Finding wrong = wrong(facts, config);
        return wrong == null ? Verdict.ok(measured) : Verdict.of(measured, wrong);
    }

    private static @Nullable Finding wrong(Facts facts, BridgeConfig config) {
        if (facts.status / 100 != 2) {
            return refused(facts, config);
        }
        boolean deafThere = facts.heardThere >= 0 && facts.heardThere < FEW;
        if (deafThere) {
            return deafThere(facts, config);
        }
        if (facts.heard < FEW) {
            return Finding.fault(
                    FaultClass.MEDIA,
                    "one-way audio: the bridge hears callers, but no audio of the bridge came here",
                    "Let UDP from media.first_port to media.last_port out; see media.dtx and the agent's greeting where the agent"
                            + " may just be silent.");
        }
        return facts.setupMs > SLOW_MS
                ? Finding.warning(
                        FaultClass.MACHINE,
                        "the call was answered late",
                        "See calls.answer and the providers' latency (/v1/latency), and whether the machine is busy.")
                : null;
    }

    /** Whether or not we heard it: a telephone that is strict takes no audio from elsewhere than the SDP says. */
    private static Finding deafThere(Facts facts, BridgeConfig config) {
        return Finding.fault(
                FaultClass.MEDIA,
                (facts.heard < FEW ? "no audio in either direction" : "one-way audio")
                        + ": the bridge does not hear callers. Its SDP tells them to send to " + advertised(config)
                        + ", and what is sent there from here does not arrive",
                "Set media.advertised_host to the address at which callers reach this machine, and let UDP from"
                        + " media.first_port to media.last_port in. Behind a NAT that does not reflect, this machine cannot"
                        + " prove it: call from outside.");
    }

    private static String advertised(BridgeConfig config) {
        String named = config.media().advertisedHost();
        return named.isEmpty() ? config.media().host() : named;
    }

    private static Finding refused(Facts facts, BridgeConfig config) {
        return Finding.fault(
                FaultClass.TELEPHONY,
                facts.status == 0
                        ? "the bridge does not answer calls: " + facts.reason
                        : "the bridge refuses calls: " + facts.status + " " + facts.reason,
                switch (facts.status) {
                    case 404 -> "See calls.numbers and routing.routes: the number called is none of them.";
                    case 403 -> "See guard: this machine's address is not among those that may call.";
                    case 401, 407 -> "Calls need a trunk's password: call with it, or allow this machine's address.";
                    case 488 ->
                        config.media().allowLoopback()
                                ? "See media.codecs and media.srtp: nothing in common."
                                : "media.allow_loopback is off: set it where callers are on this machine, else set media.host to"
                                        + " an address of it. Or see media.codecs: no codec in common.";
                    case 503 -> "See /health/ready of the bridge, which says why.";
                    default -> "Look into the bridge's log for this call.";
                });
    }

    private static String ms(double ms) {
        return ms < 0 ? "-" : String.format(Locale.ROOT, "%.0f ms", ms);
    }
}
