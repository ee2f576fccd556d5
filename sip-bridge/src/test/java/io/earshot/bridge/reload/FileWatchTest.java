package io.earshot.bridge.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    @TempDir
    private Path folder;

    private Path file;
    private final List<Path> files = new ArrayList<>();
    private int version;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("earshot.yaml");
        Files.writeString(file, "calls:\n");
        files.add(file);
    }

    /** Writes with a time of its own: file systems tell times roughly. */
    private void change(Path path) throws IOException {
        version++;
        Files.writeString(path, "calls: # " + version);
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000L * version));
    }

    private FileWatch watch() {
        return new FileWatch(() -> files);
    }

    @Test
    void shouldSayNothingWhileNothingChanges() {
        FileWatch watch = watch();
        assertThat(watch.look()).isFalse();
        assertThat(watch.look()).isFalse();
    }

    @Test
    void shouldWaitUntilAFileIsQuiet() throws IOException {
        FileWatch watch = watch();
        change(file);
        assertThat(watch.look()).isFalse();
        change(file);
        assertThat(watch.look()).isFalse();
        assertThat(watch.look()).isTrue();
        assertThat(watch.look()).isFalse();
    }

    @Test
    void shouldNoticeAFileThatAnEditorPutInPlace() throws IOException {
        FileWatch watch = watch();
        Path fresh = folder.resolve(".earshot.yaml.swp");
        Files.writeString(fresh, "calls:\n");
        Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(file));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        watch.look();
        assertThat(watch.look()).isTrue();
    }

    @Test
    void shouldNoticeALinkLedElsewhereAsKubernetesDoes() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..2026_1"));
        Path second = Files.createDirectory(folder.resolve("..2026_2"));
        Files.writeString(first.resolve("key"), "one");
        Files.writeString(second.resolve("key"), "two");
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
        Path key = Files.createSymbolicLink(folder.resolve("key"), data.resolve("key"));
        files.add(key);
        FileWatch watch = watch();
        Path fresh = Files.createSymbolicLink(folder.resolve("..data_tmp"), second);
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        watch.look();
        assertThat(watch.look()).isTrue();
    }

    @Test
    void shouldNoticeThatAFileCameOrWent() throws IOException {
        Path secret = folder.resolve("secret");
        files.add(secret);
        FileWatch watch = watch();
        Files.writeString(secret, "key");
        watch.look();
        assertThat(watch.look()).isTrue();
        Files.delete(secret);
        watch.look();
        assertThat(watch.look()).isTrue();
    }

    @Test
    void shouldTakeAFileThatIsNewlyReferredToForKnown() throws IOException {
        FileWatch watch = watch();
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "key");
        files.add(secret);
        watch.look();
        assertThat(watch.look()).isFalse();
        change(secret);
        watch.look();
        assertThat(watch.look()).isTrue();
    }
}
