package io.earshot.bridge.http;

import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /v1/calls}: a line for each call that runs or ended lately; {@code GET /v1/calls/{id}}: all of one call, by
 * our id or its SIP Call-ID. Thread-safe because the directory is.
 */
public final class CallsResource implements HttpResource {
    private final CallDirectory directory;

    public CallsResource(CallDirectory directory) {
        this.directory = directory;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return Json.get(method, () -> path.length() <= 1 ? list() : one(path.substring(1)));
    }

    private HttpAnswer list() {
        List<Line> lines = directory.all().stream().map(Line::of).toList();
        return Json.answer(200, Map.of("calls", lines));
    }

    private HttpAnswer one(String id) {
        return directory
                .find(id)
                .map(call -> Json.answer(200, call))
                .orElseGet(() -> Json.answer(404, Map.of("error", "no such call, or it ended too long ago")));
    }

    /** A call in the list. */
    private record Line(String callId, String sipCallId, String from, String to, String startedAt, String state) {
        static Line of(CallRecord call) {
            return new Line(
                    call.callId(),
                    call.sipCallId(),
                    call.from(),
                    call.to(),
                    call.startedAt().toString(),
                    call.state());
        }
    }
}
