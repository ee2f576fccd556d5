package io.earshot.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, run by bash in a tree of its own with a Maven and JDKs that only write down how they were called. */
class LauncherTest {
    @TempDir
    Path root;

    private Path bin;
    private Path jdks;

    @BeforeEach
    void plantTree() throws IOException {
        Files.copy(Path.of("..", "earshot"), root.resolve("earshot"));
        root.resolve("earshot").toFile().setExecutable(true);
        Files.createDirectories(root.resolve("tools/src/main/launcher"));
        Files.writeString(root.resolve("tools/src/main/launcher/jvm.options"), "-Xmx64m\n");
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        bin = Files.createDirectories(root.resolve("path"));
        jdks = Files.createDirectories(root.resolve("jdks"));
        fakeJdk(root.resolve("older"), "17.0.15");
        Files.createSymbolicLink(bin.resolve("java"), root.resolve("older/bin/java"));
        fakeMaven("mkdir -p tools/target/app && touch tools/target/app/b.jar tools/target/app/a.jar");
    }

    @Test
    void shouldRunCommandWithNewestEnoughJdkWhenJavaOnPathIsOlder() throws Exception {
        fakeJdk(jdks.resolve("jdk-21"), "21.0.1");
        fakeJdk(jdks.resolve("jdk-25"), "25.0.3");

        Run run = launch(Map.of(), "call", "two words");

        assertThat(run.out()).containsSubsequence("jdk-25", "io.earshot.tools.Earshot", "[call]", "[two words]");
        assertThat(run.status()).isZero();
    }

    @Test
    void shouldPreferJavaHomeWhenItIsRecentEnough() throws Exception {
        fakeJdk(jdks.resolve("jdk-25"), "25.0.3");
        Path own = fakeJdk(root.resolve("own"), "26");

        assertThat(launch(Map.of("JAVA_HOME", own.toString()), "demo").out()).contains(own + "/bin/java");
    }

    @Test
    void shouldIgnoreJavaHomeOfAnOlderJdk() throws Exception {
        fakeJdk(jdks.resolve("jdk-25"), "25");
        Path old = fakeJdk(root.resolve("old"), "17.0.15");

        assertThat(launch(Map.of("JAVA_HOME", old.toString()), "demo").out()).contains("jdk-25/bin/java");
    }

    @Test
    void shouldPassOverARuntimeThatCannotBuild() throws Exception {
        Files.delete(fakeJdk(jdks.resolve("a-runtime-25"), "25").resolve("bin/javac"));
        fakeJdk(jdks.resolve("jdk-25"), "25");

        assertThat(launch(Map.of(), "demo").out()).contains("jdk-25/bin/java");
    }

    @Test
    void shouldSayThatARuntimeAloneCannotBuild() throws Exception {
        Files.delete(fakeJdk(jdks.resolve("a-runtime-25"), "25").resolve("bin/javac"));

        Run run = launch(Map.of(), "demo");

        assertThat(run.status()).isEqualTo(78);
        assertThat(run.err()).contains("no javac");
    }

    @Test
    void shouldSayWhatToInstallWhenThereIsNoJdk() throws Exception {
        fakeJdk(jdks.resolve("jdk-24"), "24.0.2");

        Run run = launch(Map.of(), "demo");

        assertThat(run.status()).isEqualTo(78);
        assertThat(run.err()).contains("needs a JDK 25 or newer", "apt-get install", "brew install", "JAVA_HOME");
    }

    @Test
    void shouldVerifyWithMavenAndThatJdkOnTest() throws Exception {
        Path jdk = fakeJdk(jdks.resolve("jdk-25"), "25");

        Run run = launch(Map.of(), "test", "-pl", "rtp-media");

        assertThat(run.out()).contains("JAVA_HOME=" + jdk).contains("[verify][-pl][rtp-media]");
    }

    @Test
    void shouldKeepTheExitStatusOfTheTests() throws Exception {
        fakeJdk(jdks.resolve("jdk-25"), "25");
        fakeMaven("exit 3");

        assertThat(launch(Map.of(), "test").status()).isEqualTo(3);
    }

    @Test
    void shouldRunWhatTheTestsBuiltWithoutBuildingAgain() throws Exception {
        fakeJdk(jdks.resolve("jdk-25"), "25");
        launch(Map.of(), "test");

        assertThat(launch(Map.of(), "call").err()).doesNotContain("building");
    }

