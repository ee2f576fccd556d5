package io.earshot.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.config.HttpConfig;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpServer;
import io.earshot.tools.audit.BillOfMaterials.Part;
import io.earshot.tools.console.CommandForm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the program is made of, under which licences, and what is known of it. */
class SupplyChainTest {
    /** Licences that let the program be used and sold as it is. */
    private static final Set<String> ALLOWED = Set.of(
            "Apache-2.0",
            "MIT",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "BSD-4-Clause",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "Bouncy Castle Licence",
            "Public Domain");

    @Test
    void shouldNameEveryJarThatTheProgramRunsWith() throws Exception {
        List<String> named = BillOfMaterials.packed().parts().stream()
                .map(part -> part.name().substring(part.name().indexOf(':') + 1) + "-" + part.version())
                .toList();
        List<String> jars = List.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)).stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .filter(name -> name.matches("(netty|jain-sip|okhttp|jackson-databind|logback|bc).*\\.jar"))
                .map(name -> name.replaceFirst("(-linux-[a-z0-9_]+)?\\.jar$", ""))
                .filter(name -> !name.contains("mockwebserver") && !name.contains("pkitesting"))
                .toList();
        assertThat(jars).hasSizeGreaterThan(10);
        assertThat(named).containsAll(jars);
    }

    @Test
    void shouldHoldOnlyLicencesThatAreAllowed() throws Exception {
        List<Part> parts = BillOfMaterials.packed().parts().stream()
                .filter(part -> !part.own())
                .toList();
        assertThat(parts).hasSizeGreaterThan(50);
        assertThat(parts)
                .as("parts under no licence of the list: choose another library, or the list is to be thought over")
                .allMatch(part -> part.licences().stream().anyMatch(ALLOWED::contains));
    }

    @Test
    void shouldFindAPartUnderALicenceThatIsNotAllowed() throws Exception {
        BillOfMaterials bill = BillOfMaterials.read(
                "{\"components\":[{\"group\":\"g\",\"name\":\"n\",\"version\":\"1\",\"licenses\":[{\"license\":{\"id\":\"AGPL-3.0\"}}]}]}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(bill.parts().getFirst().licences())
                .containsExactly("AGPL-3.0")
                .doesNotContainAnyElementsOf(ALLOWED);
    }

    @Test
    void shouldTellOfKnownVulnerabilities() throws Exception {
        try (HttpServer database = database("netty-buffer")) {
            Run run = run("--url", "http://127.0.0.1:" + database.address().getPort());
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).contains("io.netty:netty-buffer", "GHSA-test", "1 with known vulnerabilities");
        }
        try (HttpServer database = database("nothing-at-all")) {
            Run run = run("--url", "http://127.0.0.1:" + database.address().getPort());
            assertThat(run.code()).isZero();
            assertThat(run.out()).contains(", 0 with known vulnerabilities");
        }
    }

    @Test
    void shouldBeABillOfMaterialsAsCycloneDxSpecifiesIt() throws Exception {
        byte[] packed = BillOfMaterials.packedText();
        String text = new String(packed, StandardCharsets.UTF_8);
        byte[] broken = text.replaceFirst("\"type\" ?: ?\"library\"", "\"type\" : \"books\"")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(new JsonParser().validate(packed, Version.VERSION_16)).isEmpty();
        assertThat(new JsonParser().validate(broken, Version.VERSION_16)).isNotEmpty();
    }

    /** An answer as the database documents it (POST /v1/querybatch): ids and times, results in the order of the questions, pages. */
    @Test
    void shouldReadEveryPageOfAnAnswerAsItIsDocumented() throws Exception {
        List<String> asked = new ArrayList<>();
        try (HttpServer database =
                new HttpServer(HttpConfig.on("127.0.0.1", 0), Map.of("/v1/querybatch", (_, _, body) -> {
                    asked.add(new String(body, StandardCharsets.UTF_8));
                    return HttpAnswer.json(200, documented(body));
                }))) {
            Run run = run("--url", "http://127.0.0.1:" + database.address().getPort());
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out())
                    .contains(": GHSA-aaaa-bbbb-cccc, GHSA-dddd-eeee-ffff", "1 with known vulnerabilities");
        }
        assertThat(asked).hasSize(2);
        assertThat(new ObjectMapper().readTree(asked.getLast()).path("queries")).hasSize(1);
        assertThat(asked.getLast()).contains("\"page_token\":\"next\"", "netty-buffer");
    }

    private static byte[] documented(byte[] body) {
        try {
            StringBuilder results = new StringBuilder();
            for (JsonNode query : new ObjectMapper().readTree(body).path("queries")) {
                boolean hit = query.path("package").path("purl").asText().contains("/netty-buffer@");
                boolean first = query.path("page_token").isMissingNode();
                results.append(results.isEmpty() ? "" : ",")
                        .append(
                                !hit
                                        ? "{}"
                                        : first
                                                ? "{\"vulns\":[{\"id\":\"GHSA-aaaa-bbbb-cccc\",\"modified\":\"2026-01-02T03:04:05.678901Z\"}],\"next_page_token\":\"next\"}"
                                                : "{\"vulns\":[{\"id\":\"GHSA-dddd-eeee-ffff\",\"modified\":\"2026-01-02T03:04:05Z\"}]}");
            }
            return ("{\"results\":[" + results + "]}").getBytes(StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldSayPlainlyWhenItCouldNotAsk() throws Exception {
        HttpServer database = database("x");
        int port = database.address().getPort();
        database.close();
        Run run = run("--url", "http://127.0.0.1:" + port);
        assertThat(run.code()).isEqualTo(75);
        assertThat(run.err()).contains("NOT CHECKED").contains("could not be asked");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldPrintTheBillOfMaterials() throws Exception {
        JsonNode bill = new ObjectMapper().readTree(run("--sbom").out());
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("components").size()).isGreaterThan(50);
    }

    /** Answers as the database does; one part of that name has a vulnerability. */
    private static HttpServer database(String vulnerable) throws Exception {
        return new HttpServer(
                HttpConfig.on("127.0.0.1", 0), Map.of("/v1/querybatch", (_, _, body) -> answer(body, vulnerable)));
    }

    private static HttpAnswer answer(byte[] body, String vulnerable) {
        try {
            var results = new ObjectMapper().createObjectNode();
            var list = results.putArray("results");
            for (JsonNode query : new ObjectMapper().readTree(body).path("queries")) {
                String purl = query.path("package").path("purl").asText();
                var result = list.addObject();
                if (purl.contains("/" + vulnerable + "@") && !purl.contains("?")) {
                    result.putArray("vulns").addObject().put("id", "GHSA-test");
                }
            }
            return HttpAnswer.json(200, new ObjectMapper().writeValueAsBytes(results));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Run(int code, String out, String err) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = CommandForm.of(new CommandLine(new AuditCommand()), "earshot")
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
