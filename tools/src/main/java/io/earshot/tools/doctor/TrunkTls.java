package io.earshot.tools.doctor;

import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.tls.TlsFault;
import io.earshot.sip.tls.TlsKeeper;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Whom the bridge trusts when it calls over TLS, and what it shows of itself. Immutable.
 *
 * @param context trust and own certificate
 * @param named whether a server's certificate must name the host
 */
record TrunkTls(SSLContext context, boolean named) {
    private static final int OBJECTION_MS = 300;

    /** As the configuration says, or as the Java runtime does where there is none that can be used. */
    static TrunkTls of(Patient patient) {
        if (patient.configured()) {
            TlsConfig config = patient.config().sip().tls();
            try (TlsKeeper keeper = TlsKeeper.open(config)) {
                return new TrunkTls(keeper.callingContext(), config.serverCheck() == TlsConfig.ServerCheck.NAME);
            } catch (TlsFault toldByConfiguration) {
                return usual();
            }
        }
        return usual();
    }

    private static TrunkTls usual() {
        try {
            return new TrunkTls(SSLContext.getDefault(), true);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has TLS", impossible);
        }
    }

    /** Shakes hands on a connection. */
    SSLSocket secured(Socket plain, SipTarget target) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, target.host(), target.port(), true);
        if (named) {
            SSLParameters checked = tls.getSSLParameters();
            checked.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(checked);
        }
        tls.startHandshake();
        heed(tls);
        return tls;
    }

    /** In TLS 1.3 the other end says after the handshake that it wants another certificate of ours: that is waited for, so that no write hides it. */
    private static void heed(SSLSocket tls) throws IOException {
        int patience = tls.getSoTimeout();
        tls.setSoTimeout(OBJECTION_MS);
        try {
            if (tls.getInputStream().read() < 0) {
                throw new SSLException("closed after the handshake (certificate_required, or something alike)");
            }
        } catch (SocketTimeoutException content) {
            tls.setSoTimeout(patience);
        }
    }
}
