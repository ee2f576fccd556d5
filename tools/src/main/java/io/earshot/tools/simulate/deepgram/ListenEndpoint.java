package io.earshot.tools.simulate.deepgram;

import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.FaultKind;
import io.earshot.tools.simulate.behaviour.Service;
import io.earshot.tools.simulate.http.Exchange;
import io.earshot.tools.simulate.http.KeyRing;
import io.earshot.tools.simulate.http.WebSocketSession;
import io.earshot.tools.simulate.speech.Ear;
import io.earshot.tools.simulate.speech.PhraseBank;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/listen} and {@code /v2/listen}. Thread-safe because its parts are; each connection is confined to its loop.
 */
public final class ListenEndpoint {
    private final Behaviour behaviour;
    private final KeyRing keys;
    private final ListenSettings settings;
    private final PhraseBank bank;

    public ListenEndpoint(Behaviour behaviour, KeyRing keys, ListenSettings settings, PhraseBank bank) {
        this.behaviour = behaviour;
        this.keys = keys;
        this.settings = settings;
        this.bank = bank;
    }

    /** Whether a path is one of this endpoint's. */
    public static boolean serves(String path) {
        return path.equals("/v1/listen") || path.equals("/v2/listen");
    }

    /** Answers a handshake. */
    public void serve(Exchange exchange) {
        String requestId = UUID.randomUUID().toString();
        try {
            String subprotocol = checkKey(exchange);
            checkFault(behaviour.faultAtDoor(Service.DEEPGRAM));
            WebSocketSession session = session(exchange, requestId);
            if (exchange.upgrade(subprotocol, headers(requestId), session)) {
                behaviour.stats().count("deepgram.connections");
            }
        } catch (ListenRefusal refusal) {
            behaviour.stats().count("deepgram.refused");
            HttpHeaders headers = headers(requestId).set("dg-error", refusal.reason());
            if (refusal.retryAfterSeconds() >= 0) {
                headers.set("retry-after", refusal.retryAfterSeconds());
            }
            exchange.answer(refusal.status(), refusal.body(requestId), headers);
        }
    }

    private WebSocketSession session(Exchange exchange, String requestId) {
        if (!exchange.wantsWebSocket()) {
            throw ListenRefusal.invalid("only live streaming over a WebSocket is simulated");
        }
        Parameters parameters = new Parameters(exchange.parameters());
        Ear ear = new Ear(bank, settings.unknown());
        return exchange.path().equals("/v2/listen")
                ? FluxSession.socket(FluxOptions.of(parameters), behaviour, ear, requestId)
                : NovaSession.socket(NovaOptions.of(parameters), settings, behaviour, ear, requestId);
    }

    /** Returns the subprotocol to choose: {@code token} where the key came as one, else null. */
    private @Nullable String checkKey(Exchange exchange) {
        String authorization = exchange.header("authorization");
        String offered = exchange.header("sec-websocket-protocol");
        String key = KeyRing.after(authorization, "Token ");
        key = key != null ? key : KeyRing.bearer(authorization);
        String subprotocol = null;
        if (key == null && offered != null && offered.indexOf(',') > 0) {
            key = offered.substring(offered.indexOf(',') + 1).strip();
            subprotocol = offered.substring(0, offered.indexOf(',')).strip();
        }
        if (!keys.fits(key)) {
            throw new ListenRefusal(401, "INVALID_AUTH", "Invalid credentials.");
        }
        return subprotocol;
    }

    private static void checkFault(Fault fault) {
        if (fault.kind() == FaultKind.LIMIT) {
            throw new ListenRefusal(
                    429, "TOO_MANY_REQUESTS", "Too many requests. Please try again later.", fault.retryAfterSeconds());
        }
        if (fault.kind() == FaultKind.REFUSE) {
            throw new ListenRefusal(fault.status(), "SERVICE_UNAVAILABLE", "Simulated refusal.");
        }
    }

    private static HttpHeaders headers(String requestId) {
        return new DefaultHttpHeaders().set("dg-request-id", requestId);
    }
}
