package io.earshot.bridge.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trust in the system's certificate authorities and those of a PEM file. Immutable. */
record PrivateTrust(SSLContext context, X509TrustManager manager) {
    /**
     * Reads the file.
     *
     * @throws IOException when it cannot be read or holds no certificate
     */
    static PrivateTrust read(Path pem) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (X509Certificate system : manager(null).getAcceptedIssuers()) {
                store.setCertificateEntry("ca-" + count++, system);
            }
            int before = count;
            try (InputStream in = Files.newInputStream(pem)) {
                for (Certificate own : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("ca-" + count++, own);
                }
            }
            if (count == before) {
                throw new IOException("no certificate in " + pem);
            }
            X509TrustManager manager = manager(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return new PrivateTrust(context, manager);
        } catch (GeneralSecurityException e) {
            throw new IOException("certificates of " + pem + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }
}
