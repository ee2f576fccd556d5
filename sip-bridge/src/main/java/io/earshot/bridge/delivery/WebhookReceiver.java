package io.earshot.bridge.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.bridge.config.DeliveryConfig;
import io.earshot.bridge.trace.TraceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Posts entries to a URL as {@code {"type": "call.ended", "timestamp": …, "data": record}}, signed as Standard Webhooks says. Any 2xx is
 * taken for "received"; the answer's body is not read. Redirects are not followed: they would carry a caller's record to
 * wherever the answer points. Confined to the feed's thread.
 */
public final class WebhookReceiver implements Receiver {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MediaType TYPE = MediaType.get("application/json");
    private static final Set<Integer> LATER = Set.of(408, 425, 429);
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private final String url;
    private final String host;
    private final Set<String> events;
    private final @Nullable Signature signature;
    private final OkHttpClient client;

    /**
     * A receiver as configured.
     *
     * @throws IOException when the file of certificates cannot be used
     */
    public WebhookReceiver(DeliveryConfig config) throws IOException {
        this.url = config.url();
        this.events = config.events().stream()
                .map(event -> event.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.signature = config.secret().isPresent() ? new Signature(config.secret()) : null;
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .callTimeout(config.timeout())
                .connectTimeout(config.timeout())
                .readTimeout(config.timeout())
                .writeTimeout(config.timeout())
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false);
        if (!config.caFile().isEmpty()) {
            PrivateTrust trust = PrivateTrust.read(Path.of(config.caFile()));
            builder.sslSocketFactory(trust.context().getSocketFactory(), trust.manager());
        }
        this.client = builder.build();
        this.host = new Request.Builder().url(url).build().url().host();
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Verdict take(Entry entry) {
        if (!events.contains(entry.event())) {
            return new Verdict.Passed();
        }
        try (Response response = client.newCall(request(entry)).execute()) {
            return judge(response);
        } catch (IOException e) {
            return new Verdict.Unavailable(
                    host + " does not answer: " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }

    private Verdict judge(Response response) {
        int status = response.code();
        String said = host + " answered " + status;
        if (status >= 200 && status < 300) {
            return new Verdict.Taken();
        }
        if (status >= 400 && status < 500 && !LATER.contains(status)) {
            return new Verdict.Refused(said);
        }
        if (status >= 300 && status < 400) {
            return new Verdict.Unavailable(said + ", and redirects are not followed: configure the right url");
        }
        return new Verdict.Unavailable(said, wait(response.header("Retry-After")));
    }

    /** Retry-After in seconds; a date is as good as nothing, since the wait is bounded anyhow. */
    private static Duration wait(@Nullable String seconds) {
        if (seconds == null || !seconds.matches("\\d{1,5}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        return asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    }

    private Request request(Entry entry) {
        byte[] body = body(entry);
        long now = Instant.now().getEpochSecond();
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("User-Agent", "earshot")
                .header("webhook-id", entry.id())
                .header("webhook-timestamp", Long.toString(now))
                .post(RequestBody.create(body, TYPE));
        String trace = TraceContext.traceparent(
                entry.record().path("traceId").asText(null),
                entry.record().path("traceParent").asText(null));
        if (trace != null) {
            request.header("traceparent", trace);
        }
        if (signature != null) {
            request.header("webhook-signature", signature.of(entry.id(), now, body));
        }
        return request.build();
    }

    private static byte[] body(Entry entry) {
        ObjectNode message = JSON.createObjectNode();
        message.put("type", "call." + entry.event());
        message.put("timestamp", entry.at().toString());
        message.set("data", entry.record());
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
