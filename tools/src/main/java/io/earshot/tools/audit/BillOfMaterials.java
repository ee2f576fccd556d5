package io.earshot.tools.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The parts of the program, from the CycloneDX document that the build packs into it. Immutable. */
public record BillOfMaterials(List<Part> parts) {
    private static final String PACKED = "/META-INF/sbom/sbom.cdx.json";

    /**
     * One part.
     *
     * @param name group and name
     * @param version its version
     * @param purl package URL, which names it to databases of vulnerabilities
     * @param licences identifiers or names; more than one: one of them may be chosen
     */
    public record Part(String name, String version, String purl, List<String> licences) {
        /** Whether it is a module of this program. */
        public boolean own() {
            return name.startsWith("io.earshot:");
        }
    }

    /**
     * The packed one.
     *
     * @throws IOException when the build made none
     */
    public static BillOfMaterials packed() throws IOException {
        return read(packedText());
    }

    /** The packed document itself. */
    static byte[] packedText() throws IOException {
        try (InputStream in = BillOfMaterials.class.getResourceAsStream(PACKED)) {
            if (in == null) {
                throw new IOException("this build has no bill of materials (" + PACKED + ")");
            }
            return in.readAllBytes();
        }
    }

    /** The parts that a CycloneDX document in JSON names. */
    static BillOfMaterials read(byte[] document) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (JsonNode component : new ObjectMapper().readTree(document).path("components")) {
            parts.add(new Part(
                    component.path("group").asText() + ":"
                            + component.path("name").asText(),
                    component.path("version").asText(),
                    component.path("purl").asText(),
                    licences(component.path("licenses"))));
        }
        return new BillOfMaterials(List.copyOf(parts));
    }

    private static List<String> licences(JsonNode list) {
        List<String> names = new ArrayList<>();
        for (JsonNode entry : list) {
            Stream.of(entry.path("license").path("id"), entry.path("license").path("name"), entry.path("expression"))
                    .filter(JsonNode::isTextual)
                    .findFirst()
                    .ifPresent(name -> names.add(name.asText()));
        }
        return List.copyOf(names);
    }
}
