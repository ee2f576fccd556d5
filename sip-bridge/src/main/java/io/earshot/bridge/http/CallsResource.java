package io.earshot.bridge.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/calls}: a line for each call that runs or ended lately; {@code GET /v1/calls/{id}}: all of one call, by
 * our id or its SIP Call-ID; {@code POST /v1/calls/{id}/transfer}, {@code …/hangup} and {@code …/recording}: asks a running call for that. Thread-safe
 * because the directory is.
 */
public final class CallsResource implements HttpResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TARGET = Pattern.compile("(?i)(sips?|tel):[^\\s<>\"]{1,250}");
    private static final Pattern ACTION = Pattern.compile("/(.+)/(transfer|hangup|recording)");

    private static final Set<String> ACTIONS = Set.of("start", "pause", "stop");

    private final CallDirectory directory;
    private final UnaryOperator<String> dialling;

    /**
     * The calls of a directory.
     *
     * @param dialling tells why a call may not be transferred to a URI, empty when it may; the call itself asks again
     */
    public CallsResource(CallDirectory directory, UnaryOperator<String> dialling) {
        this.directory = directory;
        this.dialling = dialling;
    }

    /** The same where calls may be transferred anywhere. */
    public CallsResource(CallDirectory directory) {
        this(directory, _ -> "");
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return answer(method, path, body, _ -> null);
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body, Headers headers) {
        var action = ACTION.matcher(path);
        if (method.equals("POST") && action.matches()) {
            return isJson(headers.value("Content-Type"))
                    ? act(action.group(1), action.group(2), body)
                    : error(415, "send JSON, as application/json");
        }
        return Json.get(method, () -> path.length() <= 1 ? list() : one(path.substring(1)));
    }

    /** A page in a browser cannot send this type to another site unasked, so it cannot end calls either. */
    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.toLowerCase(java.util.Locale.ROOT).startsWith("application/json");
    }

    private HttpAnswer act(String id, String action, byte[] body) {
        Optional<CallDirectory.RunningCall> call = directory.running(id);
        if (call.isEmpty()) {
            return error(404, "no such call is running");
        }
        if (action.equals("hangup")) {
            return told(call.get().hangUp("requested over HTTP"), "the call cannot be ended now");
        }
        if (action.equals("recording")) {
            String wanted = recordingAction(body);
            return wanted == null
                    ? error(400, "the body must be {\"action\": \"start\"}, \"pause\" or \"stop\"")
                    : told(call.get().recording(wanted), "the call's recording cannot do that now");
        }
        String to = target(body);
        if (to == null) {
            return error(400, "the body must be {\"to\": \"sip:…\"} or {\"to\": \"tel:…\"}");
        }
        String refusal = dialling.apply(to);
        return refusal.isEmpty()
                ? told(call.get().transfer(to), "the call cannot be transferred now")
                : error(403, refusal);
    }

    private static @Nullable String recordingAction(byte[] body) {
        try {
            String action = JSON.readTree(body).path("action").asText();
            return ACTIONS.contains(action) ? action : null;
        } catch (IOException malformed) {
            return null;
        }
    }

    private static @Nullable String target(byte[] body) {
        try {
            JsonNode to = JSON.readTree(body).path("to");
            return to.isTextual() && TARGET.matcher(to.asText()).matches() ? to.asText() : null;
        } catch (IOException malformed) {
            return null;
        }
    }

    private static HttpAnswer told(boolean done, String otherwise) {
        return done ? Json.answer(202, Map.of("accepted", true)) : error(409, otherwise);
    }

    private static HttpAnswer error(int status, String text) {
        return Json.answer(status, Map.of("error", text));
    }

    private HttpAnswer list() {
        List<Line> lines = directory.all().stream().map(Line::of).toList();
        return Json.answer(200, Map.of("calls", lines));
    }

    private HttpAnswer one(String id) {
        return directory
                .find(id)
                .map(call -> Json.answer(200, call))
                .orElseGet(() -> error(404, "no such call, or it ended too long ago"));
    }

    /** A call in the list. */
    private record Line(
            String callId,
            String sipCallId,
            String traceId,
            String from,
            String to,
            String trunk,
            String mode,
            @Nullable String room,
            String startedAt,
            String state) {
        static Line of(CallRecord call) {
            return new Line(
                    call.callId(),
                    call.sipCallId(),
                    call.traceId(),
                    call.from(),
                    call.to(),
                    call.trunk(),
                    call.mode(),
                    call.room(),
                    call.startedAt().toString(),
                    call.state());
        }
    }
}
