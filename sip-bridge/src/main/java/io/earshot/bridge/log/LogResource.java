package io.earshot.bridge.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.records.RecordJson;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code /v1/log}: GET lists the levels in force for a while, PUT sets a logger's ({@code {"logger": "io.earshot.sip", "level": "debug",
 * "minutes": 10}}), POST to {@code /v1/log/rules} sets that of a number's next calls ({@code {"number": "+4930…", "level": "trace",
 * "calls": 1, "minutes": 60}}), DELETE ends all. Thread-safe because the levels are.
 */
public final class LogResource implements HttpResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_MINUTES = 24 * 60;
    private static final int MOST_CALLS = 1_000;

    private final LogLevels levels;

    public LogResource(LogLevels levels) {
        this.levels = levels;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body, Headers headers) {
        String type = headers.value("Content-Type");
        boolean json = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
        // What a page in a browser cannot send to another site unasked.
        return body.length == 0 || json ? answer(method, path, body) : error(415, "send JSON, as application/json");
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        try {
            return switch (method + " " + path) {
                case "GET ", "GET /" -> list();
                case "PUT ", "PUT /" -> setLogger(JSON.readTree(body));
                case "POST /rules" -> setNumber(JSON.readTree(body));
                case "DELETE ", "DELETE /" -> clear();
                default -> error(405, "GET, PUT or DELETE /v1/log, or POST /v1/log/rules");
            };
        } catch (IOException malformed) {
            return error(400, "the body must be JSON");
        } catch (IllegalArgumentException wrong) {
            return error(400, String.valueOf(wrong.getMessage()));
        } catch (IllegalStateException full) {
            return error(409, String.valueOf(full.getMessage()));
        }
    }

    /** {@code PUT /v1/calls/{id}/log} with {@code {"level": "trace", "minutes": 10}}: the level of a running call. */
    public HttpAnswer setCall(String callId, byte[] body) {
        try {
            JsonNode asked = JSON.readTree(body);
            levels.call(callId, level(asked), time(asked));
            return list();
        } catch (IOException malformed) {
            return error(400, "the body must be JSON");
        } catch (IllegalArgumentException wrong) {
            return error(400, String.valueOf(wrong.getMessage()));
        } catch (IllegalStateException full) {
            return error(409, String.valueOf(full.getMessage()));
        }
    }

    private HttpAnswer setLogger(JsonNode asked) {
        String logger = asked.path("logger").asText("io.earshot");
        if (!logger.matches("[A-Za-z0-9_.]{1,200}")) {
            throw new IllegalArgumentException("logger must be the name of a package or class, or root");
        }
        levels.logger(logger, level(asked), time(asked));
        return list();
    }

    private HttpAnswer setNumber(JsonNode asked) {
        String number = asked.path("number").asText("");
        int calls = asked.path("calls").asInt(1);
        if (!number.matches("[^\\s@;]{1,64}") || calls < 1 || calls > MOST_CALLS) {
            throw new IllegalArgumentException("number must be one, calls 1 to " + MOST_CALLS);
        }
        levels.number(number, level(asked), calls, time(asked));
        return list();
    }

    private HttpAnswer clear() {
        levels.clear();
        return list();
    }

    private HttpAnswer list() {
        List<Map<String, Object>> lines = levels.list().stream().map(this::line).toList();
        return HttpAnswer.json(200, RecordJson.bytes(Map.of("levels", lines)));
    }

    private Map<String, Object> line(LogLevels.Temporary one) {
        Map<String, Object> line = new LinkedHashMap<>();
        Map.of("logger", one.logger(), "call", one.callId(), "number", one.number())
                .forEach((key, value) -> {
                    if (!value.isEmpty()) {
                        line.put(key, value);
                    }
                });
        line.put("level", one.level());
        if (one.calls() > 0) {
            line.put("calls", one.calls());
        }
        line.put("secondsLeft", levels.left(one).toSeconds());
        return line;
    }

    private static String level(JsonNode asked) {
        String level = asked.path("level").asText("");
        if (!LogLevels.isLevel(level)) {
            throw new IllegalArgumentException("level must be trace, debug, info, warn or error");
        }
        return level.toLowerCase(Locale.ROOT);
    }

    private static Duration time(JsonNode asked) {
        double minutes = asked.path("minutes").asDouble(10);
        if (!(minutes > 0 && minutes <= LONGEST_MINUTES)) {
            throw new IllegalArgumentException("minutes must be more than 0 and at most " + LONGEST_MINUTES);
        }
        return Duration.ofMillis((long) (minutes * 60_000));
    }

    private static HttpAnswer error(int status, String text) {
        return HttpAnswer.json(status, RecordJson.bytes(Map.of("error", text)));
    }
}
