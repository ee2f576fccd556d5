package io.earshot.bridge;

import io.earshot.bridge.capture.CaptureResource;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.log.LogResource;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.RecordJson;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /v1/calls} with what is done to watch a running call: {@code PUT /v1/calls/{id}/log}, {@code POST
 * /v1/calls/{id}/capture}. Everything else is left to the resource
 * below. Thread-safe because that is, and the rest is immutable.
 */
final class WatchedCalls implements HttpResource {
    private static final Pattern WATCH = Pattern.compile("/(.+)/(log|capture)");

    private final HttpResource calls;
    private final CallDirectory directory;
    private final LogResource log;
    private final CaptureResource capture;

    WatchedCalls(HttpResource calls, CallDirectory directory, LogResource log, CaptureResource capture) {
        this.calls = calls;
        this.directory = directory;
        this.log = log;
        this.capture = capture;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return answer(method, path, body, _ -> null);
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body, Headers headers) {
        Matcher watch = WATCH.matcher(path);
        if (!watch.matches()) {
            return calls.answer(method, path, body, headers);
        }
        Optional<CallDirectory.RunningCall> call = directory.running(watch.group(1));
        if (call.isEmpty()) {
            return error(404, "no such call is running");
        }
        String type = headers.value("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            // What a page in a browser cannot send to another site unasked.
            return error(415, "send JSON, as application/json");
        }
        return switch (method + " " + watch.group(2)) {
            case "PUT log" -> log.setCall(call.get().callId(), body);
            case "POST capture" -> capture.answer(call.get().sipCallId(), body);
            default -> error(405, "PUT …/log or POST …/capture");
        };
    }

    private static HttpAnswer error(int status, String text) {
        return HttpAnswer.json(status, RecordJson.bytes(Map.of("error", text)));
    }
}
