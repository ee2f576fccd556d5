package io.earshot.bridge.hep;

import io.earshot.bridge.config.HepConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The way to the collector: datagrams, or a stream that is opened when it is needed. Confined to the sending thread. */
final class HepLink implements AutoCloseable {
    private static final int CONNECT_MS = 3_000;

    private final HepConfig config;
    private @Nullable DatagramSocket datagrams;
    private @Nullable Socket stream;

    HepLink(HepConfig config) {
        this.config = config;
    }

    /**
     * Sends a packet.
     *
     * @throws IOException when the collector cannot be reached; the next packet tries anew
     */
    void send(byte[] packet) throws IOException {
        if (config.transport() == HepConfig.Transport.UDP) {
            DatagramSocket socket = datagrams == null ? new DatagramSocket() : datagrams;
            datagrams = socket;
            socket.send(new DatagramPacket(packet, packet.length, address()));
            return;
        }
        try {
            Socket socket = stream == null ? open() : stream;
            stream = socket;
            OutputStream out = socket.getOutputStream();
            out.write(packet);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private InetSocketAddress address() throws IOException {
        return new InetSocketAddress(InetAddress.getByName(config.host()), config.port());
    }

    private Socket open() throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(address(), CONNECT_MS);
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(CONNECT_MS);
            return config.transport() == HepConfig.Transport.TLS ? secured(plain) : plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** TLS with the collector's name checked (RFC 9525). */
    private Socket secured(Socket plain) throws IOException {
        SSLSocket secure = (SSLSocket) factory().createSocket(plain, config.host(), config.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private SSLSocketFactory factory() throws IOException {
        try {
            if (config.ca().isEmpty()) {
                return (SSLSocketFactory) SSLSocketFactory.getDefault();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust().getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("hep.ca cannot be used", e);
        }
    }

    private TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream file = Files.newInputStream(Path.of(config.ca()))) {
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("ca" + number++, one);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }

    @Override
    public void close() {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException alreadyGone) {
            // nothing is left to close
        }
        stream = null;
        if (datagrams != null) {
            datagrams.close();
            datagrams = null;
        }
    }
}
