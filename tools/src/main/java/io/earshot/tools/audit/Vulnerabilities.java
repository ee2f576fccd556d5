package io.earshot.tools.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.audit.BillOfMaterials.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the OSV database (osv.dev) for known vulnerabilities of parts; tells it their names and versions and nothing else. */
final class Vulnerabilities {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_QUESTIONS = 1_000;
    private static final int MOST_PAGES = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vulnerabilities() {}

    /**
     * Identifiers of known vulnerabilities, by part; parts without any are left out.
     *
     * @param url where the database answers, without a path
     * @throws IOException when it could not be asked, or answered otherwise than documented
     */
    static Map<Part, List<String>> of(List<Part> parts, URI url) throws IOException, InterruptedException {
        Map<Part, List<String>> found = new LinkedHashMap<>();
        List<Question> open = parts.stream().map(part -> new Question(part, "")).toList();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            for (int page = 0; !open.isEmpty(); page++) {
                if (page == MOST_PAGES) {
                    throw new IOException("its answer has more than " + MOST_PAGES + " pages");
                }
                List<Question> further = new ArrayList<>();
                for (int from = 0; from < open.size(); from += MOST_QUESTIONS) {
                    List<Question> batch = open.subList(from, Math.min(open.size(), from + MOST_QUESTIONS));
                    further.addAll(collect(batch, ask(client, url, batch), found));
                }
                open = further;
            }
        }
        return found;
    }

    /**
     * What is asked about a part.
     *
     * @param page which page of the answer, as the page before it names it; empty: the first
     */
    private record Question(Part part, String page) {}

    private static JsonNode ask(HttpClient client, URI url, List<Question> batch)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/v1/querybatch"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(query(batch)))
                .build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("it answered " + response.statusCode());
        }
        return JSON.readTree(response.body()).path("results");
    }

    private static byte[] query(List<Question> batch) throws IOException {
        var query = JSON.createObjectNode();
        ArrayNode queries = query.putArray("queries");
        for (Question question : batch) {
            ObjectNode one = queries.addObject();
            // The database knows no qualifiers such as ?type=jar.
            one.putObject("package").put("purl", question.part().purl().replaceFirst("\\?.*", ""));
            if (!question.page().isEmpty()) {
                one.put("page_token", question.page());
            }
        }
        return JSON.writeValueAsBytes(query);
    }

    /** Adds the identifiers of a batch; what has further pages is returned, to be asked again. */
    private static List<Question> collect(List<Question> batch, JsonNode results, Map<Part, List<String>> found)
            throws IOException {
        if (results.size() != batch.size()) {
            throw new IOException("it answered " + results.size() + " of " + batch.size() + " questions");
        }
        List<Question> further = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Part part = batch.get(i).part();
            for (JsonNode vulnerability : results.get(i).path("vulns")) {
                found.computeIfAbsent(part, _ -> new ArrayList<>())
                        .add(vulnerability.path("id").asText());
            }
            String next = results.get(i).path("next_page_token").asText();
            if (!next.isEmpty()) {
                further.add(new Question(part, next));
            }
        }
        return further;
    }
}
