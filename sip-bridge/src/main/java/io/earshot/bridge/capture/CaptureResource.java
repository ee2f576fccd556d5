package io.earshot.bridge.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.records.RecordJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * {@code POST /v1/calls/{id}/capture}: {@code {"action": "start", "seconds": 60}} captures a running call, {@code {"action": "stop"}}
 * ends that. Answers 202 with the file, or 409 with the reason. Thread-safe because the desk is.
 */
public final class CaptureResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_SECONDS = 24 * 3_600;

    private final CaptureDesk desk;

    public CaptureResource(CaptureDesk desk) {
        this.desk = desk;
    }

    /** Answers what is asked about the call with that Call-ID. */
    public HttpAnswer answer(String sipCallId, byte[] body) {
        JsonNode asked;
        try {
            asked = JSON.readTree(body);
        } catch (IOException malformed) {
            return error(400, "the body must be JSON");
        }
        int seconds = asked.path("seconds").asInt(LONGEST_SECONDS);
        if (seconds < 1) {
            return error(400, "seconds must be at least 1");
        }
        return switch (asked.path("action").asText("")) {
            case "start" -> told(desk.start(sipCallId, Duration.ofSeconds(seconds)));
            case "stop" -> told(desk.stop(sipCallId));
            default -> error(400, "action must be start or stop");
        };
    }

    private static HttpAnswer told(CaptureDesk.Outcome outcome) {
        return outcome.done()
                ? HttpAnswer.json(202, RecordJson.bytes(Map.of("file", outcome.text())))
                : error(409, outcome.text());
    }

    private static HttpAnswer error(int status, String text) {
        return HttpAnswer.json(status, RecordJson.bytes(Map.of("error", text)));
    }
}
