package io.earshot.bridge.rehearsal;

import io.earshot.ai.agent.AgentConfig;
import io.earshot.ai.agent.AgentServices;
import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.ai.vad.VoiceActivityDetector;
import io.earshot.bridge.call.CallDesk;
import io.earshot.bridge.call.CallMode;
import io.earshot.bridge.call.DirectReception;
import io.earshot.bridge.call.Reception;
import io.earshot.bridge.config.CallsConfig;
import io.earshot.bridge.config.MediaConfig;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.leg.MediaDesk;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.sip.CallListener;
import io.earshot.sip.SipConfig;
import io.earshot.sip.SipEndpoint;
import io.earshot.sip.SipStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places short calls over loopback from a SIP endpoint of its own to a call desk of its own, on the bridge's media loops.
 * What it measures is thrown away. Used by the starting thread.
 */
public final class Rehearsal {
    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
    private static final long LONGEST_MS = 4_000;
    private static final CallDirectory.Ending CALLER_HUNG_UP = new CallDirectory.Ending(
            CallMode.REHEARSAL.label(), new CallEnd.CallerHungUp().meaning().label());

    private final MediaLoops loops;
    private final MediaDesk media;
    private final CallDirectory directory = new CallDirectory(0);
    private final CallDesk desk;

    /** A rehearsal on these loops with the bridge's codecs and its kind of voice detection. */
    public Rehearsal(MediaLoops loops, MediaConfig config, AgentConfig agent, VoiceActivityDetector.Factory vad)
            throws IOException {
        this.loops = loops;
        this.media = new MediaDesk(config.onLoopback());
        CallsConfig calls = CallsConfig.defaults();
        AgentDesk agents = new AgentDesk(agent, services(vad));
        Reception direct = new DirectReception(() -> calls, () -> agents);
        this.desk = new CallDesk(
                () -> calls, loops, () -> media, (callId, sip) -> rehearsed(direct.receive(callId, sip)), directory);
    }

    private static Reception.Welcome rehearsed(Reception.Welcome welcome) {
        return welcome instanceof Reception.Welcome.Taken taken
                ? new Reception.Welcome.Taken(taken.trunk(), CallMode.REHEARSAL, taken.ringing(), taken.far())
                : welcome;
    }

    /** Providers that only keep time: every 300 ms of sound is a turn, and every sentence is 60 ms of humming. */
    public static AgentServices services(VoiceActivityDetector.Factory vad) {
        return new AgentServices(
                new RehearsalEars(), new RehearsalMind(), new RehearsalVoice(), vad, List.of(), new LatencyRecorder());
    }

    /**
     * Places {@code calls} calls at once, each {@code talkMs} long, and waits for their end. Failure is logged only.
     *
     * @return calls that were answered and ended as they should
     */
    public int run(int calls, long talkMs) {
        long startNs = System.nanoTime();
        CountDownLatch done = new CountDownLatch(calls);
        MediaLoop callers = loops.all().getFirst();
        try (SipEndpoint answering = new SipEndpoint(SipConfig.loopback(), desk, desk);
                SipEndpoint calling = new SipEndpoint(SipConfig.loopback(), _ -> callers::execute, call -> {
                    call.reject(SipStatus.DECLINE);
                    return new CallListener() {};
                })) {
            String uri = "sip:rehearsal@127.0.0.1:" + answering.udpPort();
            for (int i = 0; i < calls; i++) {
                callers.execute(() -> place(callers, calling, uri, talkMs, done));
            }
            if (!done.await(LONGEST_MS, TimeUnit.MILLISECONDS)) {
                log.warn("rehearsal: {} of {} calls did not end in time", done.getCount(), calls);
            }
        } catch (IOException e) {
            log.warn("no rehearsal: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var _ = loops.takeLatenessUs();
        int ended = Math.toIntExact(directory.ended().getOrDefault(CALLER_HUNG_UP, 0L));
        log.info("rehearsed {} calls in {} ms", ended, (System.nanoTime() - startNs) / 1_000_000);
        return ended;
    }

    private void place(MediaLoop loop, SipEndpoint calling, String uri, long talkMs, CountDownLatch done) {
        try {
            new RehearsalCaller(loop, media, talkMs, done).place(calling, uri);
        } catch (Exception e) {
            log.warn("rehearsal call failed: {}", e.toString());
            done.countDown();
        }
    }
}
