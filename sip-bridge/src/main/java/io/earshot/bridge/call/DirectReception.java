package io.earshot.bridge.call;

import io.earshot.bridge.config.CallsConfig;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.AgentLeg;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.SipStatus;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins every call to a served number to an agent of its own (mode direct). Thread-safe because its sources are.
 *
 * @param settings which calls are taken, asked once a call
 * @param agents makes agents, asked once a call
 */
public record DirectReception(Supplier<CallsConfig> settings, Supplier<AgentDesk> agents) implements Reception {
    private static final Logger log = LoggerFactory.getLogger(DirectReception.class);

    @Override
    public Welcome receive(String callId, IncomingCall sip) {
        CallsConfig calls = settings.get();
        if (!calls.answers(sip.toUser())) {
            log.info("call to unknown number refused: sip={} to={}", sip.callId(), sip.toUser());
            return new Welcome.Refused(SipStatus.NOT_FOUND, List.of(), "unknown_number");
        }
        Ringing ringing = new Ringing(calls.answer() == CallsConfig.Answer.AT_ONCE, calls.maximumRing());
        return new Welcome.Taken(
                trunk(sip),
                CallMode.DIRECT,
                ringing,
                (facts, loop, events, history) ->
                        new AgentLeg(agents.get(), facts.callId(), facts.trunk(), loop, events, history));
    }

    /** Where a call came in: its source address. */
    public static String trunk(IncomingCall sip) {
        return sip.remoteAddress().getAddress().getHostAddress();
    }
}
