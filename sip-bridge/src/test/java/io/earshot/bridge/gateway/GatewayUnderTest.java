package io.earshot.bridge.gateway;

import io.earshot.ai.agent.AgentConfig;
import io.earshot.bridge.call.CallDesk;
import io.earshot.bridge.call.DialGate;
import io.earshot.bridge.call.DirectReception;
import io.earshot.bridge.call.RefusalCounters;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.MediaDesk;
import io.earshot.bridge.livekit.LiveKitDesk;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.rehearsal.StandInServices;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.sip.CallListener;
import io.earshot.sip.SipConfig;
import io.earshot.sip.SipEndpoint;
import io.earshot.sip.SipHeader;
import io.earshot.sip.SipStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Front desk, gateway and telephones over real SIP and RTP on loopback; the room is staged. */
final class GatewayUnderTest implements AutoCloseable {
    private static final Map<String, String> LIVEKIT = Map.of(
            "LIVEKIT_URL", "wss://127.0.0.1:1", "LIVEKIT_API_KEY", "key", "LIVEKIT_API_SECRET", "secret-".repeat(6));

    final BlockingQueue<StagedRoom> rooms = new LinkedBlockingQueue<>();
    private final RefusalCounters refusals = new RefusalCounters();
    final GatewayCounters counters = new GatewayCounters(refusals);
    final CallDirectory directory = new CallDirectory(10);
    final SipEndpoint sip;
    private final MediaLoops loops;
    private final MediaLoop loop;
    private final MediaDesk media;
    private final LiveKitDesk livekit;
    private final SipEndpoint phones;

    GatewayUnderTest(DispatchLists lists, String... settings) throws Exception {
        BridgeConfig config = config(settings);
        loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true));
        loop = loops.all().getFirst();
        media = new MediaDesk(config.media());
        livekit = new LiveKitDesk(config::livekit);
        AgentDesk agents = new AgentDesk(AgentConfig.defaults(), StandInServices.create());
        GatewayDesk gateway = new GatewayDesk(
                config.gateway(),
                livekit,
                (callLoop, options, listener) -> {
                    StagedRoom room = new StagedRoom(callLoop, options, listener);
                    rooms.add(room);
                    return room;
                },
                () -> agents,
                new PromptBook(null),
                lists,
                counters);
        Ways ways = Ways.of(config, gateway, null);
        FrontDesk front = new FrontDesk(() -> ways, new DirectReception(config::calls, () -> agents), counters);
        CallDesk desk =
                new CallDesk(config::calls, loops, () -> media, front, directory, List.of(), refusals, DialGate.OPEN);
        sip = new SipEndpoint(SipConfig.loopback(), desk, desk);
        phones = new SipEndpoint(SipConfig.loopback(), _ -> loop::execute, call -> {
            call.reject(SipStatus.DECLINE);
            return new CallListener() {};
        });
    }

    private static BridgeConfig config(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "routing.otherwise=gateway",
                "gateway.close_empty_room=false",
                "media.allow_loopback=true",
                "media.srtp=off"));
        all.addAll(List.of(settings));
        return new ConfigLoader(LIVEKIT).load(BridgeConfig.defaults(LIVEKIT), null, all);
    }

    /** A call from 100 to {@code number} whose telephone has these settings of media. */
    TestPhone dialWith(String number, String... settings) throws Exception {
        MediaDesk own = media.with(config(settings).media());
        return TestPhone.call(loop, own, phones, "100", "sip:" + number + "@127.0.0.1:" + sip.udpPort());
    }

    /** A call from 100 to {@code number}. */
    TestPhone dial(String number, SipHeader... headers) throws Exception {
        return TestPhone.call(loop, media, phones, "100", "sip:" + number + "@127.0.0.1:" + sip.udpPort(), headers);
    }

    /** A call from 100 to {@code number} whose INVITE has no offer. */
    TestPhone dialWithoutOffer(String number) throws Exception {
        return TestPhone.callWithoutOffer(loop, media, phones, "100", "sip:" + number + "@127.0.0.1:" + sip.udpPort());
    }

    /** The room that a call joins. */
    StagedRoom room() throws InterruptedException {
        return got(rooms);
    }

    /** The record of the only call there was, once it is over. */
    CallRecord ended() throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (System.nanoTime() - deadlineNs < 0) {
            if (directory.runningCount() == 0 && !directory.all().isEmpty()) {
                return directory.all().getFirst();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the call is not over");
    }

    /** The next thing in a queue, which must come within seconds. */
    static <T> T got(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(5, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    @Override
    public void close() {
        phones.close();
        sip.close();
        livekit.close();
        loops.close();
    }
}
