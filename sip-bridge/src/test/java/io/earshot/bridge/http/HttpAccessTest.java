package io.earshot.bridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.config.HttpConfig;
import io.earshot.bridge.config.HttpTls;
import io.earshot.bridge.config.HttpTokens;
import io.earshot.bridge.config.Secret;
import io.earshot.sip.tls.TestAuthority;
import io.earshot.sip.tls.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask for what. */
class HttpAccessTest {
    private static final String ADMIN = "admin-token-0123456789";
    private static final String NEXT_ADMIN = "admin-token-9876543210";
    private static final String READER = "metrics-token-012345678";
    private static final HttpTokens TOKENS =
            new HttpTokens(List.of(new Secret(ADMIN), new Secret(NEXT_ADMIN)), List.of(new Secret(READER)));

    @TempDir
    Path directory;

    private final AtomicReference<HttpTokens> tokens = new AtomicReference<>(TOKENS);
    private HttpServer server;

    private void start(HttpConfig config) throws IOException {
        server = new HttpServer(
                config,
                Map.of(
                        "/health", (_, _, _) -> HttpAnswer.text(200, "healthy"),
                        "/metrics", (_, _, _) -> HttpAnswer.text(200, "figures"),
                        "/v1/calls", (_, _, _) -> HttpAnswer.text(200, "calls")),
                new AccessRules(Set.of("/health"), Set.of("/metrics")),
                tokens::get);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private String ask(String request, String... headers) throws IOException {
        try (RawClient client = new RawClient(server)) {
            String more = String.join("\r\n", headers);
            return client.send(request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + more
                            + (more.isEmpty() ? "" : "\r\n") + "\r\n")
                    .all();
        }
    }

    private int status(String request, String token) throws IOException {
        return RawClient.status(token.isEmpty() ? ask(request) : ask(request, "Authorization: Bearer " + token));
    }

    @Test
    void shouldAskForATokenThatMayWhatIsAsked() throws Exception {
        start(HttpConfig.on("127.0.0.1", 0));
        assertThat(status("GET /health", "")).isEqualTo(200);
        assertThat(status("GET /metrics", "")).isEqualTo(401);
        assertThat(status("GET /metrics", READER)).isEqualTo(200);
        assertThat(status("POST /metrics", READER)).isEqualTo(403);
        assertThat(status("GET /v1/calls", READER)).isEqualTo(403);
        assertThat(status("GET /v1/calls", ADMIN)).isEqualTo(200);
        assertThat(status("DELETE /v1/calls", NEXT_ADMIN)).isEqualTo(200);
        assertThat(status("GET /v1/calls", ADMIN + "x")).isEqualTo(401);
        assertThat(status("GET /v1/calls", ADMIN.substring(1))).isEqualTo(401);
        assertThat(ask("GET /v1/calls", "Authorization: Basic " + ADMIN)).contains(" 401 ", "Bearer");
        assertThat(server.counters().refusals("unauthorized")).isEqualTo(4);
    }

    @Test
    void shouldNotSayWhichTokenWasShown() throws Exception {
        start(HttpConfig.on("127.0.0.1", 0));
        assertThat(ask("GET /v1/calls", "Authorization: Bearer wrong-but-secret-to-somebody"))
                .doesNotContain("wrong-but");
    }

    @Test
    void shouldGoByNewTokensAtOnce() throws Exception {
        start(HttpConfig.on("127.0.0.1", 0));
        tokens.set(new HttpTokens(List.of(new Secret("another-token-0123456")), List.of()));
        assertThat(status("GET /v1/calls", ADMIN)).isEqualTo(401);
        assertThat(status("GET /v1/calls", "another-token-0123456")).isEqualTo(200);
    }

    @Test
    void shouldServeWithoutTokensOnLoopbackButNotUnderAForeignName() throws Exception {
        tokens.set(HttpTokens.none());
        start(HttpConfig.on("127.0.0.1", 0));
        assertThat(status("GET /v1/calls", "")).isEqualTo(200);
        try (RawClient rebound = new RawClient(server)) {
            assertThat(RawClient.status(rebound.send("GET /v1/calls HTTP/1.1\r\nHost: evil.example:8080\r\n\r\n")
                            .all()))
                    .isEqualTo(421);
        }
        try (RawClient tunnelled = new RawClient(server)) {
            assertThat(RawClient.status(tunnelled
                            .send("GET /health HTTP/1.1\r\nHost: hooks.example\r\nConnection: close\r\n\r\n")
                            .all()))
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseToListenWhereOthersReachItWithoutProtection() throws Exception {
        assertThat(faults("http.host=0.0.0.0")).contains("http.tls.certificate", "http.tokens.admin", "http.insecure");
        assertThat(faults("http.host=192.0.2.1", "http.tokens.admin=[" + ADMIN + "]"))
                .contains("http.tls.certificate")
                .doesNotContain("http.tokens.admin");
        assertThat(faults("http.host=0.0.0.0", "http.insecure=true")).isEmpty();
        assertThat(faults("http.host=::1")).isEmpty();
        assertThat(faults("http.tokens.admin=[short]")).contains("at least 16").doesNotContain("short]");
        TlsConfig issued = new TestAuthority(directory, "authority").issue("bridge", "dns:localhost");
        assertThat(faults(
                        "http.host=0.0.0.0",
                        "http.tokens.admin=[" + ADMIN + "]",
                        "http.tls.certificate=" + issued.certificate(),
                        "http.tls.key=" + issued.key()))
                .isEmpty();
        assertThat(faults("http.tls.certificate=/nowhere.pem", "http.tls.key=/nowhere.key"))
                .contains("http.tls.certificate", "there is no file");
    }

    private static String faults(String... settings) {
        try {
            new ConfigLoader(Map.of()).load(BridgeConfig.defaults(Map.of()), null, List.of(settings));
            return "";
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void shouldSpeakTlsAndNothingElseWhereACertificateIsGiven() throws Exception {
        TestAuthority authority = new TestAuthority(directory, "authority");
        TlsConfig issued = authority.issue("bridge", "dns:localhost ip:127.0.0.1");
        start(HttpConfig.on("127.0.0.1", 0)
                .withProtection(TOKENS, new HttpTls(issued.certificate(), issued.key(), "")));
        try (HttpClient client = client(authority, "")) {
            assertThat(get(client, "/v1/calls", ADMIN).statusCode()).isEqualTo(200);
            assertThat(get(client, "/v1/calls", READER).statusCode()).isEqualTo(403);
        }
        try (RawClient plain = new RawClient(server)) {
            assertThat(plain.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").all())
                    .doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void shouldAskForAClientCertificateWhereAnAuthorityIsNamed() throws Exception {
        TestAuthority authority = new TestAuthority(directory, "authority");
        TlsConfig issued = authority.issue("bridge", "dns:localhost ip:127.0.0.1");
        authority.issue("operator", "dns:operator.example");
        tokens.set(HttpTokens.none());
        start(HttpConfig.on("127.0.0.1", 0)
                .withProtection(HttpTokens.none(), new HttpTls(issued.certificate(), issued.key(), authority.ca())));
        try (HttpClient anonymous = client(authority, "");
                HttpClient operator = client(authority, "operator")) {
            assertThat(get(anonymous, "/health", "").statusCode()).isEqualTo(200);
            assertThat(get(anonymous, "/v1/calls", "").statusCode()).isEqualTo(403);
            assertThat(get(operator, "/v1/calls", "").statusCode()).isEqualTo(200);
        }
        TestAuthority foreign = new TestAuthority(directory, "foreign");
        foreign.issue("stranger", "dns:operator.example");
        try (HttpClient stranger = client(authority, "stranger")) {
            assertThat(get(stranger, "/v1/calls", "").statusCode()).isEqualTo(403);
        }
    }

    private HttpResponse<String> get(HttpClient client, String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("https://localhost:" + server.address().getPort() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpClient client(TestAuthority authority, String own) throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", certificates(authority.ca()).getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        KeyStore store = empty();
        if (!own.isEmpty()) {
            String pem = Files.readString(directory.resolve(own + ".key")).replaceAll("-----[A-Z ]+-----", "");
            var key = KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
            store.setKeyEntry(
                    "own",
                    key,
                    new char[0],
                    certificates(directory.resolve(own + ".pem").toString()).toArray(Certificate[]::new));
        }
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<? extends Certificate> certificates(String file) throws Exception {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            return List.copyOf(all);
        }
    }
}
