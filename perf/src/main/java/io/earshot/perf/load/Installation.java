package io.earshot.perf.load;

import io.earshot.tools.process.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A built Earshot, and how its launcher would start it: same JVM, flags, class path and start-up cache. Immutable.
 *
 * @param root the repository
 * @param java home of the JVM
 */
public record Installation(Path root, Path java) {
    /**
     * The command line of {@code earshot ARGUMENTS}.
     *
     * @param jvm flags beyond the launcher's own; they win over those
     * @throws IOException when nothing is built
     */
    public List<String> command(List<String> jvm, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java.resolve("bin/java").toString());
        command.add("@" + root.resolve("tools/src/main/launcher/jvm.options"));
        command.addAll(jvm);
        command.add(ParentWatch.flag());
        Path cache = root.resolve("tools/target/app.aot");
        if (Files.isRegularFile(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-cp", classPath(), "io.earshot.tools.Earshot"));
        command.addAll(arguments);
        return command;
    }

    /** A tool of the JDK: jcmd, jfr. */
    public String tool(String name) {
        return java.resolve("bin").resolve(name).toString();
    }

    private String classPath() throws IOException {
        Path app = root.resolve("tools/target/app");
        if (!Files.isDirectory(app)) {
            throw new IOException("nothing is built in " + app);
        }
        try (Stream<Path> files = Files.list(app)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(":"));
        }
    }
}
