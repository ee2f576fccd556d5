package io.earshot.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import livekit.LivekitModels.Room;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiTlsTest {
    private final MockWebServer server = new MockWebServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldSpeakHttp2OverOneConnection() throws Exception {
        X509Bundle own = certificate("localhost", 1);
        serve(own);
        try (LiveKitApi api = api(own)) {
            answer();
            answer();
            api.rooms().create("a");
            api.rooms().create("b");
        }

        assertThat(server.takeRequest().getRequestLine()).endsWith("HTTP/2");
        assertThat(server.takeRequest().getExchangeIndex()).isEqualTo(1);
    }

    @Test
    void shouldRefuseACertificateThatNobodyVouchesFor() throws Exception {
        serve(certificate("localhost", 1));
        try (LiveKitApi api = api(null)) {
            assertThatExceptionOfType(ApiException.Untrusted.class)
                    .isThrownBy(() -> api.rooms().list())
                    .withMessageContaining("not signed by anyone this machine trusts");
        }
    }

    @Test
    void shouldRefuseACertificateForAnotherName() throws Exception {
        X509Bundle other = certificate("elsewhere.example", 1);
        serve(other);
        try (LiveKitApi api = api(other)) {
            assertThatExceptionOfType(ApiException.Untrusted.class)
                    .isThrownBy(() -> api.rooms().list())
                    .withMessageContaining("is for another name");
        }
    }

    @Test
    void shouldRefuseACertificateOfYesterday() throws Exception {
        X509Bundle authority = certificate("authority", 1);
        serve(builder("localhost", -1).buildIssuedBy(authority));
        try (LiveKitApi api = api(authority)) {
            assertThatExceptionOfType(ApiException.Untrusted.class)
                    .isThrownBy(() -> api.rooms().list())
                    .withMessageContaining("not valid at this time");
        }
    }

    @Test
    void shouldSendNothingToAServerThatItDoesNotTrust() throws Exception {
        serve(certificate("localhost", 1));
        try (LiveKitApi api = api(null)) {
            assertThatExceptionOfType(ApiException.Untrusted.class)
                    .isThrownBy(() -> api.rooms().create("a"))
                    .matches(e -> !e.perhapsDone());
        }

        assertThat(server.getRequestCount()).isZero();
    }

    private void serve(X509Bundle bundle) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
        server.useHttps(context.getSocketFactory());
        server.start();
    }

    private void answer() {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "application/protobuf")
                .body(new Buffer().write(Room.getDefaultInstance().toByteArray()))
                .build());
    }

    private LiveKitApi api(@Nullable X509Bundle trusted) throws Exception {
        OkHttpClient.Builder http = new OkHttpClient.Builder();
        if (trusted != null) {
            TrustManager[] managers = trusted.toTrustManagerFactory().getTrustManagers();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            http.sslSocketFactory(context.getSocketFactory(), (X509TrustManager) managers[0]);
        }
        String url = "wss://localhost:" + server.getPort();
        return new LiveKitApi(ApiSettings.of(url, ScriptedServer.KEY, false), http, InstantSource.system());
    }

    private static X509Bundle certificate(String host, int days) throws Exception {
        return builder(host, days).setIsCertificateAuthority(true).buildSelfSigned();
    }

    private static CertificateBuilder builder(String host, int days) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .subject("CN=" + host)
                .addSanDnsName(host)
                .notBefore(now.minus(10, ChronoUnit.DAYS))
                .notAfter(now.plus(days, ChronoUnit.DAYS))
                .ecp256();
    }
}
