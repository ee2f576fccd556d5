package io.earshot.tools.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.earshot.tools.audit.BillOfMaterials.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the OSV database (osv.dev) for known vulnerabilities of parts; tells it their names and versions and nothing else. */
final class Vulnerabilities {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vulnerabilities() {}

    /**
     * Identifiers of known vulnerabilities, by part; parts without any are left out.
     *
     * @param url where the database answers, without a path
     * @throws IOException when it could not be asked, or answered otherwise than documented
     */
    static Map<Part, List<String>> of(List<Part> parts, URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/v1/querybatch"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(query(parts)))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("it answered " + response.statusCode());
            }
            return found(parts, JSON.readTree(response.body()).path("results"));
        }
    }

    private static byte[] query(List<Part> parts) throws IOException {
        var query = JSON.createObjectNode();
        ArrayNode queries = query.putArray("queries");
        // The database knows no qualifiers such as ?type=jar.
        parts.forEach(part ->
                queries.addObject().putObject("package").put("purl", part.purl().replaceFirst("\\?.*", "")));
        return JSON.writeValueAsBytes(query);
    }

    private static Map<Part, List<String>> found(List<Part> parts, JsonNode results) throws IOException {
        if (results.size() != parts.size()) {
            throw new IOException("it answered " + results.size() + " of " + parts.size() + " questions");
        }
        Map<Part, List<String>> found = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            List<String> ids = results.get(i).path("vulns").findValuesAsText("id");
            if (!ids.isEmpty()) {
                found.put(parts.get(i), ids);
            }
        }
        return found;
    }
}
