package io.earshot.tools.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveKitCommandTest {
    @TempDir
    Path directory;

    @Test
    void shouldNameAllThatIsMissing() {
        CommandRun run = CommandRun.of("rooms", "list", "--url", "", "--api-key", "", "--api-secret", "");

        assertThat(run.status()).isEqualTo(78);
        assertThat(run.err()).contains("LIVEKIT_URL (or --url)", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET");
    }

    @Test
    void shouldRefuseAnAddressThatIsNone() {
        CommandRun run = CommandRun.of("rooms", "list", "--url", "lk.example", "--api-key", "k", "--api-secret", "s");

        assertThat(run.status()).isEqualTo(78);
        assertThat(run.err()).contains("must begin with wss://");
    }

    @Test
    void shouldEndWith69WhenNothingListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        CommandRun run = CommandRun.of(
                "rooms",
                "list",
                "--url",
                "ws://127.0.0.1:" + port,
                "--allow-plain",
                "--api-key",
                "k",
                "--api-secret",
                "s");

        assertThat(run.status()).isEqualTo(69);
        assertThat(run.err())
                .contains("ListRooms: nothing accepts connections")
                .contains("Check that livekit-server runs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rooms", "participants", "trunks", "dispatch"})
    void shouldHelpWithEachGroup(String group) {
        CommandRun run = CommandRun.of(group, "--help");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: " + group).contains("Commands:");
    }

    @Test
    void shouldTellWrongUsage() {
        assertThat(CommandRun.of("rooms", "create", "--max-participants", "many")
                        .status())
                .isEqualTo(64);
        assertThat(CommandRun.of("rooms", "delete").status()).isEqualTo(64);
        assertThat(CommandRun.of("dispatch", "create", "--direct", "a", "--callee", "b")
                        .status())
                .isEqualTo(64);
    }

    @Test
    void shouldNotSendBackAHiddenPassword() throws IOException {
        Path file =
                Files.writeString(directory.resolve("trunk.json"), "{\"name\":\"a\",\"authPassword\":\"(hidden)\"}");

        CommandRun run = CommandRun.of(
                "trunks",
                "inbound",
                "create",
                "--file",
                file.toString(),
                "--url",
                "wss://lk.invalid",
                "--api-key",
                "k",
                "--api-secret",
                "s");

        assertThat(run.status()).isEqualTo(64);
        assertThat(run.err()).contains("write the real one");
    }
}