    @Test
    void shouldBuildOnceAndAgainOnlyWhenSourcesChanged() throws Exception {
        fakeJdk(jdks.resolve("jdk-25"), "25");
        assertThat(launch(Map.of(), "build").err()).contains("built in");
        assertThat(launch(Map.of(), "build").err()).doesNotContain("built in");

        Path source =
                Files.createDirectories(root.resolve("tools/src/main/java")).resolve("A.java");
        Files.writeString(source, "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));

        assertThat(launch(Map.of(), "build").err()).contains("built in");
    }

    @Test
    void shouldShowTheEndOfTheLogWhenTheBuildFails() throws Exception {
        fakeJdk(jdks.resolve("jdk-25"), "25");
        fakeMaven("echo '[ERROR] Call.java:[7,3] missing semicolon'; exit 1");

        Run run = launch(Map.of(), "demo");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("the build failed", "missing semicolon");
        assertThat(root.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void shouldEndTheBuildWhenItIsEnded() throws Exception {
        fakeJdk(jdks.resolve("jdk-25"), "25");
        Path pid = root.resolve("mvn.pid");
        fakeMaven("echo $$ > mvn.part; mv mvn.part mvn.pid; exec sleep 60");

        Process launcher = builder(Map.of(), "demo").start();
        awaitFile(pid);
        launcher.destroy();

        assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(143);
        assertThat(root.resolve("target/build.lock")).doesNotExist();
        Optional<ProcessHandle> maven =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).trim()));
        maven.ifPresent(
                process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }

    @Test
    void shouldPassFlagsInOrderAndKeepTheExitStatus() throws Exception {
        fakeJdk(jdks.resolve("jdk-25"), "25");

        Run run = launch(Map.of("EARSHOT_JAVA_OPTS", "-Xmx1g -Da=b", "FAKE_STATUS", "43"), "call");

        assertThat(run.status()).isEqualTo(43);
        assertThat(run.out()).containsSubsequence("jvm.options]", "[-Xmx1g][-Da=b]", "[-cp]", "a.jar", "b.jar");
    }

    @Test
    void shouldStartWithoutCacheWhenTheTrainingRunFails() throws Exception {
        fakeJdk(jdks.resolve("jdk-25"), "25");

        Run run = launch(Map.of("FAKE_TRAINING", "fails"), "call");

        assertThat(run.status()).isZero();
        assertThat(run.out()).doesNotContain("AOTCache");
    }

    @Test
    void shouldUseTheCacheThatTheTrainingRunMade() throws Exception {
        fakeJdk(jdks.resolve("jdk-25"), "25");

        assertThat(launch(Map.of(), "call").out()).contains("-XX:AOTCache=");
        assertThat(Files.readString(root.resolve("target/build.log"))).containsOnlyOnce("AOTCacheOutput");
    }

    private record Run(int status, String out, String err) {}

    private Run launch(Map<String, String> environment, String... arguments) throws Exception {
        Path out = Files.createTempFile(root, "out", ".txt");
        Path err = Files.createTempFile(root, "err", ".txt");
        Process process = builder(environment, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(30, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the launcher ends").isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("bash", root.resolve("earshot").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        builder.environment().put("HOME", root.toString());
        builder.environment().put("EARSHOT_JDK_DIRS", jdks.toString());
        builder.environment().putAll(environment);
        return builder;
    }

    private static void awaitFile(Path file) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as("time to write " + file).isLessThan(deadlineNs);
            Thread.sleep(10);
        }
    }

    private void fakeMaven(String work) throws IOException {
        script(bin.resolve("mvn"), "echo JAVA_HOME=$JAVA_HOME; printf '[%s]' \"$@\"; echo; cd " + root + "; " + work);
    }

    /** A JDK whose java prints its own path and arguments, and which makes an AOT cache when told to. */
    private static Path fakeJdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "exit 1");
        script(home.resolve("bin/java"), """
                if [ "$1" = -version ]; then echo 'openjdk version "%s"' >&2; exit 0; fi
                echo "$0"; printf '[%%s]' "$@"; echo
                for argument in "$@"; do
                  case $argument in -XX:AOTCacheOutput=*)
                    [ "${FAKE_TRAINING:-}" = fails ] && exit 1
                    touch "${argument#*=}"; exit 0 ;;
                  esac
                done
                exit "${FAKE_STATUS:-0}"
                """.formatted(version));
        return home;
    }

    private static void script(Path file, String body) throws IOException {
        Files.write(file, ("#!/bin/bash\n" + body + "\n").getBytes(StandardCharsets.UTF_8));
        file.toFile().setExecutable(true);
    }
}
