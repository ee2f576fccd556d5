package io.earshot.sip.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of the files gave. Immutable.
 *
 * @param accepting for those who connect; null without a certificate
 * @param calling for those whom we call
 * @param own our certificate, null without one
 */
record TlsMaterial(
        TlsConfig config,
        @Nullable SSLContext accepting,
        SSLContext calling,
        @Nullable X509Certificate own) {

    /** Reads every file that the configuration names. */
    static TlsMaterial read(TlsConfig config) throws TlsFault {
        OwnCertificate own = config.listens() ? OwnCertificate.read(config) : null;
        try {
            KeyManager[] keys = own == null ? new KeyManager[0] : keys(own);
            TrustManager[] clients = config.clientCa().isEmpty()
                    ? new TrustManager[0]
                    : trust(PemFile.read("client_ca", config.clientCa()).certificates());
            return new TlsMaterial(
                    config,
                    own == null ? null : context(keys, clients),
                    context(keys, servers(config)),
                    own == null ? null : own.chain().getFirst());
        } catch (GeneralSecurityException e) {
            throw new TlsFault("certificate", "TLS cannot be set up: " + e.getMessage());
        }
    }

    /** All that keeps the files from being used. */
    static List<TlsFault> faults(TlsConfig config) {
        List<TlsFault> faults = new ArrayList<>();
        note(faults, config.listens(), () -> OwnCertificate.read(config));
        note(
                faults,
                !config.clientCa().isEmpty(),
                () -> PemFile.read("client_ca", config.clientCa()).certificates());
        note(
                faults,
                !config.serverCa().isEmpty(),
                () -> PemFile.read("server_ca", config.serverCa()).certificates());
        return faults;
    }

    private interface Reading {
        Object read() throws TlsFault;
    }

    private static void note(List<TlsFault> faults, boolean given, Reading reading) {
        try {
            if (given) {
                reading.read();
            }
        } catch (TlsFault fault) {
            faults.add(fault);
        }
    }

    private static TrustManager[] servers(TlsConfig config) throws TlsFault, GeneralSecurityException {
        if (config.serverCheck() == TlsConfig.ServerCheck.NONE) {
            return new TrustManager[] {new TrustAnybody()};
        }
        return config.serverCa().isEmpty()
                ? trust(null)
                : trust(PemFile.read("server_ca", config.serverCa()).certificates());
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    /** The store is never written, so its password guards nothing. */
    private static KeyManager[] keys(OwnCertificate own) throws GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    /** @param authorities null for those of the Java runtime */
    private static TrustManager[] trust(@Nullable List<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore store = null;
        if (authorities != null) {
            store = empty();
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("ca-" + store.size(), authority);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
