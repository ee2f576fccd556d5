package io.earshot.tools.doctor;

import io.earshot.bridge.config.HttpTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the very certificate that the bridge is configured with and no other: by its own machine it is asked at an address that is not its name.
 * Immutable.
 */
final class OwnCertificate extends X509ExtendedTrustManager {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final X509Certificate expected;

    private OwnCertificate(X509Certificate expected) {
        this.expected = expected;
    }

    /** A client for the bridge of this machine; one that trusts whom the platform trusts where its certificate cannot be read. */
    static HttpClient client(HttpTls tls) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (tls.given()) {
            try (InputStream file = Files.newInputStream(Path.of(tls.certificate()))) {
                X509Certificate certificate = (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(file);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new OwnCertificate(certificate)}, null);
                client.sslContext(context);
            } catch (IOException | GeneralSecurityException unreadable) {
                return client.build();
            }
        }
        return client.build();
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !chain[0].equals(expected)) {
            throw new CertificateException("not the certificate of the configured bridge");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no client is trusted");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("no client is trusted");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no client is trusted");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
