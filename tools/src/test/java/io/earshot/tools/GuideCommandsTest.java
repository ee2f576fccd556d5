package io.earshot.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command of ours that the guides tell people to type, in blocks and within sentences: that the command line takes it. */
class GuideCommandsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** The launcher's own; and names of directories and users that look like the program. */
    private static final Set<String> NOT_OURS = Set.of("build", "test", "package", "jdk", "COMMAND", "ready", "&&");

    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern BEGIN = Pattern.compile("(?:^|[;&|(] *|\\$ |=\\S+ )(?:\\S*/)?earshot +(?=\\S)");

    @Test
    void shouldTakeEveryCommandThatTheGuidesName() throws Exception {
        List<String> refused = new ArrayList<>();
        int tried = 0;
        for (Path guide : guides()) {
            for (String line : commandLines(Files.readString(guide))) {
                for (List<String> arguments : commands(line)) {
                    tried++;
                    try {
                        Earshot.commandLine().parseArgs(arguments.toArray(String[]::new));
                    } catch (CommandLine.MissingParameterException named) {
                        // Within a sentence a command may be named without what it needs.
                    } catch (CommandLine.ParameterException wrong) {
                        refused.add(ROOT.relativize(guide) + ": earshot " + String.join(" ", arguments) + ": "
                                + wrong.getMessage());
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(40);
        assertThat(refused).isEmpty();
    }

    @Test
    void shouldFindCommandsAmongTheShellsOwnWords() {
        assertThat(commands("JAVA_HOME=/opt/jdk ./earshot doctor --liv | tee log # and see"))
                .containsExactly(List.of("doctor", "--liv"));
        assertThat(commands("earshot config check|show [--json|--csv]"))
                .containsExactly(List.of("config", "check", "--json"));
        assertThat(commands("until grep -q 'earshot ready' serve.log; do sleep 0.2; done"))
                .isEmpty();
    }

    private static List<Path> guides() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT, 6)) {
            return all.filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !path.toString().matches(".*/(target|run|node_modules)/.*"))
                    .sorted()
                    .toList();
        }
    }

    /** Lines of blocks, and what stands between backticks elsewhere. */
    private static List<String> commandLines(String guide) {
        List<String> lines = new ArrayList<>();
        boolean block = false;
        for (String line : guide.replace("\\\n", " ").split("\n")) {
            if (line.strip().startsWith("```")) {
                block = !block;
            } else if (block) {
                lines.add(line.strip());
            } else {
                SPAN.matcher(line).results().map(span -> span.group(1)).forEach(lines::add);
            }
        }
        return lines;
    }

    private static List<List<String>> commands(String line) {
        List<List<String>> commands = new ArrayList<>();
        Matcher begin = BEGIN.matcher(line);
        while (begin.find()) {
            List<String> words = words(line.substring(begin.end()));
            if (!words.isEmpty()
                    && !NOT_OURS.contains(words.getFirst())
                    && !words.getFirst().startsWith("=")) {
                commands.add(words);
            }
        }
        return commands;
    }

    /** The words up to where the shell's own begin. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+").matcher(text);
        while (word.find()) {
            String found = word.group();
            if (found.matches("[|&;<>#].*|2>.*|\\d?>>?.*|─.*|\\\\\\|")) {
                break;
            }
            boolean last = found.endsWith(";") || found.endsWith(")");
            String bare = found.replaceAll("^['\"]|['\"]$|;$|[\\[\\]]|\\|.*", "");
            if (!bare.equals("…")) {
                words.add(bare);
            }
            if (last) {
                break;
            }
        }
        return words;
    }
}
