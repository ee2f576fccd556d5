package io.earshot.bridge.hep;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.HepConfig;
import io.earshot.bridge.config.Secret;
import io.earshot.bridge.delivery.TestCertificate;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HepSenderTest {
    private static final InetSocketAddress PLACE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5_060);

    @TempDir
    Path directory;

    private static HepConfig config(HepConfig.Transport transport, String address, String ca, int queue) {
        return new HepConfig(address, transport, ca, 7, new Secret("sesame"), true, true, true, true, queue);
    }

    private static HepPacket packet(String text) {
        return new HepPacket(HepPacket.Type.LOG, false, PLACE, PLACE, 0, "id", text.getBytes(StandardCharsets.UTF_8));
    }

    private static CompletableFuture<HepReader> firstPacket(ServerSocket server) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] head = in.readNBytes(6);
                int length = ByteBuffer.wrap(head).getShort(4) & 0xFFFF;
                byte[] rest = in.readNBytes(length - 6);
                return HepReader.of(
                        ByteBuffer.allocate(length).put(head).put(rest).array());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static void until(BooleanSupplier so) {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldSendOverAStream() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HepSender sender = HepSender.start(
                        config(HepConfig.Transport.TCP, "127.0.0.1:" + server.getLocalPort(), "", 10), "n1")) {
            CompletableFuture<HepReader> received = firstPacket(server);
            sender.offer(() -> packet("hello"));
            assertThat(received.get(20, TimeUnit.SECONDS).text(0x0f)).isEqualTo("hello");
            until(() -> sender.sent() == 1);
        }
    }

    @Test
    void shouldSendOverTlsToWhomItTrusts() throws Exception {
        TestCertificate certificate = TestCertificate.make(directory);
        try (ServerSocket server = certificate.sockets().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HepSender sender = HepSender.start(
                        config(
                                HepConfig.Transport.TLS,
                                "localhost:" + server.getLocalPort(),
                                certificate.pem().toString(),
                                10),
                        "n1")) {
            CompletableFuture<HepReader> received = firstPacket(server);
            sender.offer(() -> packet("hello"));
            assertThat(received.get(20, TimeUnit.SECONDS).text(0x0e)).isEqualTo("sesame");
        }
    }

    @Test
    void shouldTellNothingToACollectorWhoseCertificateItDoesNotTrust() throws Exception {
        TestCertificate certificate = TestCertificate.make(directory);
        try (ServerSocket server = certificate.sockets().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HepSender sender = HepSender.start(
                        config(HepConfig.Transport.TLS, "localhost:" + server.getLocalPort(), "", 10), "n1")) {
            CompletableFuture<HepReader> received = firstPacket(server);
            sender.offer(() -> packet("hello"));
            until(() -> sender.failed() == 1);
            assertThat(sender.problem()).contains("SSLHandshakeException");
            assertThat(received).failsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void shouldDropAndCountWhileTheCollectorIsAway() {
        try (HepSender sender = HepSender.start(config(HepConfig.Transport.TCP, "127.0.0.1:1", "", 1), "n1")) {
            for (int i = 0; i < 100; i++) {
                sender.offer(() -> packet("lost"));
            }
            until(() -> sender.failed() > 0);
            assertThat(sender.dropped()).isPositive();
            assertThat(sender.problem()).contains("cannot be reached");
        }
    }
}
