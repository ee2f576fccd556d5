package io.earshot.tools.secrets;

import com.google.protobuf.MessageLite;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import livekit.LivekitSip.ListSIPDispatchRuleResponse;
import livekit.LivekitSip.ListSIPInboundTrunkResponse;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleDirect;
import livekit.LivekitSip.SIPDispatchRuleInfo;

/** A LiveKit server that has one dispatch rule with a PIN, and refuses whoever wants to join by saying the request back. */
final class PinnedLiveKit implements AutoCloseable {
    private final HttpServer server;

    PinnedLiveKit(String pin) throws IOException {
        SIPDispatchRule rule = SIPDispatchRule.newBuilder()
                .setDispatchRuleDirect(SIPDispatchRuleDirect.newBuilder()
                        .setRoomName("behind-a-pin")
                        .setPin(pin))
                .build();
        ListSIPDispatchRuleResponse rules = ListSIPDispatchRuleResponse.newBuilder()
                .addItems(SIPDispatchRuleInfo.newBuilder()
                        .setSipDispatchRuleId("SDR_pin")
                        .setRule(rule))
                .build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        server.createContext("/", PinnedLiveKit::refuse);
        server.createContext("/twirp/livekit.SIP/ListSIPDispatchRule", exchange -> answer(exchange, rules));
        server.createContext(
                "/twirp/livekit.SIP/ListSIPInboundTrunk",
                exchange -> answer(exchange, ListSIPInboundTrunkResponse.getDefaultInstance()));
        server.start();
    }

    String url() {
        return "ws://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, MessageLite message) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/protobuf");
            byte[] octets = message.toByteArray();
            exchange.sendResponseHeaders(200, octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    private static void refuse(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] octets = (exchange.getRequestURI() + " "
                            + exchange.getRequestHeaders().entrySet())
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(401, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
