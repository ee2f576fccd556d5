package io.earshot.sip.tls;

import java.time.Duration;
import java.util.List;

/**
 * SIP over TLS (RFC 3261 section 26). Immutable.
 *
 * @param port TCP port of the TLS listener, 0 for an ephemeral one; listened on only with a certificate
 * @param certificate PEM file of our certificate and the intermediate ones that follow it; empty: no listener
 * @param key PEM file of its private key: PKCS #8 (also encrypted), PKCS #1 or SEC 1
 * @param keyPassword password of an encrypted key
 * @param minimum oldest version taken
 * @param clientCertificates whether who connects must show a certificate
 * @param clientCa PEM file of the authorities that sign clients' certificates; needed unless client_certificates is none
 * @param clientNames names of which a client's certificate must carry one (DNS name, sip URI's host, address, or common name);
 *     empty: any that client_ca signed
 * @param serverCheck what a server that we call must prove
 * @param serverCa PEM file of the authorities that sign servers' certificates; empty: those of the Java runtime
 * @param handshakeTimeout a handshake must be over within this time
 * @param maxHandshakes handshakes of strangers at once; more are closed at once and counted
 * @param handshakesPerSource handshakes that one address may begin within two seconds; flood.trusted is exempt
 * @param reloadCheck how often the files are looked at for a change; 0: never
 */
public record TlsConfig(
        int port,
        String certificate,
        String key,
        KeyPassword keyPassword,
        Version minimum,
        ClientCertificates clientCertificates,
        String clientCa,
        List<String> clientNames,
        ServerCheck serverCheck,
        String serverCa,
        Duration handshakeTimeout,
        int maxHandshakes,
        int handshakesPerSource,
        Duration reloadCheck) {

    /** Versions of TLS. */
    public enum Version {
        /** TLS 1.2 and 1.3. */
        TLS_1_2,
        /** TLS 1.3 alone. */
        TLS_1_3;

        String[] protocols() {
            return this == TLS_1_3 ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"};
        }
    }

    /** What is asked of those who connect. */
    public enum ClientCertificates {
        /** Nothing. */
        NONE,
        /** A certificate may be shown; a bad one ends the connection. */
        WANTED,
        /** Without a good one there is no connection. */
        REQUIRED
    }

    /** What is asked of those whom we call. */
    public enum ServerCheck {
        /** A certificate of a known authority that names the host called (RFC 5922). */
        NAME,
        /** A certificate of a known authority, whatever its name. */
        CHAIN,
        /** Any certificate: encrypts against listeners, but not against somebody in between. */
        NONE
    }

    public TlsConfig {
        clientNames = List.copyOf(clientNames);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port out of range");
        }
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException("certificate and key belong together");
        }
        if (clientCertificates != ClientCertificates.NONE && clientCa.isEmpty()) {
            throw new IllegalArgumentException("client_certificates needs client_ca");
        }
        if (clientCertificates == ClientCertificates.NONE && !clientNames.isEmpty()) {
            throw new IllegalArgumentException("client_names needs client_certificates wanted or required");
        }
        if (handshakeTimeout.toMillis() < 100 || maxHandshakes < 1 || handshakesPerSource < 1) {
            throw new IllegalArgumentException("handshake limits must be positive, and the time-out at least 100ms");
        }
        if (reloadCheck.isNegative()) {
            throw new IllegalArgumentException("reload_check must not be negative");
        }
    }

    /** No listener; servers are checked against the Java runtime's authorities. */
    public static TlsConfig defaults() {
        return new TlsConfig(
                5061,
                "",
                "",
                KeyPassword.NONE,
                Version.TLS_1_2,
                ClientCertificates.NONE,
                "",
                List.of(),
                ServerCheck.NAME,
                "",
                Duration.ofSeconds(5),
                64,
                40,
                Duration.ofSeconds(10));
    }

    /** Whether there is a certificate to listen with. */
    public boolean listens() {
        return !certificate.isEmpty();
    }

    /** The same on another port with another certificate. */
    public TlsConfig withCertificate(int newPort, String newCertificate, String newKey) {
        return new TlsConfig(
                newPort,
                newCertificate,
                newKey,
                keyPassword,
                minimum,
                clientCertificates,
                clientCa,
                clientNames,
                serverCheck,
                serverCa,
                handshakeTimeout,
                maxHandshakes,
                handshakesPerSource,
                reloadCheck);
    }

    /** The same, asking this of those who connect. */
    public TlsConfig withClients(ClientCertificates asked, String ca, List<String> names) {
        return new TlsConfig(
                port,
                certificate,
                key,
                keyPassword,
                minimum,
                asked,
                ca,
                names,
                serverCheck,
                serverCa,
                handshakeTimeout,
                maxHandshakes,
                handshakesPerSource,
                reloadCheck);
    }

    /** The same, asking this of those whom we call. */
    public TlsConfig withServers(ServerCheck asked, String ca) {
        return new TlsConfig(
                port,
                certificate,
                key,
                keyPassword,
                minimum,
                clientCertificates,
                clientCa,
                clientNames,
                asked,
                ca,
                handshakeTimeout,
                maxHandshakes,
                handshakesPerSource,
                reloadCheck);
    }

    /** The same with other limits. */
    public TlsConfig withLimits(Duration timeout, int atOnce, int perSource) {
        return new TlsConfig(
                port,
                certificate,
                key,
                keyPassword,
                minimum,
                clientCertificates,
                clientCa,
                clientNames,
                serverCheck,
                serverCa,
                timeout,
                atOnce,
                perSource,
                reloadCheck);
    }
}
