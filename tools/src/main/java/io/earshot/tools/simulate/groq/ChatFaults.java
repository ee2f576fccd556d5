package io.earshot.tools.simulate.groq;

import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.http.Exchange;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** Answers to requests that a fault struck before there was an answer. Stateless. */
final class ChatFaults {
    private ChatFaults() {}

    /** Answers as the fault demands; false: it demands nothing at this point. */
    static boolean strike(Exchange exchange, Fault fault) {
        switch (fault.kind()) {
            case LIMIT -> limit(exchange, fault.retryAfterSeconds());
            case REFUSE -> refuse(exchange, fault.status(), "service_unavailable", "Simulated refusal.");
            case ERROR -> refuse(exchange, 500, "internal_server_error", "Simulated failure.");
            case GARBAGE -> garbage(exchange);
            case DISCONNECT -> exchange.abort();
            case STALL -> {} // no answer, ever
            case NONE, SLOW -> {
                return false;
            }
        }
        return true;
    }

    private static void refuse(Exchange exchange, int status, String code, String message) {
        answer(exchange, new ChatRefusal(status, "server_error", code, message), headers());
    }

    private static void limit(Exchange exchange, int seconds) {
        String message = "Rate limit reached for model in organization on requests per minute (RPM)."
                + " Please try again in " + seconds + "s.";
        answer(
                exchange,
                new ChatRefusal(429, "requests", "rate_limit_exceeded", message),
                headers().set("retry-after", seconds));
    }

    private static void garbage(Exchange exchange) {
        var body = Unpooled.copiedBuffer("{\"choices\":[{]\u0000garbage", StandardCharsets.UTF_8);
        exchange.answer(200, "application/json", body, headers());
    }

    private static void answer(Exchange exchange, ChatRefusal refusal, HttpHeaders headers) {
        exchange.answer(refusal.status(), refusal.body(), headers);
    }

    private static HttpHeaders headers() {
        return ChatEndpoint.requestId(ChatEndpoint.newId("req_"));
    }
}
