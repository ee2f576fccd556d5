package io.earshot.tools.audit;

import io.earshot.tools.audit.BillOfMaterials.Part;
import io.earshot.tools.console.CommandFailure;
import io.earshot.tools.console.Exit;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot audit}: asks for known vulnerabilities of everything that the program runs with, or shows what that is. */
@Command(
        name = "audit",
        description = {
            "Asks the OSV database for known vulnerabilities of every library that the program runs with.",
            "Exit code 0: none are known; 1: some are; 75: the database could not be asked, so nothing is known."
        },
        mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--sbom", description = "Print the bill of materials (CycloneDX, JSON) and ask nobody.")
    private boolean sbom;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the database answers. Default: ${DEFAULT-VALUE}.",
            defaultValue = "https://api.osv.dev")
    private URI url;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (sbom) {
            out.println(new String(BillOfMaterials.packedText(), StandardCharsets.UTF_8));
            return Exit.OK;
        }
        List<Part> parts = BillOfMaterials.packed().parts().stream()
                .filter(part -> !part.own())
                .toList();
        try {
            return report(parts, Vulnerabilities.of(parts, url), out);
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new CommandFailure(
                    Exit.TEMPORARY,
                    "NOT CHECKED: %s could not be asked about %d libraries (%s). Nothing is known of their vulnerabilities."
                            .formatted(url, parts.size(), why));
        }
    }

    private static int report(List<Part> parts, Map<Part, List<String>> found, PrintWriter out) {
        found.forEach((part, ids) -> out.printf("%s %s: %s%n", part.name(), part.version(), String.join(", ", ids)));
        out.printf("%d libraries checked, %d with known vulnerabilities%n", parts.size(), found.size());
        return found.isEmpty() ? Exit.OK : Exit.FAILED;
    }
}
