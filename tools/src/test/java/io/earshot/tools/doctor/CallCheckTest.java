package io.earshot.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.serve.BridgeUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Calls to real bridges, well and badly configured. */
class CallCheckTest {
    private record Examined(int exitCode, String text) {}

    @Test
    void shouldStartABridgeWhereNoneRunsAndHearBothWays() throws Exception {
        Examined healthy = examine(0);

        assertThat(healthy.text).contains("no bridge runs; started one", "200, set up in", "nothing is wrong");
        assertThat(healthy.exitCode).isZero();
    }

    @Test
    void shouldCallTheBridgeThatRunsWhenAskedTo(@TempDir Path folder) throws Exception {
        String[] settings = {
            "http.tls.certificate=" + folder.resolve("certificate.pem"),
            "http.tls.key=" + folder.resolve("key.pem"),
            "http.tokens.admin=[canary-token-canary-token]",
            "media.allow_loopback=true",
            "calls.numbers=['200']"
        };
        certificate(folder);
        try (BridgeUnderTest bridge = BridgeUnderTest.start(settings)) {
            Examined healthy = live(bridge, settings);
            Examined wrongNumber = live(bridge, "media.allow_loopback=true");

            assertThat(examine(bridge.sipPort()).text).contains("a bridge runs, not called");
            // What arrived there is known: it was asked with the token, under TLS.
            assertThat(healthy.text)
                    .contains("200, set up in", "nothing is wrong")
                    .doesNotContain("? there", "canary");
            assertThat(wrongNumber.text).contains("refuses calls: 404", "calls.numbers");
            assertThat(wrongNumber.exitCode).isEqualTo(65);
        }
    }

    /** Made by the JDK's keytool; for a name that nobody asks at. */
    private static void certificate(Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-alias",
                        "bridge",
                        "-dname",
                        "CN=voice.example.com",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        pem(
                folder.resolve("certificate.pem"),
                "CERTIFICATE",
                keys.getCertificate("bridge").getEncoded());
        pem(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("bridge", "changeit".toCharArray()).getEncoded());
    }

    private static void pem(Path file, String kind, byte[] octets) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    @Test
    void shouldNameAnAdvertisedAddressThatNothingComesThrough() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start("media.advertised_host=127.0.0.9")) {
            Examined deaf = live(bridge, "media.allow_loopback=true", "media.advertised_host=127.0.0.9");

            assertThat(deaf.text).contains("the bridge does not hear callers", "127.0.0.9");
            assertThat(deaf.exitCode).isEqualTo(74);
        }
    }

    @Test
    void shouldNameABridgeThatMayNotSendToThisMachine() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start("media.allow_loopback=false")) {
            Examined mute = live(bridge);

            assertThat(mute.text).contains("media.allow_loopback");
            assertThat(mute.exitCode).isNotZero();
        }
    }

    @Test
    void shouldNameMediaPortsThatAreTaken() throws Exception {
        try (DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int port = rtp.getLocalPort() & ~1;
            try (DatagramSocket _ = new DatagramSocket(rtp.getLocalPort() ^ 1, InetAddress.getLoopbackAddress())) {
                Examined refused = examine(0, "media.first_port=" + port, "media.last_port=" + (port + 1));

                assertThat(refused.exitCode).isNotZero();
                assertThat(refused.text).contains("fault");
            }
        }
    }

    private static Examined live(BridgeUnderTest bridge, String... settings) {
        List<String> all = Stream.concat(
                        Stream.of("http.port=" + bridge.bridge.httpAddress().getPort()), Stream.of(settings))
                .toList();
        return examine(bridge.sipPort(), all, "--live");
    }

    private static Examined examine(int sipPort, String... settings) {
        return examine(sipPort, List.of(settings));
    }

    private static Examined examine(int sipPort, List<String> settings, String... more) {
        StringWriter out = new StringWriter();
        Stream<String> all = Stream.concat(
                        settings.stream(), Stream.of("sip.udp_port=" + sipPort, "sip.tcp_port=" + sipPort))
                .flatMap(it -> Stream.of("--set", it));
        int status = new CommandLine(new DoctorCommand(Map.of(), InstantSource.system()))
                .setOut(new PrintWriter(out, true))
                .execute(Stream.concat(Stream.concat(Stream.of("--only", "call"), Stream.of(more)), all)
                        .toArray(String[]::new));
        return new Examined(status, out.toString());
    }
}
