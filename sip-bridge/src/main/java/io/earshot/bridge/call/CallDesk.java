package io.earshot.bridge.call;

import io.earshot.bridge.config.CallsConfig;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.leg.MediaDesk;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.sip.Admission;
import io.earshot.sip.CallExecutors;
import io.earshot.sip.CallListener;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.IncomingCallHandler;
import io.earshot.sip.SipStatus;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes calls from the SIP endpoint: decides on admission, gives each call its loop and creates it. Thread-safe: SIP's
 * transport threads ask for admission and loops, everything else runs on the call's loop.
 */
public final class CallDesk implements IncomingCallHandler, CallExecutors, Admission {
    private static final Logger log = LoggerFactory.getLogger(CallDesk.class);
    private static final char[] ID_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".toCharArray();

    private final CallsConfig calls;
    private final MediaLoops loops;
    private final MediaDesk media;
    private final AgentDesk agents;
    private final CallDirectory directory;
    private final Map<String, Call> running = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean draining;

    public CallDesk(CallsConfig calls, MediaLoops loops, MediaDesk media, AgentDesk agents, CallDirectory directory) {
        this.calls = calls;
        this.loops = loops;
        this.media = media;
        this.agents = agents;
        this.directory = directory;
    }

    /** Refuses new calls from now on; running ones go on. */
    public void drain() {
        draining = true;
    }

    /** Why new calls are refused now; empty while they are taken. */
    public String refusal() {
        if (draining) {
            return "draining";
        }
        return running.size() >= calls.maximum() ? "all " + calls.maximum() + " calls in use" : "";
    }

    /** Ends every running call. */
    public void endAll(CallEnd why) {
        running.values().forEach(call -> loopOf(call.sipCallId()).execute(() -> call.end(why)));
    }

    @Override
    public Decision decide(Newcomer newcomer) {
        boolean full = Math.max(newcomer.calls(), running.size()) >= calls.maximum();
        return draining || full
                ? new Decision.Unavailable(Math.toIntExact(calls.retryAfter().toSeconds()))
                : new Decision.Accept();
    }

    @Override
    public Executor executorFor(String callId) {
        return loopOf(callId)::execute;
    }

    @Override
    public CallListener onCall(IncomingCall sip) {
        if (!calls.answers(sip.toUser())) {
            log.info("call to unknown number refused: sip={} to={}", sip.callId(), sip.toUser());
            sip.reject(SipStatus.NOT_FOUND);
            return new CallListener() {};
        }
        CallFacts facts = CallFacts.of(newId(), sip, trunk(sip), CallMode.DIRECT);
        Call call = new Call(facts, sip, loopOf(sip.callId()), this);
        running.put(call.callId(), call);
        directory.add(call);
        return call.begin();
    }

    /** A call is over. */
    void ended(Call call, CallRecord last) {
        running.remove(call.callId());
        directory.end(call, last);
    }

    CallsConfig calls() {
        return calls;
    }

    MediaDesk media() {
        return media;
    }

    AgentDesk agents() {
        return agents;
    }

    /** Where a call came in: its source address, until trunks have names. */
    private static String trunk(IncomingCall sip) {
        return sip.remoteAddress().getAddress().getHostAddress();
    }

    private MediaLoop loopOf(String callId) {
        return loops.all()
                .get(Math.floorMod(spread(callId.hashCode()), loops.all().size()));
    }

    private static int spread(int hash) {
        return (hash * 0x9E3779B9) >>> 16;
    }

    private String newId() {
        StringBuilder id = new StringBuilder("EC_");
        for (int i = 0; i < 12; i++) {
            id.append(ID_LETTERS[random.nextInt(ID_LETTERS.length)]);
        }
        return id.toString();
    }
}
