package io.earshot.bridge.webhook;

import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.livekit.webhook.EventType;
import io.earshot.livekit.webhook.WebhookEvent;
import io.earshot.livekit.webhook.WebhookResult;
import io.earshot.livekit.webhook.WebhookVerifier;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /webhooks/livekit}: 200 for an event that was taken (again), 401, 400 and 413 for what is not one of LiveKit's, 503
 * while too many wait or no agent is brought. Thread-safe because its parts are.
 */
public final class WebhookResource implements HttpResource {
    private static final Logger log = LoggerFactory.getLogger(WebhookResource.class);
    private static final long LOG_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private final WebhookVerifier verifier;
    private final int maxBody;
    private final WebhookInbox inbox;
    private final WebhookCounters counters;
    private final InstantSource clock;
    private final EchoDesk echoes;
    private final AtomicLong loggedNs = new AtomicLong(System.nanoTime() - LOG_EVERY_NS);

    /**
     * An endpoint that trusts {@code verifier}.
     *
     * @param maxBody longest body, octets
     * @param clock wall time, against which tokens expire
     */
    public WebhookResource(
            WebhookVerifier verifier, int maxBody, WebhookInbox inbox, WebhookCounters counters, InstantSource clock) {
        this.verifier = verifier;
        this.maxBody = maxBody;
        this.inbox = inbox;
        this.counters = counters;
        this.clock = clock;
        this.echoes = new EchoDesk(counters);
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return answer(method, path, body, _ -> null);
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body, Headers headers) {
        if (!path.isEmpty()) {
            return HttpAnswer.text(404, "no such resource");
        }
        if (!method.equals("POST")) {
            return HttpAnswer.text(405, "only POST is served here").with("Allow", "POST");
        }
        return body.length > maxBody
                ? refused(new WebhookResult.Rejected(413, "body too long"))
                : verified(headers.value("Authorization"), body);
    }

    private HttpAnswer verified(@Nullable String authorization, byte[] body) {
        return switch (verifier.verify(authorization, body, clock.instant())) {
            case WebhookResult.Rejected rejected -> refused(rejected);
            case WebhookResult.Verified authentic ->
                EchoDesk.asks(authentic.event())
                        ? echoes.answer(authentic.event(), authentic.key())
                        : taken(authentic.event());
        };
    }

    private HttpAnswer taken(WebhookEvent event) {
        echoes.heard(event);
        String refusal = inbox.offer(event);
        return refusal.isEmpty()
                ? HttpAnswer.text(200, "ok")
                : HttpAnswer.text(503, refusal).with("Retry-After", "1");
    }

    /** Strangers may post as often as they like: each is counted, one a second is logged. */
    private HttpAnswer refused(WebhookResult.Rejected rejected) {
        int status = rejected.status();
        String reason = rejected.reason();
        counters.count(
                EventType.UNKNOWN,
                switch (status) {
                    case 401 -> Outcome.UNAUTHORIZED;
                    case 413 -> Outcome.TOO_LARGE;
                    default -> Outcome.MALFORMED;
                });
        long nowNs = System.nanoTime();
        long lastNs = loggedNs.get();
        if (nowNs - lastNs >= LOG_EVERY_NS && loggedNs.compareAndSet(lastNs, nowNs)) {
            log.warn("webhook refused: status={} reason={}", status, reason);
        }
        // Whoever holds the key may know what is wrong with its request; a stranger is told nothing.
        return HttpAnswer.text(status, status == 401 && !rejected.signed() ? "not authorized" : reason);
    }
}
