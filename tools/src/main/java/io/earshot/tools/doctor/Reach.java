package io.earshot.tools.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt to reach a server: as far as it came. Immutable.
 *
 * @param addresses what its name resolves to
 * @param dnsNs how long that took
 * @param tcpNs how long the first connection took
 * @param refused addresses that did not accept a connection, each with the reason
 * @param tls version of TLS; empty where there is none
 * @param tlsNs how long the handshake took
 * @param expires when the certificate expires, or null
 * @param failure what ended the attempt, or null when it went through
 */
record Reach(
        List<InetAddress> addresses,
        long dnsNs,
        long tcpNs,
        List<String> refused,
        String tls,
        long tlsNs,
        @Nullable Instant expires,
        @Nullable IOException failure) {
    private static final int CONNECT_MS = 3_000;
    private static final int HANDSHAKE_MS = 4_000;

    /** Looks the name up, connects, and shakes hands where {@code secure}. Blocks for some seconds at most. */
    static Reach attempt(String host, int port, boolean secure) {
        long beginNs = System.nanoTime();
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            return new Reach(List.of(), System.nanoTime() - beginNs, 0, List.of(), "", 0, null, unknown);
        }
        Reach found = new Reach(List.of(addresses), System.nanoTime() - beginNs, 0, List.of(), "", 0, null, null);
        return found.connected(host, port, secure);
    }

    private Reach connected(String host, int port, boolean secure) {
        List<String> failed = new ArrayList<>();
        IOException last = null;
        for (InetAddress address : addresses) {
            long beginNs = System.nanoTime();
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), CONNECT_MS);
                long tookNs = System.nanoTime() - beginNs;
                Reach open = new Reach(addresses, dnsNs, tookNs, List.copyOf(failed), "", 0, null, null);
                return secure ? open.secured(socket, host, port) : open;
            } catch (IOException notThere) {
                failed.add(address.getHostAddress() + ": " + notThere.getMessage());
                last = notThere;
            }
        }
        return new Reach(addresses, dnsNs, 0, failed, "", 0, null, last);
    }

    private Reach secured(Socket socket, String host, int port) {
        long beginNs = System.nanoTime();
        try (SSLSocket tls =
                (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket(socket, host, port, true)) {
            SSLParameters checked = tls.getSSLParameters();
            checked.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(checked);
            tls.setSoTimeout(HANDSHAKE_MS);
            tls.startHandshake();
            long tookNs = System.nanoTime() - beginNs;
            Certificate[] chain = tls.getSession().getPeerCertificates();
            Instant end = chain.length > 0 && chain[0] instanceof X509Certificate leaf
                    ? leaf.getNotAfter().toInstant()
                    : null;
            return new Reach(addresses, dnsNs, tcpNs, refused, tls.getSession().getProtocol(), tookNs, end, null);
        } catch (IOException notTrusted) {
            return new Reach(addresses, dnsNs, tcpNs, refused, "", System.nanoTime() - beginNs, null, notTrusted);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has TLS", impossible);
        }
    }
}
