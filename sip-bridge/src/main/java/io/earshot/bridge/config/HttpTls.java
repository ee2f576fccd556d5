package io.earshot.bridge.config;

import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.tls.TlsConfig.ClientCertificates;
import java.util.List;

/**
 * TLS of the HTTP listener. Its files are read again when they change. Immutable.
 *
 * @param certificate PEM file of the certificate and the intermediate ones that follow it; empty: no TLS
 * @param key PEM file of its private key, not encrypted
 * @param clientCa PEM file of the authorities that sign clients' certificates; whoever asks for more than health and webhooks must
 *     then show one. Empty: no certificates are asked for
 */
public record HttpTls(String certificate, String key, String clientCa) {
    public HttpTls {
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException("certificate and key belong together");
        }
        if (!clientCa.isEmpty() && certificate.isEmpty()) {
            throw new IllegalArgumentException("client_ca needs a certificate");
        }
    }

    /** No TLS. */
    public static HttpTls none() {
        return new HttpTls("", "", "");
    }

    /** Whether there is TLS. */
    public boolean given() {
        return !certificate.isEmpty();
    }

    /** The same in the words of the library that reads the files. */
    public TlsConfig config() {
        TlsConfig config = TlsConfig.defaults().withCertificate(0, certificate, key);
        return clientCa.isEmpty() ? config : config.withClients(ClientCertificates.WANTED, clientCa, List.of());
    }
}
