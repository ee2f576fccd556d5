package io.earshot.ai.provider.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.provider.FakeVendor;
import io.earshot.ai.provider.Loops;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TlsTest {
    private final RecordingListener listener = new RecordingListener();

    private static X509Bundle certificateFor(String host) throws Exception {
        return new CertificateBuilder()
                .subject("CN=test")
                .addSanDnsName(host)
                .setIsCertificateAuthority(true)
                .ecp256()
                .buildSelfSigned();
    }

    private static SslContext server(X509Bundle bundle) throws Exception {
        return SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath())
                .build();
    }

    private void connect(FakeVendor vendor, WebSocketClient client) throws Exception {
        EventLoop loop = vendor.loop();
        WebSocketRequest request =
                new WebSocketRequest("vendor", vendor.uri("/"), Map.of(), null, WebSocketLimits.defaults());
        Loops.on(loop, () -> client.connect(request, loop, listener));
    }

    private static WebSocketClient trusting(X509Bundle bundle) throws Exception {
        return WebSocketClient.create(SslContextBuilder.forClient().trustManager(bundle.getCertificate()));
    }

    @Test
    void shouldOpenOverTlsToATrustedPeer() throws Exception {
        X509Bundle bundle = certificateFor("localhost");
        try (FakeVendor vendor = new FakeVendor(server(bundle))) {
            connect(vendor, trusting(bundle));
            assertThat(listener.next(HttpHeaders.class).get("dg-request-id")).isEqualTo("req-1");
        }
    }

    @Test
    void shouldRefuseACertificateThatNobodyVouchesFor() throws Exception {
        try (FakeVendor vendor = new FakeVendor(server(certificateFor("localhost")))) {
            connect(vendor, WebSocketClient.create());
            ProviderFailure failure = listener.next(ProviderFailure.class);
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure.detail()).startsWith("TLS failed");
        }
    }

    @Test
    void shouldRefuseATrustedCertificateOfAnotherHost() throws Exception {
        X509Bundle bundle = certificateFor("elsewhere.example");
        try (FakeVendor vendor = new FakeVendor(server(bundle))) {
            connect(vendor, trusting(bundle));
            assertThat(listener.next(ProviderFailure.class).detail()).startsWith("TLS failed");
        }
    }
}
