package io.earshot.bridge.observe;

import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import io.earshot.bridge.metrics.Timings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A resource whose answers are counted by the template of their path, method and status. Thread-safe because tallies and the resource
 * are.
 */
public final class MeteredResource implements HttpResource {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH");
    private static final Set<String> WORDS = Set.of("live", "ready", "transfer", "hangup");

    private final String prefix;
    private final HttpResource resource;
    private final Meter meter;

    /** Where the answers of all resources are counted. Thread-safe because tallies are. */
    public static final class Meter {
        private final Tally requests = new Tally("path", "method", "status");
        private final Timings seconds = new Timings("path", "method");

        /** The same resources, counted. */
        public Map<String, HttpResource> around(Map<String, HttpResource> resources) {
            Map<String, HttpResource> metered = new HashMap<>();
            resources.forEach((path, resource) -> metered.put(path, new MeteredResource(path, resource, this)));
            return metered;
        }

        /** Adds what it shows. */
        public void addTo(Families families) {
            families.counters("earshot_http_requests", "HTTP requests, by path template, method and status", requests)
                    .histograms("earshot_http_request_seconds", "How long HTTP requests took", seconds);
        }
    }

    private MeteredResource(String prefix, HttpResource resource, Meter meter) {
        this.prefix = prefix;
        this.resource = resource;
        this.meter = meter;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return answer(method, path, body, _ -> null);
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body, Headers headers) {
        long startNs = System.nanoTime();
        int status = 500;
        try {
            HttpAnswer answer = resource.answer(method, path, body, headers);
            status = answer.status();
            return answer;
        } finally {
            String word = METHODS.contains(method) ? method : "OTHER";
            String template = prefix + template(path);
            meter.requests.count(template, word, Integer.toString(status));
            meter.seconds.record(System.nanoTime() - startNs, template, word);
        }
    }

    /** The path behind the prefix with everything but known words replaced. */
    static String template(String path) {
        if (path.length() <= 1) {
            return "";
        }
        String last = path.substring(path.lastIndexOf('/') + 1);
        boolean single = path.indexOf('/', 1) < 0;
        if (single) {
            return WORDS.contains(last) ? "/" + last : "/{id}";
        }
        return WORDS.contains(last) ? "/{id}/" + last : "/{id}";
    }
}
