package io.earshot.ai.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PromptSocketsTest {
    @Test
    void shouldNotWaitForAcknowledgements() throws Exception {
        var factory = LlmHttp.create().connectingWithin(Duration.ofSeconds(1)).socketFactory();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 2, loopback);
                Socket later = factory.createSocket();
                Socket now = factory.createSocket(loopback, server.getLocalPort())) {
            later.connect(new InetSocketAddress(loopback, server.getLocalPort()));
            assertThat(later.getTcpNoDelay()).isTrue();
            assertThat(now.getTcpNoDelay()).isTrue();
        }
    }
}
