package io.earshot.bridge.outbound;

import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.http.Json;
import io.earshot.bridge.records.CallDirectory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/calls} places a call; {@code DELETE /v1/calls/{id}} gives it up or hangs it up, whoever placed it; everything else is
 * the other resource's. Thread-safe because the desk is.
 */
public final class OutboundResource implements HttpResource {
    private static final String RETRY_SECONDS = "5";

    private final HttpResource calls;
    private final OutboundDesk desk;
    private final CallDirectory directory;

    /** @param calls answers what is asked of calls besides */
    public OutboundResource(HttpResource calls, OutboundDesk desk, CallDirectory directory) {
        this.calls = calls;
        this.desk = desk;
        this.directory = directory;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return answer(method, path, body, _ -> null);
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body, Headers headers) {
        if (method.equals("POST") && path.length() <= 1) {
            return isJson(headers.value("Content-Type")) ? place(body) : error(415, "send JSON, as application/json");
        }
        if (method.equals("DELETE") && path.length() > 1 && path.indexOf('/', 1) < 0) {
            return headers.value("Origin") == null ? end(path.substring(1)) : error(403, "not from a web page");
        }
        return calls.answer(method, path, body, headers);
    }

    /** A page in a browser cannot send this type to another site unasked. */
    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private HttpAnswer place(byte[] body) {
        Order order;
        try {
            order = Order.parse(body);
        } catch (Order.Malformed e) {
            return error(400, String.valueOf(e.getMessage()));
        }
        return switch (desk.place(order)) {
            case Placement.Placed placed ->
                Json.answer(
                                202,
                                Map.of(
                                        "callId", placed.callId(),
                                        "sipCallId", placed.sipCallId(),
                                        "trunk", placed.trunk(),
                                        "to", placed.to(),
                                        "state", "dialing"))
                        .with("Location", "/v1/calls/" + placed.callId());
            case Placement.Refused refused -> refused(refused);
        };
    }

    private static HttpAnswer refused(Placement.Refused refused) {
        HttpAnswer answer = error(refused.status(), refused.text());
        return refused.status() == 429 || refused.status() == 503 ? answer.with("Retry-After", RETRY_SECONDS) : answer;
    }

    private HttpAnswer end(String id) {
        Optional<CallDirectory.RunningCall> call = directory.running(id);
        if (call.isPresent()) {
            return call.get().hangUp("requested over HTTP")
                    ? Json.answer(202, Map.of("accepted", true))
                    : error(409, "the call cannot be ended now");
        }
        return directory.find(id).isPresent() ? error(409, "the call has ended") : error(404, "no such call");
    }

    private static HttpAnswer error(int status, String text) {
        return Json.answer(status, Map.of("error", text));
    }
}
