package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.earshot.bridge.log.CallMark;
import io.earshot.bridge.log.CallMarks;
import io.earshot.tools.serve.BridgeUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One trace from a caller's INVITE through a gateway call with the real server: log lines, record, webhook, Homer and spans. */
@Tag("peers")
@Timeout(120)
class GatewayTraceTest {
    private static final String NUMBER = "+15550100";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @TempDir
    Path directory;

    private final Queue<String> webhooks = new ConcurrentLinkedQueue<>();
    private final Queue<String> spans = new ConcurrentLinkedQueue<>();
    private final Queue<String> homer = new ConcurrentLinkedQueue<>();
    private final Queue<ILoggingEvent> logged = new ConcurrentLinkedQueue<>();

    @Test
    void shouldCarryTheCallersTraceIntoEverythingThatIsToldOfTheCall() throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/calls", this::webhook);
        http.createContext("/v1/traces", this::spans);
        http.start();
        String here = "http://127.0.0.1:" + http.getAddress().getPort();
        AppenderBase<ILoggingEvent> log = listen();
        String callId;
        try (Peers peers = Peers.start();
                DatagramSocket collector = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> receive(collector));
            peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
            try (BridgeUnderTest node = Nodes.gateway(
                            peers,
                            "traces.endpoint=" + here,
                            "hep.address=127.0.0.1:" + collector.getLocalPort(),
                            "records.file=" + directory.resolve("calls.jsonl"),
                            "records.webhook.url=" + here + "/calls",
                            "records.webhook.secret=sesame-sesame-sesame");
                    TonePhone phone = new TonePhone(node.sipPort(), NUMBER).header("traceparent", PARENT)) {
                phone.dial();
                peers.awaitRoom("voice-ai-call-");
                Peers.untilTrue(
                        "the room's media",
                        () -> node.callRecord(phone.callId()).toString().contains("dtls_connected"));
                phone.hangUp();
                JsonNode record = node.endedCall(phone.callId());
                assertThat(record.path("traceId").asText()).isEqualTo(TRACE);
                assertThat(record.path("traceParent").asText()).isEqualTo(PARENT);
                callId = record.path("callId").asText();
                Peers.untilTrue("the webhook", () -> !webhooks.isEmpty());
                Peers.untilTrue("the call's spans", () -> told(spans, "call gateway"));
                Peers.untilTrue("Homer's log entries", () -> told(homer, "\"trace\":\"" + TRACE + "\""));
            }
        } finally {
            http.stop(0);
            root().detachAppender(log);
        }
        assertThat(webhooks).allMatch(traceparent -> traceparent.startsWith("00-" + TRACE + "-"));
        String inBytes = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
        String all = String.join("\n", spans);
        assertThat(all).contains(inBytes, "call gateway", "room join", "ICE", "DTLS", "room media");
        assertThat(homer).anyMatch(packet -> packet.contains("traceparent: " + PARENT));
        List<ILoggingEvent> ofTheCall = logged.stream()
                .filter(line -> line.getFormattedMessage().contains(callId))
                .toList();
        assertThat(ofTheCall).hasSizeGreaterThan(2).allMatch(line -> TRACE.equals(traceOf(line)));
    }

    /** The mark of a whole event, or of the call that the line's arguments name, as the bridge's own formats find it. */
    private static @Nullable String traceOf(ILoggingEvent line) {
        CallMark named = CallMarks.among(line.getArgumentArray());
        return named == null ? line.getMDCPropertyMap().get("trace") : named.traceId();
    }

    private AppenderBase<ILoggingEvent> listen() {
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                event.prepareForDeferredProcessing();
                logged.add(event);
            }
        };
        appender.setContext(root().getLoggerContext());
        appender.start();
        root().addAppender(appender);
        return appender;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static boolean told(Queue<String> all, String text) {
        return all.stream().anyMatch(one -> one.contains(text));
    }

    private void webhook(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        webhooks.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void spans(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream body = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            spans.add(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void receive(DatagramSocket collector) {
        byte[] buffer = new byte[65_535];
        while (!collector.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                collector.receive(packet);
                homer.add(new String(buffer, 0, packet.getLength(), StandardCharsets.ISO_8859_1));
            } catch (IOException closed) {
                return;
            }
        }
    }
}
