package io.earshot.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules by promtool, and the runbooks that alerts lead to. */
class RulesTest {
    private static final Path RULES = Deployed.DEPLOY.resolve("prometheus");

    @Test
    void shouldBeSoundForPromtool() throws Exception {
        Deployed.succeeds("prometheus", RULES, "promtool", "check", "rules", "recording-rules.yml", "alert-rules.yml");
        Deployed.succeeds("prometheus", RULES, "promtool", "check", "config", "prometheus.yml");
    }

    @Test
    void shouldFireAndBeQuietAsEachTestSays() throws Exception {
        Path tests = Deployed.ROOT.resolve("sip-bridge/src/test/prometheus");
        Deployed.succeeds("prometheus", tests, "promtool", "test", "rules", "alert-rules.test.yml");
    }

    @Test
    void shouldHaveATestOfFiringAndOneOfQuietForEveryAlert() throws Exception {
        String tests = Files.readString(Deployed.ROOT.resolve("sip-bridge/src/test/prometheus/alert-rules.test.yml"));
        List<String> alerts = found("- alert: (\\w+)");
        assertThat(alerts)
                .hasSizeGreaterThan(25)
                .allSatisfy(alert ->
                        assertThat(tests).contains("name: " + alert + " fires", "name: " + alert + " is quiet"));
    }

    @Test
    void shouldLeadEveryAlertToASectionOfTheGuide() throws Exception {
        Set<String> sections = Files.readAllLines(Deployed.DOCS.resolve("TROUBLESHOOTING.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(RulesTest::anchor)
                .collect(Collectors.toSet());
        List<String> runbooks = found("runbook: 'sip-bridge/docs/TROUBLESHOOTING.md#([a-z0-9-]+)'");
        assertThat(runbooks).hasSameSizeAs(found("- alert: (\\w+)"));
        assertThat(sections).containsAll(runbooks);
    }

    private static List<String> found(String pattern) throws Exception {
        return Pattern.compile(pattern)
                .matcher(Files.readString(RULES.resolve("alert-rules.yml")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The anchor that a heading gets when the page is shown. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ *", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }
}
