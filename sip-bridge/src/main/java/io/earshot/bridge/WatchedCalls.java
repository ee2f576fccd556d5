package io.earshot.bridge;

import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.log.LogResource;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.RecordJson;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /v1/calls} with what is done to watch a running call: {@code PUT /v1/calls/{id}/log}. Everything else is left to the resource
 * below. Thread-safe because that is, and the rest is immutable.
 */
final class WatchedCalls implements HttpResource {
    private static final Pattern WATCH = Pattern.compile("/(.+)/(log)");

    private final HttpResource calls;
    private final CallDirectory directory;
    private final LogResource log;

    WatchedCalls(HttpResource calls, CallDirectory directory, LogResource log) {
        this.calls = calls;
        this.directory = directory;
        this.log = log;
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
        return method.equals("PUT") ? log.setCall(call.get().callId(), body) : error(405, "PUT is answered here");
    }

    private static HttpAnswer error(int status, String text) {
        return HttpAnswer.json(status, RecordJson.bytes(Map.of("error", text)));
    }
}
