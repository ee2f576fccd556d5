package io.earshot.bridge.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.ai.agent.AgentConfig;
import io.earshot.bridge.call.CallDesk;
import io.earshot.bridge.call.DirectReception;
import io.earshot.bridge.call.RefusalCounters;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.guard.DialPolicy;
import io.earshot.bridge.guard.Guard;
import io.earshot.bridge.guard.GuardedReception;
import io.earshot.bridge.http.CallsResource;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.MediaDesk;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.rehearsal.StandInServices;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.sip.SipEndpoint;
import io.earshot.sip.wire.MessageTap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A bridge that places calls to a carrier, which is a bridge too: its guard asks for a password, its agent answers +15550100 and nobody
 * else.
 */
final class OutboundUnderTest implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Side carrier;
    final Side us;
    final OutboundDesk outbound;
    final OutboundResource resource;
    final Families families = new Families();
    final BlockingQueue<CallRecord> ended = new LinkedBlockingQueue<>();
    final BlockingQueue<CallRecord> refused = new LinkedBlockingQueue<>();

    /** One bridge: real SIP and RTP on loopback. */
    static final class Side implements AutoCloseable {
        final BridgeConfig config;
        final CallDirectory directory = new CallDirectory(100);
        final CallDesk desk;
        final SipEndpoint sip;
        final AgentDesk agents = new AgentDesk(AgentConfig.defaults(), StandInServices.create());
        final DialPolicy dialling;
        private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true));

        Side(String... settings) throws Exception {
            List<String> all = Stream.concat(Stream.of("sip.udp_port=0", "sip.tcp_port=0"), Stream.of(settings))
                    .toList();
            config = new ConfigLoader(Map.of()).load(BridgeConfig.defaults(Map.of()), null, all);
            MediaDesk media = new MediaDesk(config.media().onLoopback());
            Guard guard = new Guard(config.guard());
            dialling = new DialPolicy(config.guard().dial());
            RefusalCounters refusals = new RefusalCounters();
            GuardedReception reception =
                    new GuardedReception(guard, new DirectReception(config::calls, () -> agents), refusals);
            desk = new CallDesk(
                    config::calls, loops, () -> media, reception, directory, List.of(guard), refusals, dialling);
            sip = new SipEndpoint(config.sip(), desk, desk, desk, MessageTap.NONE, guard);
        }

        @Override
        public void close() {
            sip.close();
            loops.close();
            directory.close();
        }
    }

    /** @param trunk further keys of the trunk */
    OutboundUnderTest(String trunk, String... settings) throws Exception {
        this("", trunk, settings);
    }

    /** @param address of another carrier; empty: the one that answers */
    OutboundUnderTest(String address, String trunk, String[] settings) throws Exception {
        carrier = new Side(
                "calls.numbers=['+15550100', '+15550101']",
                "guard.trunks=[{name: us, addresses: [127.0.0.1], username: earshot, password: 'open sesame',"
                        + " realm: carrier}]");
        String there = address.isEmpty() ? "127.0.0.1:" + carrier.sip.udpPort() : address;
        String trunks = "outbound.trunks=[{name: carrier, address: '" + there + "', numbers: ['+15550199', '+15550198']"
                + (trunk.isEmpty() ? "" : ", " + trunk) + "}]";
        us = new Side(Stream.concat(Stream.of(trunks), Stream.of(settings)).toArray(String[]::new));
        us.directory.onEnded(ended::add);
        us.directory.onRefused(refused::add);
        outbound = new OutboundDesk(
                us.config::outbound, us.sip, us.desk, us.directory, () -> us.agents, us.dialling, us.desk::refusal);
        outbound.addTo(families);
        resource = new OutboundResource(new CallsResource(us.directory), outbound, us.directory);
    }

    static String account(String password) {
        return "username: earshot, password: '" + password + "'";
    }

    HttpAnswer post(String json) {
        return resource.answer(
                "POST", "", json.getBytes(UTF_8), name -> name.equals("Content-Type") ? "application/json" : null);
    }

    /** Places a call and returns its id. */
    String place(String json) throws Exception {
        HttpAnswer answer = post(json);
        if (answer.status() != 202) {
            throw new AssertionError(answer.status() + " " + new String(answer.body(), UTF_8));
        }
        return json(answer).path("callId").asText();
    }

    JsonNode get(String id) throws Exception {
        return json(resource.answer("GET", "/" + id, new byte[0]));
    }

    int delete(String id) {
        return resource.answer("DELETE", "/" + id, new byte[0]).status();
    }

    static JsonNode json(HttpAnswer answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    /** The record of a call as soon as it is as wished for. */
    JsonNode until(String id, Predicate<JsonNode> wished) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        JsonNode call = get(id);
        while (!wished.test(call)) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("still " + call);
            }
            TimeUnit.MILLISECONDS.sleep(5);
            call = get(id);
        }
        return call;
    }

    CallRecord ended() throws InterruptedException {
        CallRecord last = ended.poll(10, TimeUnit.SECONDS);
        if (last == null) {
            throw new AssertionError("no call ended within 10 s");
        }
        return last;
    }

    @Override
    public void close() {
        us.close();
        carrier.close();
    }
}
