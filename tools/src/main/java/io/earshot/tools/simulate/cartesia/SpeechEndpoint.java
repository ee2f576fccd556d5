package io.earshot.tools.simulate.cartesia;

import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.FaultKind;
import io.earshot.tools.simulate.behaviour.Service;
import io.earshot.tools.simulate.http.Exchange;
import io.earshot.tools.simulate.http.Json;
import io.earshot.tools.simulate.http.KeyRing;
import io.earshot.tools.simulate.voice.VoiceBox;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tts/websocket} and {@code /tts/bytes}. Thread-safe because its parts are; each connection is confined to its
 * loop.
 */
public final class SpeechEndpoint {
    private static final int SOCKETS_PER_CONTEXT = 10;

    private final Behaviour behaviour;
    private final KeyRing keys;
    private final SpeechSettings settings;
    private final VoiceBox voices;
    private final AtomicInteger contexts = new AtomicInteger();
    private final AtomicInteger sockets = new AtomicInteger();

    public SpeechEndpoint(Behaviour behaviour, KeyRing keys, SpeechSettings settings, VoiceBox voices) {
        this.behaviour = behaviour;
        this.keys = keys;
        this.settings = settings;
        this.voices = voices;
    }

    /** Whether a path is one of this endpoint's. */
    public static boolean serves(String path) {
        return path.startsWith("/tts/");
    }

    /** Answers a request. */
    public void serve(Exchange exchange) {
        String version = version(exchange);
        try {
            check(exchange, version);
            checkFault(behaviour.faultAtDoor(Service.CARTESIA));
            route(exchange, version);
        } catch (SpeechRefusal refusal) {
            behaviour.stats().count("cartesia.refused");
            HttpHeaders headers = headers();
            if (refusal.retryAfterSeconds() >= 0) {
                headers.set("retry-after", refusal.retryAfterSeconds());
            }
            exchange.answer(refusal.status(), SpeechEvents.errorBody(version, refusal), headers);
        }
    }

    private void check(Exchange exchange, String version) {
        if (!keys.fits(key(exchange))) {
            throw new SpeechRefusal(401, "unauthorized", "invalid API key");
        }
        if (!version.matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw SpeechRefusal.invalid("Cartesia-Version header or cartesia_version parameter is required");
        }
    }

    private static void checkFault(Fault fault) {
        if (fault.kind() == FaultKind.LIMIT) {
            throw new SpeechRefusal(429, "concurrency_limited", "simulated limit", fault.retryAfterSeconds());
        }
        if (fault.kind() == FaultKind.REFUSE) {
            throw new SpeechRefusal(fault.status(), "unavailable", "simulated refusal");
        }
    }

    private void route(Exchange exchange, String version) {
        if (exchange.path().equals("/tts/websocket") && exchange.wantsWebSocket()) {
            open(exchange, version);
        } else if (exchange.path().equals("/tts/bytes") && exchange.method().equals(HttpMethod.POST)) {
            behaviour.stats().count("cartesia.bytes");
            SpeechRequest request = SpeechRequest.of(Json.object(exchange.body()));
            Fault fault = behaviour.faultInside(Service.CARTESIA);
            new SpeechBytes(exchange, request, settings, behaviour, voices, fault).start(headers());
        } else {
            throw new SpeechRefusal(404, "not_found", "no such endpoint");
        }
    }

    private void open(Exchange exchange, String version) {
        if (settings.concurrency() > 0 && sockets.get() >= settings.concurrency() * SOCKETS_PER_CONTEXT) {
            throw new SpeechRefusal(429, "concurrency_limited", "too many sockets are open");
        }
        sockets.incrementAndGet();
        SpeechSocket socket = new SpeechSocket(settings, behaviour, voices, version, contexts, sockets);
        if (exchange.upgrade(null, headers(), socket)) {
            behaviour.stats().count("cartesia.connections");
        } else {
            sockets.decrementAndGet();
        }
    }

    private static String version(Exchange exchange) {
        String parameter = exchange.parameter("cartesia_version");
        String header = exchange.header("cartesia-version");
        return parameter != null ? parameter : header != null ? header : "";
    }

    private static @Nullable String key(Exchange exchange) {
        String bearer = KeyRing.bearer(exchange.header("authorization"));
        if (bearer != null) {
            return bearer;
        }
        String header = exchange.header("x-api-key");
        if (header != null) {
            return header;
        }
        String token = exchange.parameter("access_token");
        return token != null ? token : exchange.parameter("api_key");
    }

    private static HttpHeaders headers() {
        return new DefaultHttpHeaders().set("x-request-id", UUID.randomUUID().toString());
    }
}
