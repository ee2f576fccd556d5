package io.earshot.bridge.guard;

import io.earshot.bridge.config.AddressRange;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.http.Json;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /v1/guard/bans}: who is banned; {@code DELETE /v1/guard/bans/ADDRESS} and {@code DELETE /v1/guard/bans}: lifts one ban
 * or all; {@code GET /v1/guard/trunks}: calls by trunk. Thread-safe because the guard is.
 */
public final class GuardResource implements HttpResource {
    private static final String BANS = "/bans";

    private final Guard guard;
    private final GuardedReception reception;

    public GuardResource(Guard guard, GuardedReception reception) {
        this.guard = guard;
        this.reception = reception;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        if (path.equals("/trunks")) {
            return Json.get(method, () -> Json.answer(200, Map.of("trunks", trunks())));
        }
        if (!path.equals(BANS) && !path.startsWith(BANS + "/")) {
            return Json.answer(404, Map.of("error", "known here: /v1/guard/bans, /v1/guard/trunks"));
        }
        return method.equals("DELETE") ? lift(path.substring(BANS.length())) : list(method);
    }

    private HttpAnswer list(String method) {
        return method.equals("GET")
                ? Json.answer(200, Map.of("bans", guard.bans()))
                : Json.answer(405, Map.of("error", "GET and DELETE are served here"))
                        .with("Allow", "GET, DELETE");
    }

    private HttpAnswer lift(String rest) {
        if (rest.length() <= 1) {
            return Json.answer(200, Map.of("lifted", guard.liftAll()));
        }
        String text = rest.substring(1);
        InetAddress source;
        try {
            source = AddressRange.parse(text).network();
        } catch (IllegalArgumentException notOne) {
            return Json.answer(400, Map.of("error", "an IP address must follow /v1/guard/bans/"));
        }
        return guard.lift(source)
                ? Json.answer(200, Map.of("lifted", 1))
                : Json.answer(404, Map.of("error", "no such ban"));
    }

    private List<Map<String, Object>> trunks() {
        return reception.running().entrySet().stream()
                .map(entry -> Map.<String, Object>of("trunk", entry.getKey(), "calls", entry.getValue()))
                .toList();
    }
}
